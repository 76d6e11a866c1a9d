/**
 * `deno task secrets`: appends the secrets that compose.production.yml needs to `.env`, which only its owner may read.
 * Those that it already has stay as they are, so it is safe to run again.
 */
import { generateSecrets } from "@/lib/config/secrets.ts";

const FILE = ".env";

const before = await Deno.readTextFile(FILE).catch((error) => {
  if (error instanceof Deno.errors.NotFound) return "";
  throw error;
});
const has = (name: string) => new RegExp(`^${name}=.+$`, "m").test(before);
const missing = Object.entries(await generateSecrets()).filter(([name]) => !has(name));
const separator = before === "" || before.endsWith("\n") ? "" : "\n";
const lines = missing.map(([name, value]) => `${name}=${value}\n`).join("");
await Deno.writeTextFile(FILE, before + separator + lines, { mode: 0o600 });
await Deno.chmod(FILE, 0o600);
const names = missing.map(([name]) => name).join(", ");
console.log(
  names
    ? `Written to ${FILE}: ${names}. Keep a copy of it: losing TICKET_KEY voids every ticket.`
    : "Nothing is missing.",
);
