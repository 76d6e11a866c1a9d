/**
 * Compares every language in `lib/i18n/messages` with English: the same keys, the same arguments, a case for each plural
 * category. Then writes the types of all messages and the list of languages. `--check` only reports what is wrong or stale.
 */
import { argumentsOf, faultsOf } from "@/lib/i18n/check.ts";
import type { Messages } from "@/lib/i18n/words.ts";

const folder = new URL("../lib/i18n/", import.meta.url);

const languages = [...Deno.readDirSync(new URL("messages", folder))].map(({ name }) =>
  name.replace(".json", "")
)
  // English comes first.
  .sort((a, b) => Number(b === "en") - Number(a === "en") || (a < b ? -1 : 1));
const catalogues: Record<string, Messages> = Object.fromEntries(
  languages.map((language) => [
    language,
    JSON.parse(Deno.readTextFileSync(new URL(`messages/${language}.json`, folder))),
  ]),
);

const faults = languages.flatMap((language) => faultsOf(language, catalogues[language], catalogues.en));
for (const fault of faults) console.error(fault);
if (faults.length > 0) Deno.exit(1);

const types = `// Written by \`deno task words\` from messages/en.json.
import type { ComponentChildren } from "preact";

/** Renders the content of a tag. */
type Tag = (inner: ComponentChildren) => ComponentChildren;

export interface Words {
${membersOf(catalogues.en, "  ")}}
`;

const identifier = (language: string) => language.replaceAll("-", "");
const list = `// Written by \`deno task words\` from the files in messages/.
${
  languages.map((language) =>
    `import ${identifier(language)} from "./messages/${language}.json" with { type: "json" };\n`
  ).join("")
}
export const catalogues = {
${languages.map((language) => `  "${language}": ${identifier(language)},\n`).join("")}};
`;

let isStale = false;
for (const [name, text] of [["words.gen.ts", types], ["catalogues.gen.ts", list]]) {
  const file = new URL(name, folder);
  if (!Deno.args.includes("--check")) Deno.writeTextFileSync(file, text);
  else if (Deno.readTextFileSync(file) !== text) {
    console.error(`lib/i18n/${name} is out of date: run \`deno task words\`.`);
    isStale = true;
  }
}
if (isStale) Deno.exit(1);

/** Declares each message as a string or a function of its arguments, documented by its text; groups are nested. */
function membersOf(messages: Messages, indent: string): string {
  return Object.entries(messages).map(([key, message]) => {
    const name = indent + (/^\w+$/.test(key) ? key : JSON.stringify(key));
    if (typeof message !== "string") return `${name}: {\n${membersOf(message, `${indent}  `)}${indent}};\n`;
    const args = Object.entries(argumentsOf(message));
    const parameter = args.map(([name, type]) => `${name}: ${type}`).join("; ");
    const result = args.some(([, type]) => type === "Tag") ? "ComponentChildren" : "string";
    const type = args.length === 0 ? ": string" : `(args: { ${parameter} }): ${result}`;
    const comment = message.replaceAll("*/", "*\\/").replaceAll("\u00a0", "\\u00a0");
    return `${indent}/** ${comment} */\n${name}${type};\n`;
  }).join("");
}
