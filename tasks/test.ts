/**
 * Runs every test: `deno task test [--fast] [name or path …]`.
 *
 * Starts throwaway servers, so that nothing has to be set up, and ends with one line of counts. `--fast` runs only the
 * tests that need no server. A path runs the files under it; any other word runs the tests whose name has it.
 */
import { existsSync } from "node:fs";
import { type Services, startServices } from "./stack/services.ts";

export interface TestPlan {
  fast: boolean;
  paths: string[];
  filter?: string;
}

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Reads the arguments of the task: those that are paths, and at most one name. */
export function parsePlan(args: string[], isPath: (word: string) => boolean): TestPlan {
  const words = args.filter((arg) => arg !== "--fast");
  const names = words.filter((word) => !isPath(word));
  if (names.length > 1) throw new Error(`Give one name at a time, not ${names.join(", ")}.`);
  return { fast: args.includes("--fast"), paths: words.filter(isPath), filter: names[0] };
}

/** Tests that need a server or a browser, by where and how they are named. */
const SLOW_TESTS = ["**/*_int_test.ts", "**/*_int_test.tsx", "tests/"];

async function main(): Promise<number> {
  const plan = parsePlan(Deno.args, existsSync);
  const folder = await Deno.makeTempDir({ prefix: "aisle_test_run_" });
  let services: Services | undefined;
  const interrupted = () => {
    // The child gets the signal too, ends, and the run then stops its servers.
  };
  Deno.addSignalListener("SIGINT", interrupted);
  try {
    if (!plan.fast) {
      services = await startServices({ dataDir: `${folder}/data`, durable: false, onProgress: console.log });
      for (const line of leftOut(services)) console.log(line);
    }
    const report = `${folder}/junit.xml`;
    const code = await runTests(plan, services, report);
    const counts = countResults(await Deno.readTextFile(report).catch(() => ""));
    await services?.stop();
    services = undefined;
    if (code !== 0 && counts.failed === 0) {
      console.log("The run failed outside of any test, such as in a file that does not compile; see above.");
      counts.failed = 1;
    }
    console.log(describeCounts(counts));
    return code;
  } finally {
    await services?.stop();
    await Deno.remove(folder, { recursive: true });
    Deno.removeSignalListener("SIGINT", interrupted);
  }
}

function leftOut(services: Services): string[] {
  return [
    ["Redis", services.redisUrl],
    ["Kafka", services.kafkaBrokers],
  ].filter(([, address]) => address === undefined).map(([name]) =>
    `${name} is not installed: its tests are skipped (\`deno task stack install\` installs it).`
  );
}

async function runTests(plan: TestPlan, services: Services | undefined, report: string): Promise<number> {
  const status = await new Deno.Command(Deno.execPath(), {
    args: [
      ["test", "--allow-all", `--junit-path=${report}`],
      plan.fast ? [`--ignore=${SLOW_TESTS.join(",")}`] : [],
      plan.filter ? [`--filter=${plan.filter}`] : [],
      plan.paths,
    ].flat(),
    env: {
      ...(services ? { TEST_DATABASE_URL: services.databaseUrl } : {}),
      ...(services?.redisUrl ? { TEST_REDIS_URL: services.redisUrl } : {}),
      ...(services?.kafkaBrokers ? { TEST_KAFKA_BROKERS: services.kafkaBrokers } : {}),
    },
  }).spawn().status;
  return status.code;
}

/** Adds up the suites of a JUnit report. A test step counts with its test, as in the report. */
export function countResults(junit: string): Counts {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const [suite] of junit.matchAll(/<testsuite [^>]*>/g)) {
    const count = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
    const failed = count("failures") + count("errors");
    total.failed += failed;
    total.skipped += count("disabled");
    total.passed += count("tests") - failed - count("disabled");
  }
  return total;
}

/** The last line of a run. */
export function describeCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

if (import.meta.main) Deno.exit(await main());
