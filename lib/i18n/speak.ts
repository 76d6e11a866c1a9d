/** Says patterns in a language. Runs in browsers too, so it is small. */

/** A message ready to be said; JSON, so that a page can hand it to its islands. */
export type Pattern = string | Part[];

export type Part =
  | string
  | { text: string }
  | { number: string }
  | { tag: string; inner: Pattern }
  | Choice;

type Choice =
  | { plural: string; cases: Cases }
  | { ordinal: string; cases: Cases }
  | { select: string; cases: Cases };

/** By category, by value with `=` before it, or by the value of an argument; always with `other`. */
type Cases = Record<string, Pattern>;

/** By the name of the argument; a tag's is a function of what is inside. */
export type Args = Record<string, unknown>;

/** How a language counts, and how its reader writes numbers. */
export interface Voice {
  /** A tag of BCP 47. */
  language: string;
  plural(count: number): string;
  ordinal(count: number): string;
  number(value: number): string;
}

/** `locale` is how the reader writes numbers, which may be another language's way. Asks Intl when it first needs to. */
export function voiceOf(language: string, locale: string): Voice {
  let plurals: Intl.PluralRules, ordinals: Intl.PluralRules, numbers: Intl.NumberFormat;
  return {
    language,
    plural: (count) => (plurals ??= new Intl.PluralRules(language)).select(count),
    ordinal: (count) => (ordinals ??= new Intl.PluralRules(language, { type: "ordinal" })).select(count),
    number: (value) => (numbers ??= new Intl.NumberFormat(locale)).format(value),
  };
}

/** What a pattern says: text, or a list of texts and elements where it has tags. */
export function say(pattern: Pattern, args: Args, voice: Voice): unknown {
  if (typeof pattern === "string") return pattern;
  const said = pattern.map((part) => sayPart(part, args, voice)).flat();
  return said.every((part) => typeof part === "string") ? said.join("") : said;
}

function sayPart(part: Part, args: Args, voice: Voice): unknown {
  if (typeof part === "string") return part;
  if ("text" in part) return String(args[part.text]);
  if ("number" in part) return voice.number(args[part.number] as number);
  if ("tag" in part) {
    return (args[part.tag] as (inner: unknown) => unknown)(say(part.inner, args, voice));
  }
  return say(caseOf(part, args, voice), args, voice);
}

function caseOf(part: Choice, args: Args, voice: Voice): Pattern {
  const { cases } = part;
  if ("select" in part) return cases[String(args[part.select])] ?? cases.other;
  const [value, category] = "plural" in part
    ? [args[part.plural] as number, voice.plural]
    : [args[part.ordinal] as number, voice.ordinal];
  return cases[`=${value}`] ?? cases[category(value)] ?? cases.other;
}

/** Patterns by key, in groups where that helps. */
export interface Patterns {
  [key: string]: Pattern | Patterns;
}

/** Patterns as a page hands them to an island, with the language that they are in. */
export interface Spoken {
  language: string;
  locale: string;
  patterns: Patterns;
}

/** The messages of an area as functions of their arguments; those without any are texts. */
export function speak<Area>({ language, locale, patterns }: Spoken): Area {
  return sayAll(patterns, voiceOf(language, locale)) as Area;
}

function sayAll(patterns: Patterns, voice: Voice): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(patterns).map(([key, pattern]) => {
      if (typeof pattern === "string") return [key, pattern];
      if (!Array.isArray(pattern)) return [key, sayAll(pattern, voice)];
      return [key, (args: Args) => say(pattern, args, voice)];
    }),
  );
}
