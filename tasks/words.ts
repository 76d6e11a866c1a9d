/**
 * Writes `lib/i18n/words.gen.ts`, the types of all messages, and holds every language to the English ones: the same keys with
 * the same arguments, and a case for each category of plural. `--check` only says what is wrong or out of date.
 */
import { argumentsOf, faultsOf } from "@/lib/i18n/check.ts";
import { catalogues, type Messages } from "@/lib/i18n/words.ts";

const FILE = new URL("../lib/i18n/words.gen.ts", import.meta.url);

const faults = Object.entries(catalogues).flatMap(([language, catalogue]) =>
  faultsOf(language, catalogue, catalogues.en)
);
for (const fault of faults) console.error(fault);
if (faults.length > 0) Deno.exit(1);

const text = `// Written by \`deno task words\` from messages/en.json.
import type { ComponentChildren } from "preact";

/** What draws the inside of a tag. */
type Tag = (inner: ComponentChildren) => ComponentChildren;

export interface Words {
${membersOf(catalogues.en, "  ")}}
`;

if (Deno.args.includes("--check")) {
  if (await Deno.readTextFile(FILE) === text) Deno.exit();
  console.error("lib/i18n/words.gen.ts is out of date: run `deno task words`.");
  Deno.exit(1);
}
await Deno.writeTextFile(FILE, text);

/** Each message as a text or a function of its arguments, with the message above it; groups as they are. */
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
