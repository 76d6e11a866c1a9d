/** The arguments of messages, and checks of translations. For tasks and tests. */
import { readPattern } from "./pattern.ts";
import type { Pattern } from "./speak.ts";
import type { Messages } from "./words.ts";

/**
 * The arguments of a message with their TypeScript types, sorted by name. The argument of a `select` is one of its
 * named cases; ICU requires `other` in addition, for values that the product never passes.
 * @throws {Error} if it is not a valid message
 */
export function argumentsOf(message: string): Record<string, string> {
  const types = new Map<string, Set<string>>();
  collect(readPattern(message), (name, type) => types.set(name, (types.get(name) ?? new Set()).add(type)));
  return Object.fromEntries(
    [...types].sort(([one], [other]) => one < other ? -1 : 1).map(([name, found]) => [
      name,
      // An argument that is a number elsewhere may also be inserted as text.
      [...found].filter((type) => type !== "string" || found.size === 1).join(" | "),
    ]),
  );
}

function collect(pattern: Pattern, take: (name: string, type: string) => void): void {
  if (typeof pattern === "string") return;
  for (const part of pattern) {
    if (typeof part === "string") continue;
    if ("text" in part) take(part.text, "string");
    else if ("number" in part) take(part.number, "number");
    else if ("tag" in part) {
      take(part.tag, "Tag");
      collect(part.inner, take);
    } else {
      if ("plural" in part) take(part.plural, "number");
      else for (const name of Object.keys(part.cases)) if (name !== "other") take(part.select, `"${name}"`);
      for (const inner of Object.values(part.cases)) collect(inner, take);
    }
  }
}

/** The faults of a language's messages, each as a sentence: missing, superfluous, or with other arguments. */
export function faultsOf(language: string, messages: Messages, english: Messages): string[] {
  const faults: string[] = [];
  const [own, all] = [messages, english].map((all) => new Map(listMessages(all)));
  for (const key of all.keys()) if (!own.has(key)) faults.push(`${language}: ${key} is missing`);
  for (const [key, message] of own) {
    const original = all.get(key);
    if (original === undefined) faults.push(`${language}: ${key} is not in en.json`);
    else {
      try {
        const [here, there] = [argumentsOf(message), argumentsOf(original)].map((args) =>
          JSON.stringify(args)
        );
        if (here !== there) faults.push(`${language}: ${key} takes ${here}, in English ${there}`);
        for (const lacking of lackingCases(readPattern(message), language)) {
          faults.push(`${language}: ${key} has no case for ${lacking}`);
        }
      } catch (error) {
        faults.push(`${language}: ${key} is not a message: ${(error as Error).message}`);
      }
    }
  }
  return faults;
}

/** All messages with the paths of their keys. */
export function listMessages(messages: Messages, path = ""): [key: string, message: string][] {
  return Object.entries(messages).flatMap(([key, message]): [string, string][] =>
    typeof message === "string" ? [[path + key, message]] : listMessages(message, `${path}${key}.`)
  );
}

/** The plural and ordinal categories of a language that a pattern lacks. */
function lackingCases(pattern: Pattern, language: string): string[] {
  if (typeof pattern === "string") return [];
  return pattern.flatMap((part): string[] => {
    if (typeof part === "string" || "text" in part || "number" in part) return [];
    if ("tag" in part) return lackingCases(part.inner, language);
    const inner = Object.values(part.cases).flatMap((one) => lackingCases(one, language));
    if ("select" in part) return inner;
    const needed =
      new Intl.PluralRules(language, { type: part.type ?? "cardinal" }).resolvedOptions().pluralCategories;
    return [...inner, ...needed.filter((category) => !Object.hasOwn(part.cases, category))];
  });
}
