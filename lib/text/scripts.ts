/** Splits text by script, according to Unicode's Script_Extensions (UAX #24). */

/** Scripts are checked in this order, so a character used by several begins a run of the first. */
const SCRIPTS = [
  "Latin",
  "Greek",
  "Cyrillic",
  "Han",
  "Hiragana",
  "Katakana",
  "Bopomofo",
  "Hangul",
  "Arabic",
  "Hebrew",
  "Devanagari",
  "Thai",
] as const;

/** `Common` is text without letters, such as digits, punctuation and emoji; `Other` is any script not listed. */
export type Script = typeof SCRIPTS[number] | "Other" | "Common";

/** A part of text in one script. */
export interface ScriptRun {
  script: Script;
  text: string;
}

const SHARED = "\\p{scx=Common}\\p{scx=Inherited}";

/** Each matches a run at `lastIndex`: shared characters belong to the letters before them. */
const PATTERNS = [
  ...SCRIPTS.map((script) => ({ script, pattern: runOf(`\\p{scx=${script}}`) })),
  {
    script: "Other" as const,
    pattern: runOf(`[^${SHARED}${SCRIPTS.map((name) => `\\p{scx=${name}}`).join("")}]`),
  },
];

function runOf(letter: string): RegExp {
  return new RegExp(`[${SHARED}]*${letter}(?:${letter}|[${SHARED}])*`, "uy");
}

/**
 * Splits text into runs of one script; joined, they are the text. Digits, spaces, punctuation and combining marks
 * belong to the letters before them or, at the start, after them. Takes linear time.
 */
export function scriptRuns(text: string): ScriptRun[] {
  const runs: ScriptRun[] = [];
  for (let at = 0; at < text.length; at += runs.at(-1)!.text.length) runs.push(runAt(text, at));
  return runs;
}

function runAt(text: string, at: number): ScriptRun {
  for (const { script, pattern } of PATTERNS) {
    pattern.lastIndex = at;
    const run = pattern.exec(text)?.[0];
    if (run) return { script, text: run };
  }
  return { script: "Common", text: text.slice(at) };
}
