/** Writes iCalendar objects (RFC 5545). */

/** A content line: its name with any parameters, and its escaped value. */
export type ContentLine = [name: string, value: string];

const OCTETS_MAX = 75;
const encoder = new TextEncoder();

/** Text as a value: special characters are escaped, and control characters dropped. */
export function icalText(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n").replaceAll(/[\\;,]/g, (character) => `\\${character}`).replaceAll(
    "\n",
    "\\n",
  )
    // deno-lint-ignore no-control-regex -- control characters are not allowed in a value
    .replaceAll(/[\x00-\x08\x0b-\x1f\x7f]/g, "");
}

/** An instant in UTC, to the second. */
export function icalTime(instant: Date): string {
  return instant.toISOString().replace(/\.\d+Z$/, "Z").replaceAll(/[-:]/g, "");
}

/** The lines as a file: each at most 75 octets long, folded between characters. */
export function icalFile(lines: ContentLine[]): string {
  return lines.map(([name, value]) => fold(`${name}:${value}`) + "\r\n").join("");
}

function fold(line: string): string {
  let folded = "";
  let octets = 0;
  for (const character of line) {
    const length = encoder.encode(character).length;
    if (octets + length > OCTETS_MAX) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += character;
    octets += length;
  }
  return folded;
}
