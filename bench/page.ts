/** Pages rendered on the server, against rendering the same tree with preloaded data. */
import { hashPassword } from "@/lib/auth/passwords.ts";
import { openPool } from "@/lib/db/pool.ts";
import { demoPassword, seed } from "@/lib/demo/data.ts";
import type { Program } from "../tests/program/program.ts";
import { type Figure, type Sample, throughputSample } from "./figures.ts";
import { requestBytes, runLoad } from "./load.ts";
import { cpuMs } from "./machine.ts";
import type { BenchStack } from "./stack.ts";

const CONNECTIONS = 16;
const ROUNDS = 3;
const PAGES_PER_ROUND = 2_000;
const ROUND_MS_MAX = 3_000;
const WARM_UP_PAGES = 500;

/** Pages per second for a guest: the list of events, and the event with the most seats in the sample data. */
export async function benchPage(stack: BenchStack): Promise<Figure[]> {
  const { progress } = stack;
  const databaseUrl = await stack.database("page");
  const sql = openPool(databaseUrl, { max: 2 });
  stack.atEnd(() => sql.end({ timeout: 5 }));
  const slug = await progress.step("page: sample data", async () => {
    await seed(sql, {
      now: Date.now(),
      passwordHash: await hashPassword(demoPassword),
      site: "http://127.0.0.1",
    });
    const [largest] = await sql<{ slug: string }[]>`
      select slug from events where status = 'published' order by seat_count desc, starts_at desc limit 1`;
    return largest.slug;
  });
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: await stack.redis(),
    KAFKA_BROKERS: "",
    DATA_DIR: await stack.folder("page"),
    SLUG: slug,
  };
  const product = await stack.program(env, "tasks/web.ts");
  const raw = await stack.program(env, "bench/raw/page_server.tsx");

  // The query does not change the page, but only URLs without one are served from the cache.
  const plain = ["/events", `/events/${slug}`];
  const paths = [...plain, ...plain.map((path) => `${path}?from=poster`)];
  await progress.step("page: warm-up", async () => {
    for (const path of paths) {
      for (const side of [raw, product]) await measurePages(side, path, WARM_UP_PAGES);
    }
  });
  const pages = ["page /events", "page /events/<slug>"];
  const names = [...pages, ...pages.map((name) => `${name}, rendered for each request`)];
  const figures = names.map((name): Figure => (
    { name, unit: "/s", product: [], limit: [], floor: 0.5, aim: 0.8 }
  ));
  for (let round = 1; round <= ROUNDS; round++) {
    await progress.step(`page: round ${round} of ${ROUNDS}`, async () => {
      for (const [n, path] of paths.entries()) {
        figures[n].limit.push(await measurePages(raw, path, PAGES_PER_ROUND));
        figures[n].product.push(await measurePages(product, path, PAGES_PER_ROUND));
      }
    });
  }
  return figures;
}

async function measurePages(program: Program, path: string, count: number): Promise<Sample> {
  const before = await cpuMs(program.pid);
  const result = await runLoad({
    url: program.url,
    connections: CONNECTIONS,
    requests: new Array(count).fill(requestBytes("GET", path, { accept: "text/html" })),
    isGood: (status) => status === 200,
    durationMsMax: ROUND_MS_MAX,
  });
  return throughputSample(result, await cpuMs(program.pid) - before);
}
