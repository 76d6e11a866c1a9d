/**
 * Input delay on a slow processor. Real inputs are sent to the browser, and each is timed from its event to the end of
 * the next frame.
 */
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import type { Chart } from "@/lib/charts/chart.ts";
import {
  fitView,
  type Position,
  SEAT_UNITS,
  toChart,
  toScreen,
  zoomView,
} from "@/lib/client/canvas/viewport.ts";
import { untilComplete } from "../tests/browser/vitals.ts";
import { percentile, type Sample } from "./figures.ts";

/** How many times slower than this machine the processor is. */
export const SLOWED = 4;
const WINDOW = { width: 1440, height: 900 };
/** Pause between unrelated inputs. */
const PAUSE_MS = 150;
const SEATS_TAPPED = 6;
/** A tap on a section zooms until seats have this size, in CSS pixels. */
const NEAR_PIXELS = 26;
const WHEEL_TURN = 60;

/** Delays in milliseconds, by kind of input. */
export type Delays = Record<string, number[]>;
/** Sends one or more inputs and records the delay of each. */
type Input = (kind: string, act: () => Promise<unknown>, counts?: "together" | "each") => Promise<void>;

/** Opens an event page and uses the map, the list and the forms beside it, with 165 inputs. */
export async function measureDelays(
  browser: Browser,
  url: string,
  chart: Chart,
): Promise<{ delays: Delays; longestTaskMs: number }> {
  const { context, page } = await openSlowed(browser);
  await page.goto(url);
  await untilComplete(page);
  const longestTaskMs = await page.evaluate(longestTask);
  const delays = await watch(page, async (input) => {
    await moveMap(page, input);
    await chooseSeats(page, chart, input);
    await useForms(page, input);
  });
  await context.close();
  return { delays, longestTaskMs };
}

/** The baseline: a page with only a button, which does nothing. */
export async function measureBaselineDelays(browser: Browser): Promise<Delays> {
  const { context, page } = await openSlowed(browser);
  await page.setContent("<!doctype html><title>Button</title><button>Press</button>");
  const delays = await watch(page, async (input) => {
    for (let n = 0; n < 30; n++) await press(page.locator("button"), input, "button");
  });
  await context.close();
  return delays;
}

/** All delays as one sample: its value is the 95th percentile, and its details include each kind of input. */
export function delaySample(delays: Delays): Sample {
  const all = Object.values(delays).flat().sort((a, b) => a - b);
  const kinds = Object.entries(delays).flatMap(([kind, values]) => {
    const ascending = values.toSorted((a, b) => a - b);
    return [
      [`${kind}, p50Ms`, percentile(ascending, 0.5)],
      [`${kind}, p95Ms`, percentile(ascending, 0.95)],
      [`${kind}, worstMs`, percentile(ascending, 1)],
    ];
  });
  return {
    value: percentile(all, 0.95),
    count: all.length,
    p50Ms: percentile(all, 0.5),
    p99Ms: percentile(all, 0.99),
    worstMs: percentile(all, 1),
    ...Object.fromEntries(kinds),
  };
}

/** The kind with the highest 95th percentile. */
export function slowestKind(delays: Delays): { kind: string; p95Ms: number } {
  return Object.entries(delays)
    .map(([kind, values]) => ({ kind, p95Ms: percentile(values.toSorted((a, b) => a - b), 0.95) }))
    .reduce((slowest, next) => next.p95Ms > slowest.p95Ms ? next : slowest);
}

async function openSlowed(browser: Browser): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: WINDOW });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  return { context, page };
}

/** Runs `use`, which sends inputs to the page, and returns their delays. */
async function watch(page: Page, use: (input: Input) => Promise<void>): Promise<Delays> {
  const watched = await page.evaluateHandle(watchInputs);
  const delays: Delays = {};
  await use(async (kind, act, counts = "together") => {
    await act();
    await page.waitForTimeout(PAUSE_MS);
    const newDelays = await watched.evaluate((watched) => watched.take());
    // A press is several events; it is as slow as the slowest.
    if (newDelays.length > 0) {
      (delays[kind] ??= []).push(...(counts === "each" ? newDelays : [Math.max(...newDelays)]));
    }
  });
  return delays;
}

/**
 * Runs in the page. A task queued by the next frame measures the time from an event to the end of that frame; the browser
 * itself reports, in steps of 8 ms, when the frame was on the screen.
 */
