/**
 * The seat map in Chromium: the time until it appears, and its frames per second while it is panned, zoomed and sent a
 * thousand changes a second. The raw limit is a loop in the same browser that only clears a canvas of that size. The frame
 * rate is not limited to the screen's, so that the ratio shows the headroom. The input delay on a slow processor is
 * compared with that of a button on an empty page.
 */
import type { Browser, Page } from "playwright-core";
import { newHoldId, type SeatBoard } from "@/lib/board/board.ts";
import { redisBoard } from "@/lib/board/redis/redis_board.ts";
import { boardSource } from "@/lib/board/source.ts";
import { WHEEL_ZOOM } from "@/lib/client/canvas/gestures.ts";
import { fitView, SEAT_UNITS, type Size } from "@/lib/client/canvas/viewport.ts";
import { openPool, type Sql } from "@/lib/db/pool.ts";
import { insertEvent } from "@/lib/testing/fixtures.ts";
import { launchChromium } from "../tests/browser/chromium.ts";
import { hallChart } from "./charts.ts";
import { delaySample, measureBaselineDelays, measureDelays, SLOWED, slowestKind } from "./delay.ts";
import type { Figure, Sample } from "./figures.ts";
import { measureFrames, type Movement } from "./frames.ts";
import type { BenchStack } from "./stack.ts";

const ROUNDS = 3;
const ROUND_MS = 1_500;
const MAP = ".map-frame canvas";
const WINDOW = { width: 1440, height: 900 };
/** The minimum acceptable frames per second, by number of seats. */
const HALLS = [{ seatCount: 12_000, framesMin: 60 }, { seatCount: 50_000, framesMin: 30 }];
const DELAY_SEATS = 12_000;
const SETTLE_MS = 700;
const TICK_MS = 20;
const CHANGES_PER_TICK = 20;

/** What happens to the map, and the size of a seat during it, in CSS pixels; 0 if the whole hall is visible. */
const movements: Record<string, { seatPixels: number; move: Movement }> = {
  "pan, most seats in sight": { seatPixels: 6, move: "pan" },
  "pan, seats with numbers": { seatPixels: 26, move: "pan" },
  "zoom from all to nearest": { seatPixels: 0, move: "zoom" },
  "1,000 changes/s": { seatPixels: 6, move: "none" },
};

export async function benchMap(stack: BenchStack): Promise<Figure[]> {
  const { progress } = stack;
  const databaseUrl = await stack.database("map");
  const redisUrl = await stack.redis();
  const sql = openPool(databaseUrl, { max: 2 });
  stack.atEnd(() => sql.end({ timeout: 5 }));
  const board = redisBoard({ urls: redisUrl, source: boardSource(sql), onError: console.error });
  stack.atEnd(() => board.close());
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    KAFKA_BROKERS: "",
    DATA_DIR: await stack.folder("map"),
  };
  const { url } = await stack.program(env, "tasks/web.ts");
  const browser = await launchChromium({ flags: ["--disable-frame-rate-limit", "--disable-gpu-vsync"] });
  stack.atEnd(() => browser.close());
  stack.versions.chromium = browser.version();

  const figures = await benchDelays(stack, sql, url);
  for (const { seatCount, framesMin } of HALLS) {
    const chart = hallChart(seatCount);
    const { eventId } = await insertEvent(sql, { chart });
    const pageUrl = `${url}/events/event-${eventId}`;
    const name = `map, ${seatCount.toLocaleString("en")} seats`;
    const firstPaint: Figure = { name: `${name}: first paint`, unit: "ms", product: [], limit: [] };
    const frames = Object.keys(movements).map((movement): Figure => ({
      name: `${name}: ${movement}`,
      unit: "/s",
      product: [],
      limit: [],
      aim: `${framesMin} /s`,
    }));
    for (let round = 1; round <= ROUNDS; round++) {
      await progress.step(`${name}: round ${round} of ${ROUNDS}`, async () => {
        const page = await openMap(browser, pageUrl);
        firstPaint.product.push(await measureFirstPaint(page));
        for (const [n, { seatPixels, move }] of Object.values(movements).entries()) {
          await zoomTo(page, chart, seatPixels);
          frames[n].limit.push(await measureFrames(page, MAP, "clear", ROUND_MS));
          const changes = move === "none" ? changeSeats(board, eventId, seatCount) : null;
          frames[n].product.push(await measureFrames(page, MAP, move, ROUND_MS));
          await changes?.stop();
        }
        await page.context().close();
      });
    }
    figures.push(firstPaint, ...frames);
  }
  return figures;
}

