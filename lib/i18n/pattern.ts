/** Parses ICU MessageFormat into patterns. For the server and tasks: browsers receive patterns. */
import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import type { Part, Pattern } from "./speak.ts";

/**
 * The pattern of a message.
 * @throws {Error} if it is invalid, or contains dates, times or number styles, which are formatted elsewhere
 */
export function readPattern(message: string): Pattern {
  return patternOf(parse(message, { requiresOtherClause: true, shouldParseSkeletons: false }), null);
}

/** `counted` is the argument that `#` refers to. */
function patternOf(elements: MessageFormatElement[], counted: string | null): Pattern {
  if (elements.length === 0) return "";
  if (elements.length === 1 && elements[0].type === TYPE.literal) return elements[0].value;
  return elements.map((element) => partOf(element, counted));
}

function partOf(element: MessageFormatElement, counted: string | null): Part {
  switch (element.type) {
    case TYPE.literal:
      return element.value;
    case TYPE.argument:
      return { text: element.value };
    case TYPE.number:
      if (element.style) throw new Error(`{${element.value}, number, …} has a style: format it beforehand`);
      return { number: element.value };
    case TYPE.pound:
      return { number: counted! };
    case TYPE.plural: {
      if (element.offset !== 0) throw new Error(`{${element.value}, plural, …} has an offset`);
      const cases = casesOf(element.options, element.value);
      return element.pluralType === "ordinal"
        ? { plural: element.value, cases, type: "ordinal" }
        : { plural: element.value, cases };
    }
    case TYPE.select:
      return { select: element.value, cases: casesOf(element.options, counted) };
    case TYPE.tag:
      return { tag: element.value, inner: patternOf(element.children, counted) };
    default:
      throw new Error(`{${element.value}, date or time} must be formatted beforehand`);
  }
}

function casesOf(
  options: Record<string, { value: MessageFormatElement[] }>,
  counted: string | null,
): Record<string, Pattern> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { value }]) => [name, patternOf(value, counted)]),
  );
}
