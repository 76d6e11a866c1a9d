/**
 * `deno task grant <email> <role>`: grants an account a role, with the server's settings; this is how the first admin is made.
 * It also works while the server runs with its embedded database.
 */
import { z } from "zod";
import { roles } from "@/lib/auth/permissions.ts";
import { runningPostgresUrl, startEmbeddedPostgres } from "@/lib/db/embedded_postgres.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { openPool } from "@/lib/db/pool.ts";
import { grantRole } from "@/lib/staff/accounts.ts";
import { readConfig, Refusal } from "./run.ts";

const role = z.enum(roles);

/** @throws {Refusal} if nothing was granted */
async function grant(email: string, wanted: string): Promise<void> {
  const granted = role.safeParse(wanted).data;
  if (!email || !granted) throw new Refusal(`Usage: deno task grant <email> <${roles.join("|")}>`);
  const { databaseUrl, dataDir } = readConfig();
  const running = databaseUrl ?? await runningPostgresUrl(dataDir);
  const own = running ? null : await startEmbeddedPostgres({ dataDir });
  const url = running ?? own!.url;
  try {
    await migrate(url);
    const sql = openPool(url, { max: 1, name: "aisle grant" });
    try {
      const result = await grantRole({ sql, now: Date.now }, email, granted);
      if (!result.ok) throw new Refusal(refusals[result.code](email));
    } finally {
      await sql.end({ timeout: 5 });
    }
  } finally {
    await own?.stop();
  }
}

const refusals = {
  "not-found": (email: string) => `There is no account with the email address ${email}: register it first.`,
  "last-admin": (email: string) => `${email} is the only admin: make someone else an admin first.`,
};

const [email = "", wanted = ""] = Deno.args;
try {
  await grant(email, wanted);
  console.log(`${email} now has the role ${wanted}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message.split("\n")[0] : String(error));
  Deno.exitCode = 1;
}
