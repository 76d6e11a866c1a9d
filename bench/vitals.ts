/**
 * Pages on a slow phone: Chromium with its processor slowed fourfold and an empty cache. The raw limit is a page of one
 * word from a server that does nothing else, in the same browser.
 */
import type { Browser } from "playwright-core";
import { hashPassword } from "@/lib/auth/passwords.ts";
import { openPool } from "@/lib/db/pool.ts";
import { demoPassword, seed } from "@/lib/demo/data.ts";
import { launchChromium } from "../tests/browser/chromium.ts";
import { readVitals, totalShift, untilComplete, type Vitals } from "../tests/browser/vitals.ts";
import type { Figure } from "./figures.ts";
import type { BenchStack } from "./stack.ts";

const ROUNDS = 5;
const SLOWED = 4;
/** Opening a page starts processes, which would disturb the measurement. */
const SETTLE_MS = 600;
const PHONE = { width: 360, height: 740 };
const PATHS = [
  "/",
  "/events",
  "/events/fado-at-low-tide",
  "/events/velvet-antenna-the-long-wave-tour",
  "/login",
];
/** The thresholds of a good page (Web Vitals). */
const AIMS = { firstPaintMs: "1,800 ms", largestPaintMs: "2,500 ms" };

/** First and largest contentful paint of a guest's pages; each sample also has the layout shift. */
export async function benchVitals(stack: BenchStack): Promise<Figure[]> {
  const { progress } = stack;
  const databaseUrl = await stack.database("vitals");
  const sql = openPool(databaseUrl, { max: 2 });
  stack.atEnd(() => sql.end({ timeout: 5 }));
  await progress.step("vitals: sample data", async () => {
    const passwordHash = await hashPassword(demoPassword);
    await seed(sql, { now: Date.now(), passwordHash, site: "http://127.0.0.1" });
  });
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: await stack.redis(),
    KAFKA_BROKERS: "",
    DATA_DIR: await stack.folder("vitals"),
  };
  const { url } = await stack.program(env, "tasks/web.ts");
  const hello = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () =>
      new Response("<!doctype html><title>Hello</title><p>Hello", {
        headers: { "content-type": "text/html" },
      }),
  );
  stack.atEnd(() => hello.shutdown());
  const browser = await launchChromium();
  stack.atEnd(() => browser.close());
  stack.versions.chromium = browser.version();

  const paints = PATHS.map((path) => ({
    path,
    first: {
      name: `${path}: first paint`,
      unit: "ms",
      product: [],
      limit: [],
      aim: AIMS.firstPaintMs,
    } as Figure,
    largest: {
      name: `${path}: largest`,
      unit: "ms",
      product: [],
      limit: [],
      aim: AIMS.largestPaintMs,
    } as Figure,
  }));
  for (let round = 1; round <= ROUNDS; round++) {
    await progress.step(`vitals: round ${round} of ${ROUNDS}`, async () => {
      for (const { path, first, largest } of paints) {
        const limit = await open(browser, `http://127.0.0.1:${hello.addr.port}/`);
        const product = await open(browser, url + path);
        const layoutShift = totalShift(product);
        first.limit.push({ value: limit.firstPaintMs });
        first.product.push({ value: product.firstPaintMs, layoutShift });
        largest.limit.push({ value: limit.largestPaintMs });
        largest.product.push({ value: product.largestPaintMs, layoutShift });
      }
    });
  }
  return paints.flatMap(({ first, largest }) => [first, largest]);
}

/** Opens a page as a first-time visitor. */
async function open(browser: Browser, url: string): Promise<Vitals> {
  const context = await browser.newContext({ viewport: PHONE, deviceScaleFactor: 2, isMobile: true });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  await page.goto(url);
  await untilComplete(page);
  const vitals = await readVitals(page);
  await context.close();
  return vitals;
}
