/**
 * Sends generated requests to the API, as each role, and fails for any response that is a 5xx or not in the OpenAPI
 * document:
 *
 *   deno task test:fuzz [--seed <number>] [--examples 20] [--seconds 90] [role …]
 *
 * Starts the program with a database of its own. Uses schemathesis, which it installs in `.stack/`; needs Python 3.
 */
import { parseArgs } from "node:util";
import { type Role, roles } from "@/lib/auth/permissions.ts";
import { openRunFolder } from "@/lib/testing/guard.ts";
import { FuzzSite } from "../tests/fuzz/people.ts";
import { findPython, installSchemathesis, runSchemathesis } from "../tests/fuzz/schemathesis.ts";
import { Client } from "../tests/program/client.ts";
import { databaseDeployment, withProgram } from "../tests/program/program.ts";
import { Progress } from "./progress.ts";

/** As a guest, and as each role. */
const people = ["anonymous", ...roles] as const;
type Person = (typeof people)[number];

/** An access token lives for 900 s. */
const SECONDS_MAX = 600;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    args: Deno.args,
    allowPositionals: true,
    options: {
      seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 32)) },
      examples: { type: "string", default: "20" },
      seconds: { type: "string", default: "90" },
    },
  });
  const [seed, examples, seconds] = [values.seed, values.examples, values.seconds].map(Number);
  const chosen = people.filter((person) => positionals.length === 0 || positionals.includes(person));
  if (![seed, examples, seconds].every(Number.isSafeInteger) || examples < 1 || chosen.length === 0) {
    console.error(`The options take whole numbers; the roles are ${people.join(", ")}.`);
    return 2;
  }
  if (seconds < 1 || seconds > SECONDS_MAX) {
    console.error(`--seconds is 1 to ${SECONDS_MAX} for each role.`);
    return 2;
  }
  const python = await findPython();
  if (!python) {
    console.error("Python 3 is required: install python3 with its venv module.");
    return 2;
  }
  const progress = new Progress();
  await openRunFolder();
  console.log(`Seed ${seed}, ${seconds} s for each role.`);
  await progress.step("schemathesis", () => installSchemathesis(python));
  let failed = 0;
  await withProgram(databaseDeployment, {}, async ({ url }, env) => {
    const site = new FuzzSite(url, env.DATABASE_URL);
    const excluded = await streams(url);
    for (const person of chosen) {
      try {
        const output = await progress.step(
          `as ${person}`,
          () => fuzzAs(site, person, { seed, examples, seconds, excluded }),
        );
        console.log(countsIn(output));
      } catch (error) {
        if (!(error instanceof Found)) throw error;
        console.log(error.message);
        failed++;
      }
    }
    await site.close();
  });
  console.log(
    `${
      failed === 0 ? "Nothing found" : `Failed as ${failed} of ${chosen.length}`
    }, ${progress.elapsed()}, seed ${seed}.`,
  );
  return failed === 0 ? 0 : 1;
}

/** The ids of operations that never end, which generated requests would wait for. */
async function streams(url: string): Promise<string[]> {
  const { body: { paths } } = await new Client(url).get("/openapi.json");
  return Object.values<
    Record<string, { operationId: string; responses: Record<string, { content?: object }> }>
  >(paths)
    .flatMap((methods) => Object.values(methods))
    .filter(({ responses }) => "text/event-stream" in (responses[200]?.content ?? {}))
    .map(({ operationId }) => operationId);
}

/** Thrown with everything that schemathesis printed, if it found something. */
class Found extends Error {}

/**
 * Runs schemathesis as one person, and checks that it was signed in to the end. Returns what it printed.
 * @throws {Found}
 */
async function fuzzAs(
  site: FuzzSite,
  person: Person,
  options: { seed: number; examples: number; seconds: number; excluded: string[] },
): Promise<string> {
  const account = person === "anonymous" ? null : await site.account(person);
  const helper = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async () => (
    Response.json(await site.account(person as Role))
  ));
  try {
    const result = await runSchemathesis({
      ...options,
      url: site.url,
      hooks: {
        FUZZ_HELPER: `http://127.0.0.1:${helper.addr.port}`,
        FUZZ_ACCOUNT: JSON.stringify(account),
        FUZZ_IDS: JSON.stringify(await site.ids(account)),
        FUZZ_SEED: String(options.seed),
      },
    });
    const me = account && await new Client(site.url, account.accessToken).get("/api/me");
    const isSignedOut = me && me.status !== 200;
    const ending = isSignedOut ? `\nThe account is no longer signed in: ${JSON.stringify(me.body)}` : "";
    if (!result.ok || isSignedOut) throw new Found(result.output + ending);
    return result.output;
  } finally {
    await helper.shutdown();
  }
}

/** The part of the output that counts what was tested. */
function countsIn(output: string): string {
  return output.slice(output.lastIndexOf("Test cases:")).trimEnd();
}

Deno.exit(await main());
