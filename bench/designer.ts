/**
 * The designer of a hall in Chromium: the time until a hall is on its canvas, with the processor slowed fourfold; frames
 * per second while 500 seats are dragged and while a brush moves over the hall; and the time to undo. The raw limit is a
 * loop in the same page that only clears a canvas of that size.
 */
import type { Browser, Page } from "playwright-core";
import { hashPassword } from "@/lib/auth/passwords.ts";
import { fitView, toScreen } from "@/lib/client/canvas/viewport.ts";
import { openPool, type Sql } from "@/lib/db/pool.ts";
import { demoPassword, seed } from "@/lib/demo/data.ts";
import { insertEvent } from "@/lib/testing/fixtures.ts";
import { launchChromium } from "../tests/browser/chromium.ts";
import { signedIn } from "../tests/browser/signed_in.ts";
import { hallChart } from "./charts.ts";
import { SLOWED } from "./delay.ts";
import type { Figure, Sample } from "./figures.ts";
import { measureFrames } from "./frames.ts";
import type { BenchStack } from "./stack.ts";

const ROUNDS = 3;
const ROUND_MS = 1_500;
const SETTLE_MS = 700;
const WINDOW = { width: 1440, height: 900 };
const PLAN = ".designer-plan canvas";
const OPENED_SEATS = 12_000;
const EDITED_SEATS = 50_000;
const UNDONE = 10;

export async function benchDesigner(stack: BenchStack): Promise<Figure[]> {
  const { progress } = stack;
  const databaseUrl = await stack.database("designer");
  const sql = openPool(databaseUrl, { max: 2 });
  stack.atEnd(() => sql.end({ timeout: 5 }));
  const passwordHash = await hashPassword(demoPassword);
  await progress.step(
    "designer: sample data",
    () => seed(sql, { now: Date.now(), passwordHash, site: "http://127.0.0.1" }),
  );
  const { url } = await stack.program({
    DATABASE_URL: databaseUrl,
    REDIS_URL: await stack.redis(),
    KAFKA_BROKERS: "",
    DATA_DIR: await stack.folder("designer"),
  }, "tasks/web.ts");
  const browser = await launchChromium({ flags: ["--disable-frame-rate-limit", "--disable-gpu-vsync"] });
  stack.atEnd(() => browser.close());
  stack.versions.chromium = browser.version();

  const frames = (name: string): Figure => ({ name, unit: "/s", product: [], limit: [], aim: "62 /s" });
  const opening: Figure = {
    name: `designer, ${OPENED_SEATS.toLocaleString("en")} seats, CPU ÷ ${SLOWED}: on the canvas`,
    unit: "ms",
    product: [],
    limit: [],
    aim: "1,000 ms",
  };
  const name = `designer, ${EDITED_SEATS.toLocaleString("en")} seats`;
  const drag = frames(`${name}: drag of 500`);
  const brush = frames(`${name}: brush`);
  const undo: Figure = { name: `${name}: undo`, unit: "ms", product: [], limit: [], aim: "50 ms" };
  const opened = await ownedHall(sql, OPENED_SEATS);
  const edited = await ownedHall(sql, EDITED_SEATS);
  for (let round = 1; round <= ROUNDS; round++) {
    await progress.step(`designer: round ${round} of ${ROUNDS}`, async () => {
      opening.product.push(await measureOpening(browser, url, opened.chartId));
      const page = await openDesigner(browser, url, edited.chartId);
      await selectSection(page, edited.chart);
      const limit = await measureFrames(page, PLAN, "clear", ROUND_MS);
      drag.limit.push(limit);
      brush.limit.push(limit);
      drag.product.push(await whilePressed(page, () => measureFrames(page, PLAN, "pan", ROUND_MS)));
      await page.keyboard.press("Escape");
      await page.keyboard.press("z");
      brush.product.push(await whilePressed(page, () => measureFrames(page, PLAN, "pan", ROUND_MS)));
      await selectSection(page, edited.chart);
      for (const ms of await page.evaluate(timeUndo, { selector: PLAN, times: UNDONE })) {
        undo.product.push({ value: ms });
      }
      await page.context().close();
    });
  }
  return [opening, drag, brush, undo];
}

/** A hall of this many seats that the organizer of the sample data owns. */
async function ownedHall(sql: Sql, seatCount: number) {
  const hall = await insertEvent(sql, { chart: hallChart(seatCount) });
  await sql`
    update charts set owner_id = (select id from users where email = 'organizer@aisle.test')
    where id = ${hall.chartId}`;
  return hall;
}

async function openDesigner(browser: Browser, url: string, chartId: string): Promise<Page> {
  const page = await signedIn(browser, url, "organizer", { viewport: WINDOW });
  await page.goto(`${url}/admin/halls/${chartId}`);
  await page.locator(PLAN).waitFor();
  await page.waitForTimeout(SETTLE_MS);
  return page;
}

/** From requesting the page until its canvas has been drawn; scripts are in the browser's cache. */
async function measureOpening(browser: Browser, url: string, chartId: string): Promise<Sample> {
  const page = await openDesigner(browser, url, chartId);
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  await page.reload({ waitUntil: "commit" });
  const value = await page.evaluate(async (selector) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    while (!document.querySelector(selector)) await frame();
    await frame();
    await frame();
    return performance.now();
  }, PLAN);
  await page.context().close();
  return { value };
}

/** Clicks a seat in the middle of the hall, which selects the 500 seats of its section, and rests on it. */
async function selectSection(page: Page, chart: ReturnType<typeof hallChart>): Promise<void> {
  await page.locator(PLAN).focus();
  await page.keyboard.press("v");
  await page.locator(".designer-inspector select").first().selectOption("section");
  const box = (await page.locator(PLAN).boundingBox())!;
  const at = toScreen(fitView(chart, box), chart.seats[chart.seats.length >> 1]);
  await page.mouse.click(box.x + at.x, box.y + at.y);
}

async function whilePressed<Result>(page: Page, act: () => Promise<Result>): Promise<Result> {
  await page.mouse.down();
  const result = await act();
  await page.mouse.up();
  return result;
}

/** Runs in the page: moves what is selected, and returns the milliseconds from each undo until it has been drawn. */
async function timeUndo({ selector, times }: { selector: string; times: number }): Promise<number[]> {
  const canvas = document.querySelector<HTMLCanvasElement>(selector)!;
  const press = (key: string, ctrlKey = false) =>
    canvas.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey, bubbles: true, cancelable: true }));
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const took: number[] = [];
  for (let time = 0; time < times; time++) {
    press("ArrowRight");
    await frame();
    await frame();
    const startedAt = performance.now();
    press("z", true);
    await frame();
    took.push(performance.now() - startedAt);
    await frame();
  }
  return took;
}
