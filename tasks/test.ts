/**
 * Runs every test: `deno task test [--fast] [--all] [name or path …]`.
 *
 * Starts throwaway servers, so that nothing has to be set up, and ends with one line of counts. One file runs per core,
 * up to four at once (`DENO_JOBS=1`: one at a time). Tests whose tools are missing on this machine are skipped and listed;
 * with `--all` that fails the run. `--fast` runs only the tests that need no server. A path runs the files under it; any
 * other word runs the tests whose names contain it.
 */
import { existsSync } from "node:fs";
import { openRunFolder } from "@/lib/testing/guard.ts";
import { findChromium } from "../tests/browser/chromium.ts";
import { noPaperTools } from "../tests/paper/paper.ts";
import { findCommand } from "./stack/child.ts";
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
  /** The number of skipped tests by file, for files that have any. */
  skipped: Record<string, number>;
}

/** Parses the arguments of the task: paths, and at most one test name. */
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

/** Tests that need a server or a browser, by location and file name. */
const SLOW_TESTS = ["**/*_int_test.ts", "**/*_int_test.tsx", "**/*_browser_test.ts", "tests/"];
/** The most files to run at once, on any number of cores: each may start a product, a browser and servers. */
const JOBS_MAX = 4;
/** Enough connections for that many files and the products they start; statistics change only when a test says so. */
const DATABASE_SETTINGS = { max_connections: "400", autovacuum: "off" };
const INTERRUPTED = 130;

async function main(): Promise<number> {
  const plan = parsePlan(Deno.args, existsSync);
  const folder = await openRunFolder();
  const run = new AbortController();
  let services: Services | undefined;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    Deno.addSignalListener(signal, () => {
      run.abort();
      // The guard of the folder ends everything started so far.
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
      console.log("The run failed outside any test, for example in a file that does not compile; see above.");
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
      "the seat board on it, rate limits and the full stack",
      "`deno task stack install` installs it",
    ],
    [
      "Kafka",
      services.kafkaBrokers,
      "the event log on it and the full stack",
      "`deno task stack install` installs it",
    ],
    [
      "Chromium",
      await findChromium(),
      "pages and islands in a browser",
      "set CHROMIUM if it is not in PATH",
    ],
    [
      "Caddy",
      await findCommand("caddy"),
      "the site behind its proxy",
      "Debian has it in caddy",
    ],
    [
      "Poppler or ZBar",
      noPaperTools ? undefined : "in the path",
      "tickets on paper",
      "Debian has them in poppler-utils and zbar-tools",
    ],
  ].filter(([, found]) => found === undefined).map(([name, , tests, remedy]) =>
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

/** Adds up the suites of a JUnit report. Test steps count with their test, as in the report. */
export function readReport(junit: string): Results {
  const total: Results = { passed: 0, failed: 0, skipped: {} };
  for (const [suite, head] of junit.matchAll(/(<testsuite [^>]*>).*?(?=<testsuite |$)/gs)) {
    const count = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(head)?.[1] ?? 0);
    const failed = count("failures") + count("errors");
    total.failed += failed;
    // "Disabled" also counts tests that the filter excluded; those have no time attribute.
    total.passed += count("tests") - failed - count("disabled");
    const skipped = suite.match(/<testcase [^>]* time="[^>]*>\s*<skipped\/>/g)?.length ?? 0;
    if (skipped > 0) total.skipped[/ name="(?:\.\/)?([^"]*)"/.exec(head)![1]] = skipped;
  }
  return total;
}

/** One line for each file with skipped tests. */
export function describeSkipped({ skipped }: Results): string[] {
  return Object.entries(skipped).map(([file, count]) => `Skipped ${count} in ${file}`);
}

/** The last line of a run. */
export function describeCounts({ passed, failed, skipped }: Results): string {
  const count = Object.values(skipped).reduce((sum, one) => sum + one, 0);
  return `${passed} passed, ${failed} failed${count > 0 ? `, ${count} skipped` : ""}`;
}

if (import.meta.main) Deno.exit(await main());