function watchInputs(): { take(): number[] } {
  const types = [
    "pointerdown",
    "pointermove",
    "pointerup",
    "click",
    "wheel",
    "keydown",
    "keyup",
    "input",
    "change",
  ];
  let inputs: { type: string; at: number; delayMs: number }[] = [];
  for (const type of types) {
    addEventListener(type, (event) => {
      if (!event.isTrusted) return;
      const input = { type, at: event.timeStamp, delayMs: 0 };
      inputs.push(input);
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => input.delayMs = performance.now() - input.at;
        port2.postMessage(null);
      });
    }, { capture: true, passive: true });
  }
  const reported: PerformanceEntry[] = [];
  const observer = new PerformanceObserver((list) => reported.push(...list.getEntries()));
  observer.observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  return {
    take() {
      reported.push(...observer.takeRecords());
      const delays = inputs.map(({ type, at, delayMs }) => {
        const entry = reported.find(({ name, startTime }) => name === type && startTime === at);
        return Math.max(delayMs, entry?.duration ?? 0);
      });
      inputs = [];
      reported.length = 0;
      return delays;
    },
  };
}

/** Runs in the page: the longest task since the page was requested, in milliseconds; 0 if none took 50 or more. */
function longestTask(): number {
  const observer = new PerformanceObserver(() => {});
  observer.observe({ type: "longtask", buffered: true });
  return Math.max(0, ...observer.takeRecords().map(({ duration }) => duration));
}

const mapOf = (page: Page) => page.locator(".map-frame > canvas").first();
const wholeHall = (page: Page) => page.getByRole("button", { name: "Show the whole hall" });

/** Turns the wheel, presses the zoom buttons and double-taps: from the whole hall to its seats and back. */
async function moveMap(page: Page, input: Input): Promise<void> {
  const { x, y, width, height } = (await mapOf(page).boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  for (const turn of [-WHEEL_TURN, WHEEL_TURN]) {
    await input("wheel", async () => {
      for (let n = 0; n < 20; n++) await page.mouse.wheel(0, turn);
    }, "each");
  }
  for (const name of ["Zoom in", "Zoom out"]) {
    for (let n = 0; n < 4; n++) await press(page.getByRole("button", { name }), input, "zoom button");
  }
  for (let n = 0; n < 4; n++) {
    await input("double tap", () => page.mouse.dblclick(x + 5, y + 70));
    await press(wholeHall(page), input, "zoom button");
  }
}

/** Taps a section and its seats, drags the map and presses keys. */
async function chooseSeats(page: Page, chart: Chart, input: Input): Promise<void> {
  const frame = (await mapOf(page).boundingBox())!;
  const whole = fitView(chart, frame);
  const { labelAt } = chart.sections[chart.sections.length >> 1];
  const section = toScreen(whole, { x: labelAt[0], y: labelAt[1] });
  const tap = (kind: string, { x, y }: Position) =>
    input(kind, () => page.mouse.click(frame.x + x, frame.y + y));
  for (let n = 0; n < 3; n++) {
    await tap("section", section);
    await press(wholeHall(page), input, "zoom button");
  }
  await tap("section", section);
  const view = zoomView(whole, NEAR_PIXELS / SEAT_UNITS / whole.scale, section, chart, frame);
  for (const seat of nearestSeats(chart, toChart(view, section), SEATS_TAPPED)) {
    for (const kind of ["take a seat", "give a seat back"]) await tap(kind, toScreen(view, seat));
  }
  await input("drag", async () => {
    const [x, y] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let n = 1; n <= 20; n++) await page.mouse.move(x - 15 * n, y - 8 * n);
    await page.mouse.up();
  }, "each");
  await mapOf(page).focus();
  for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "PageDown"]) {
    for (let n = 0; n < 4; n++) await input("key on the map", () => page.keyboard.press(key));
  }
}

function nearestSeats({ seats }: Chart, { x, y }: Position, count: number): Position[] {
  const distance = (seat: Position) => Math.hypot(seat.x - x, seat.y - y);
  return seats.toSorted((a, b) => distance(a) - distance(b)).slice(0, count);
}

/** Uses the zones, the prices, the form for the best seats together, and the list of seats. */
async function useForms(page: Page, input: Input): Promise<void> {
  for (const zone of await page.locator(".legend-zone").all()) {
    for (let n = 0; n < 2; n++) await press(zone, input, "zone");
  }
  await page.getByLabel("Show seats").focus();
  for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp"]) {
    await input("price", () => page.keyboard.press(key));
  }
  for (let n = 0; n < 4; n++) {
    await press(page.getByRole("button", { name: "Find", exact: true }), input, "best together");
  }
  for (let n = 0; n < 5; n++) {
    await press(page.locator(".seat-list summary"), input, "open or close the list");
  }
  await page.getByLabel("Section, row or seat").focus();
  for (const letter of "block 12 row 3") await input("type in the list", () => page.keyboard.type(letter));
}

async function press(button: Locator, input: Input, kind: string): Promise<void> {
  await button.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await button.boundingBox())!;
  await input(kind, () => button.page().mouse.click(x + width / 2, y + height / 2));
}
