/** Says patterns in a language. Runs in browsers too, so it is small. */

/** A message ready to be said; JSON, so that a page can hand it to its islands. */
export type Pattern = string | Part[];

export type Part =
  | string
  | { text: string }
  | { number: string }
  | { tag: string; inner: Pattern }
  | { select: string; cases: Cases }
  | { plural: string; cases: Cases; type?: "ordinal" };

/** By category, by value with `=` before it, or by the value of an argument; always with `other`. */
type Cases = Record<string, Pattern>;

/** By the name of the argument; a tag's is a function of what is inside. */
export type Args = Record<string, unknown>;

/** The language that is spoken, and the locale in which its reader writes numbers. Tags of BCP 47. */
export interface Voice {
  language: string;
  locale: string;
}

/** What a pattern says: text, or a list of texts and elements where it has tags. */
export function say(pattern: Pattern, args: Args, voice: Voice): unknown {
  if (typeof pattern === "string") return pattern;
  const said = pattern.flatMap((part) => sayPart(part, args, voice));
  return said.every((part) => typeof part === "string") ? said.join("") : said;
}

function sayPart(part: Part, args: Args, voice: Voice): unknown {
  if (typeof part === "string") return part;
  if ("text" in part) return String(args[part.text]);
  // The engine keeps the formatter of the last locale.
  if ("number" in part) return (args[part.number] as number).toLocaleString(voice.locale);
  if ("tag" in part) return (args[part.tag] as (inner: unknown) => unknown)(say(part.inner, args, voice));
  const { cases } = part;
  if ("select" in part) return say(cases[args[part.select] as string] ?? cases.other, args, voice);
  const value = args[part.plural] as number;
  const category = rulesOf(voice.language, part.type).select(value);
  return say(cases[`=${value}`] ?? cases[category] ?? cases.other, args, voice);
}

const rules: Record<string, Intl.PluralRules> = {};

/** The product speaks few languages, so their rules are kept. */
function rulesOf(language: string, type: "cardinal" | "ordinal" = "cardinal"): Intl.PluralRules {
  return rules[language + type] ??= new Intl.PluralRules(language, { type });
}

/** Patterns by key, in groups where that helps. */
export interface Patterns {
  [key: string]: Pattern | Patterns;
}

/** Patterns as a page hands them to an island, with the language that they are in. */
export interface Spoken extends Voice {
  patterns: Patterns;
}

/** The messages of an area as functions of their arguments; those without any are texts. */
export function speak<Area>({ patterns, ...voice }: Spoken): Area {
  const speakAll = (patterns: Patterns): unknown =>
    Object.fromEntries(
      Object.entries(patterns).map(([key, pattern]) => [
        key,
        Array.isArray(pattern)
          ? (args: Args) => say(pattern, args, voice)
          : typeof pattern === "string"
          ? pattern
          : speakAll(pattern),
      ]),
    );
  return speakAll(patterns) as Area;
}
