/**
 * Runs every test: `deno task test [--fast] [--all] [name or path …]`.
 *
 * Starts throwaway servers, so that nothing has to be set up, and ends with one line of counts. As many files run at once
 * as there are cores, up to four (`DENO_JOBS=1`: one after the other). Tests whose tools this machine lacks are skipped and
 * named; with `--all` that fails the run. `--fast` runs only the tests that need no server. A path runs the files under it;
 * any other word runs the tests whose name has it.
 */
import { existsSync } from "node:fs";
import { openRunFolder } from "@/lib/testing/guard.ts";
import { findChromium } from "../tests/browser/chromium.ts";
import { noPaperTools } from "../tests/paper/paper.ts";
import { type Services, startServices } from "./stack/services.ts";

export interface TestPlan {
  fast: boolean;
  all: boolean;
  paths: string[];
  filter?: string;
}

export interface Results {
  passed: number;
  failed: number;
  /** How many tests of each file were skipped, where any were. */
  skipped: Record<string, number>;
}

/** Reads the arguments of the task: those that are paths, and at most one name. */
export function parsePlan(args: string[], isPath: (word: string) => boolean): TestPlan {
  const words = args.filter((arg) => !["--fast", "--all"].includes(arg));
  const names = words.filter((word) => !isPath(word));
  const gone = names.find((name) => /\/|\.tsx?$/.test(name));
  if (gone) throw new Error(`There is no ${gone}.`);
  if (names.length > 1) throw new Error(`Give one name at a time, not ${names.join(", ")}.`);
  return {
    fast: args.includes("--fast"),
    all: args.includes("--all"),
    paths: words.filter(isPath),
    filter: names[0],
  };
}

/** Tests that need a server or a browser, by where and how they are named. */
const SLOW_TESTS = ["**/*_int_test.ts", "**/*_int_test.tsx", "**/*_browser_test.ts", "tests/"];
/** Files that run at once, on any number of cores: each may have a product, a browser and servers of its own. */
const JOBS_MAX = 4;
/** For that many files and the products that they start. */
const DATABASE_SETTINGS = { max_connections: "400" };
const INTERRUPTED = 130;

async function main(): Promise<number> {
  const plan = parsePlan(Deno.args, existsSync);
  const folder = await openRunFolder();
  const run = new AbortController();
  let services: Services | undefined;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    Deno.addSignalListener(signal, () => {
      run.abort();
      // The guard of the folder ends what has been started so far.
      if (!services) Deno.exit(INTERRUPTED);
    });
  }
  try {
    if (!plan.fast) {
      services = await startServices({
        dataDir: `${folder}/data`,
        durable: false,
        settings: DATABASE_SETTINGS,
        onProgress: console.log,
      });
      for (const line of await missingTools(services)) console.log(line);
    }
    const report = `${folder}/junit.xml`;
    const code = await runTests(plan, services, report, run.signal);
    if (run.signal.aborted) return INTERRUPTED;
    const results = readReport(await Deno.readTextFile(report).catch(() => ""));
    if (code !== 0 && results.failed === 0) {
      console.log("The run failed outside of any test, such as in a file that does not compile; see above.");
      results.failed = 1;
    }
    for (const line of describeSkipped(results)) console.log(line);
    console.log(describeCounts(results));
    return plan.all && Object.keys(results.skipped).length > 0 ? 1 : code;
  } finally {
    await services?.stop();
    if (!run.signal.aborted) await Deno.remove(folder, { recursive: true });
  }
}

async function missingTools(services: Services): Promise<string[]> {
  return [
    [
      "Redis",
      services.redisUrl,
      "its seat board, limits and whole stack",
      "`deno task stack install` installs it",
    ],
    [
      "Kafka",
      services.kafkaBrokers,
      "its event log and whole stack",
      "`deno task stack install` installs it",
    ],
    [
      "Chromium",
      await findChromium(),
      "pages and islands in a browser",
      "CHROMIUM names one that is not in the path",
    ],
    [
      "Poppler or ZBar",
      noPaperTools ? undefined : "in the path",
      "tickets on paper",
      "Debian has them in poppler-utils and zbar-tools",
    ],
  ].filter(([, place]) => place === undefined).map(([name, , tests, remedy]) =>
    `${name} is missing: the tests of ${tests} are skipped (${remedy}).`
  );
}

async function runTests(
  plan: TestPlan,
  services: Services | undefined,
  report: string,
  signal: AbortSignal,
): Promise<number> {
  const status = await new Deno.Command(Deno.execPath(), {
    args: [
      ["test", "--allow-all", "--parallel", "--preload=tests/property_seed.ts", `--junit-path=${report}`],
      plan.fast ? [`--ignore=${SLOW_TESTS.join(",")}`] : [],
      plan.filter ? [`--filter=${plan.filter}`] : [],
      plan.paths,
    ].flat(),
    env: {
      DENO_JOBS: Deno.env.get("DENO_JOBS") ?? String(Math.min(navigator.hardwareConcurrency, JOBS_MAX)),
      ...(services ? { TEST_DATABASE_URL: services.databaseUrl } : {}),
      ...(services?.redisUrl ? { TEST_REDIS_URL: services.redisUrl } : {}),
      ...(services?.kafkaBrokers ? { TEST_KAFKA_BROKERS: services.kafkaBrokers } : {}),
    },
    signal,
  }).spawn().status;
  return status.code;
}

/** Adds up the suites of a JUnit report. A test step counts with its test, as in the report. */
export function readReport(junit: string): Results {
  const total: Results = { passed: 0, failed: 0, skipped: {} };
  for (const [suite, head] of junit.matchAll(/(<testsuite [^>]*>).*?(?=<testsuite |$)/gs)) {
    const count = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(head)?.[1] ?? 0);
    const failed = count("failures") + count("errors");
    total.failed += failed;
    // "Disabled" counts those whose name was not asked for, too; they took no time, not even none.
    total.passed += count("tests") - failed - count("disabled");
    const skipped = suite.match(/<testcase [^>]* time="[^>]*>\s*<skipped\/>/g)?.length ?? 0;
    if (skipped > 0) total.skipped[/ name="(?:\.\/)?([^"]*)"/.exec(head)![1]] = skipped;
  }
  return total;
}

/** Which tests were skipped, for the lines before the last. */
export function describeSkipped({ skipped }: Results): string[] {
  return Object.entries(skipped).map(([file, count]) => `Skipped ${count} in ${file}`);
}

/** The last line of a run. */
export function describeCounts({ passed, failed, skipped }: Results): string {
  const count = Object.values(skipped).reduce((sum, one) => sum + one, 0);
  return `${passed} passed, ${failed} failed${count > 0 ? `, ${count} skipped` : ""}`;
}

if (import.meta.main) Deno.exit(await main());
