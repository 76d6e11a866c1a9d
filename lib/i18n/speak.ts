/** Renders patterns in a language. Also runs in browsers, so it is small. */

/** A parsed message; JSON, so that a page can pass it to its islands. */
export type Pattern = string | Part[];

export type Part =
  | string
  | { text: string }
  | { number: string }
  | { tag: string; inner: Pattern }
  | { select: string; cases: Cases }
  | { plural: string; cases: Cases; type?: "ordinal" };

/** By plural category, by exact value with the prefix `=`, or by the value of an argument; always with `other`. */
type Cases = Record<string, Pattern>;

/** By name; the argument of a tag is a function of its content. */
export type Args = Record<string, unknown>;

/** The language of the words, and the locale for the reader's numbers. BCP 47 tags. */
export interface Voice {
  language: string;
  locale: string;
}

/** Renders a pattern as text, or as a list of texts and elements if it has tags. */
export function say(pattern: Pattern, args: Args, voice: Voice): unknown {
  if (typeof pattern === "string") return pattern;
  const said = pattern.flatMap((part) => sayPart(part, args, voice));
  return said.every((part) => typeof part === "string") ? said.join("") : said;
}

function sayPart(part: Part, args: Args, voice: Voice): unknown {
  if (typeof part === "string") return part;
  if ("text" in part) return String(args[part.text]);
  // The engine caches the formatter of the last locale.
  if ("number" in part) return (args[part.number] as number).toLocaleString(voice.locale);
  if ("tag" in part) return (args[part.tag] as (inner: unknown) => unknown)(say(part.inner, args, voice));
  const { cases } = part;
  if ("select" in part) return say(cases[args[part.select] as string] ?? cases.other, args, voice);
  const value = args[part.plural] as number;
  const category = rulesOf(voice.language, part.type).select(value);
  return say(cases[`=${value}`] ?? cases[category] ?? cases.other, args, voice);
}

const rules: Record<string, Intl.PluralRules> = {};

/** There are few languages, so their rules are cached. */
function rulesOf(language: string, type: "cardinal" | "ordinal" = "cardinal"): Intl.PluralRules {
  return rules[language + type] ??= new Intl.PluralRules(language, { type });
}

/** Patterns by key, optionally in groups. */
export interface Patterns {
  [key: string]: Pattern | Patterns;
}

/** Patterns as a page passes them to an island, with their language. */
export interface Spoken extends Voice {
  patterns: Patterns;
}

/** The messages of an area as functions of their arguments; messages without arguments are strings. */
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