/** Input delay, and the longest task while the page opens, with a slowed processor. */
async function benchDelays(stack: BenchStack, sql: Sql, url: string): Promise<Figure[]> {
  const browser = await launchChromium();
  stack.atEnd(() => browser.close());
  const chart = hallChart(DELAY_SEATS);
  const { eventId } = await insertEvent(sql, { chart });
  // A price for each zone, so that there are prices to choose from.
  await sql`update zones set price = price + 1000 * position where event_id = ${eventId}`;
  const name = `map, ${DELAY_SEATS.toLocaleString("en")} seats, CPU ÷ ${SLOWED}`;
  const delay: Figure = {
    name: `${name}: input delay, p95`,
    unit: "ms",
    product: [],
    limit: [],
    aim: "100 ms",
  };
  const task: Figure = { name: `${name}: longest task at opening`, unit: "ms", product: [], limit: [] };
  for (let round = 1; round <= ROUNDS; round++) {
    await stack.progress.step(`${name}: round ${round} of ${ROUNDS}`, async () => {
      delay.limit.push(delaySample(await measureBaselineDelays(browser)));
      const { delays, longestTaskMs } = await measureDelays(browser, `${url}/events/event-${eventId}`, chart);
      delay.product.push(delaySample(delays));
      task.product.push({ value: longestTaskMs });
      const { kind, p95Ms } = slowestKind(delays);
      console.log(`    slowest: ${kind}, p95 ${Math.round(p95Ms)} ms`);
    });
  }
  return [delay, task];
}

async function openMap(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: WINDOW });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('.map-status[data-state="live"]').waitFor();
  return page;
}

/** From requesting the page until the map and its seats are on the screen; scripts are in the browser's cache. */
async function measureFirstPaint(page: Page): Promise<Sample> {
  await page.reload();
  const value = await page.evaluate(async () => {
    while (!document.querySelector('.map-status[data-state="live"]')) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return performance.now();
  });
  return { value };
}

/** Turns the wheel over the middle of the map until seats have this size, and waits until the map is still. */
async function zoomTo(page: Page, chart: Size, seatPixels: number): Promise<void> {
  await page.getByRole("button", { name: "Show the whole hall" }).click();
  const { x, y, width, height } = (await page.locator(".map-frame canvas").first().boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  const factor = seatPixels / SEAT_UNITS / fitView(chart, { width, height }).scale;
  // A real wheel turns in steps of this size.
  for (let turn = Math.log(factor) / WHEEL_ZOOM; turn > 0; turn -= 120) {
    await page.mouse.wheel(0, -Math.min(turn, 120));
  }
  await page.waitForTimeout(SETTLE_MS);
}

/** Holds and releases single seats all over the hall, a thousand changes a second, until it is stopped. */
function changeSeats(board: SeatBoard, eventId: string, seatCount: number) {
  const owner = "v:bench";
  const held: string[] = [];
  let [next, isStopped] = [0, false];
  const holdNext = async () => {
    const hold = {
      holdId: newHoldId(eventId),
      eventId,
      owner,
      seats: [{ index: next = (next + 7_919) % seatCount, price: 2_500 }],
      chartVersion: 1,
      ttlMs: 60_000,
      maxMs: 120_000,
    };
    const result = await board.hold(hold);
    if (result.ok) held.push(hold.holdId);
  };
  const working = (async () => {
    for (let due = performance.now(); !isStopped; due += TICK_MS) {
      const released = held.length > 200 ? held.splice(0, CHANGES_PER_TICK / 2) : [];
      await Promise.all([
        ...Array.from({ length: CHANGES_PER_TICK - released.length }, holdNext),
        ...released.map((id) => board.release(id, [owner])),
      ]);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due + TICK_MS - performance.now())));
    }
    for (const id of held) await board.release(id, [owner]);
  })();
  return {
    async stop() {
      isStopped = true;
      await working;
    },
  };
}
