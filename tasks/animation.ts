/**
 * `deno task animation`: two phones and one seat, as an animation for the README. One phone takes seats, the other sees
 * it, and both tap the same seat. Needs Chromium (set CHROMIUM if it is not in PATH).
 */
import type { Buffer } from "node:buffer";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { openRunFolder } from "@/lib/testing/guard.ts";
import { launchChromium } from "../tests/browser/chromium.ts";
import { openMap, PHONE, positionOfSeat, untilStill } from "../tests/browser/map_page.ts";
import { databaseDeployment, withProgram } from "../tests/program/program.ts";
import { Progress } from "./progress.ts";

const FILE = "docs/screenshots/two-phones-one-seat.webp";
/** A hall so small that its seats can be tapped without zooming. */
const SLUG = "unplugged-with-nell-harrow";
/** Pixels of the animation for each CSS pixel, so that text is sharp. */
const SCALE = 2;
const GAP = 24 * SCALE;
const MARGIN = 16 * SCALE;
const QUALITY = 60;
/** How long a tap is shown. */
const TAP_MS = 700;

interface Seat {
  section: string;
  row: string;
  number: string;
}

/** What both phones showed from one moment to the next. */
interface Frame {
  phones: Buffer[];
  ms: number;
}

const progress = new Progress();
await openRunFolder();
const browser = await launchChromium();
try {
  await withProgram(databaseDeployment, {}, async ({ url }) => {
    const phones = await progress.step("Phones opened", () => openPhones(browser, url));
    const frames = await progress.step("Frames taken", () => playStory(phones, url));
    await progress.step(FILE, () => writeAnimation(frames));
  });
} finally {
  await browser.close();
}
const { size } = await Deno.stat(FILE);
console.log(`${FILE}: ${Math.round(size / 1024)} KB, in ${progress.elapsed()}.`);
// The database server would keep this process alive; it ends with the process.
Deno.exit();

function openPhones(browser: Browser, url: string): Promise<Page[]> {
  return Promise.all((["light", "dark"] as const).map(async (colorScheme) => {
    const context = await browser.newContext({
      ...PHONE,
      deviceScaleFactor: SCALE,
      colorScheme,
      locale: "en-GB",
      serviceWorkers: "block",
    });
    const page = await context.newPage();
    await openMap(page, url, SLUG);
    await page.locator(".event-map").evaluate((map) => map.scrollIntoView());
    await untilStill(page);
    return page;
  }));
}

/** Ada takes two seats and Ben sees it; both tap a third, Ada is faster, and Ben takes the one offered instead. */
async function playStory(phones: Page[], url: string): Promise<Frame[]> {
  const [ada, ben] = phones;
  const frames: Frame[] = [];
  const watch = async (ms: number) => frames.push(...await record(phones, ms));
  const free = await freeNeighbours(url, 3);
  const tap = async (page: Page, seat: Seat) => {
    const isSeat = ({ section, row, number }: Seat) =>
      section === seat.section && row === seat.row && number === seat.number;
    const at = await positionOfSeat(page, url, SLUG, isSeat);
    await showTap(page, at);
    await page.touchscreen.tap(at.x, at.y);
  };

  await watch(1_200);
  for (const seat of free.slice(0, 2)) {
    await tap(ada, seat);
    await watch(1_300);
  }
  // Ben's request is still in flight when Ada's arrives.
  const taken = Promise.withResolvers<void>();
  await ben.route("**/api/events/*/holds", async (route) => {
    if (route.request().method() === "POST") await taken.promise;
    await route.continue();
  });
  await tap(ben, free[2]);
  await tap(ada, free[2]);
  await watch(700);
  taken.resolve();
  await ben.getByText(/was just taken/).waitFor();
  await watch(2_200);
  await ben.getByRole("button", { name: /^Take .* instead$/ }).first().click();
  await watch(2_600);
  return frames;
}

/** `count` free seats next to each other, with two more free ones beside them. */
async function freeNeighbours(url: string, count: number): Promise<Seat[]> {
  const event = await (await fetch(`${url}/api/events/${SLUG}`)).json();
  const [{ seats }, { statuses }] = await Promise.all(
    ["chart", "seats"].map(async (part) => (await fetch(`${url}/api/events/${event.id}/${part}`)).json()),
  );
  const start = seats.findIndex((_: unknown, at: number) => {
    const run = seats.slice(at, at + count + 2);
    return run.length === count + 2 &&
      run.every(({ section, row }: Seat, n: number) =>
        section === run[0].section && row === run[0].row && statuses[at + n] === "a"
      );
  });
  if (start < 0) throw new Error(`${SLUG} has no ${count + 2} free seats in a row`);
  return seats.slice(start, start + count);
}

/** Shows a fading ring where a finger taps. */
function showTap(page: Page, { x, y }: { x: number; y: number }): Promise<void> {
  return page.evaluate(([x, y, ms]) => {
    const ring = document.createElement("div");
    ring.style.cssText = `position: fixed; left: ${x - 22}px; top: ${
      y - 22
    }px; width: 44px; height: 44px; z-index: 99;
      border-radius: 50%; background: rgb(128 128 128 / 0.35); border: 2px solid rgb(128 128 128); pointer-events: none`;
    document.body.append(ring);
    ring.animate([{ opacity: 1, scale: 0.6 }, { opacity: 1, scale: 1 }, { opacity: 0, scale: 1.2 }], ms);
    setTimeout(() => ring.remove(), ms);
  }, [x, y, TAP_MS]);
}

/** Takes pictures of the phones for `ms` milliseconds, as fast as possible. */
async function record(phones: Page[], ms: number): Promise<Frame[]> {
  const frames: Frame[] = [];
  const end = performance.now() + ms;
  for (let from = performance.now(); from < end;) {
    const pictures = await Promise.all(phones.map((page) => page.screenshot()));
    const now = performance.now();
    frames.push({ phones: pictures, ms: now - from });
    from = now;
  }
  return frames;
}

/** Writes the phones' frames side by side, merging equal ones. */
async function writeAnimation(frames: Frame[]): Promise<void> {
  const [width, height] = [PHONE.viewport.width * SCALE, PHONE.viewport.height * SCALE];
  const whole = { width: 2 * (width + MARGIN) + GAP, height: height + 2 * MARGIN };
  const pictures: { png: Buffer; ms: number }[] = [];
  for (const { phones, ms } of frames) {
    const png = await sharp({ create: { ...whole, channels: 3, background: "#8b8492" } })
      .composite(phones.map((input, n) => ({ input, left: MARGIN + n * (width + GAP), top: MARGIN })))
      .png().toBuffer();
    const last = pictures.at(-1);
    if (last && png.equals(last.png)) last.ms += ms;
    else pictures.push({ png, ms });
  }
  await sharp(pictures.map(({ png }) => png), { join: { animated: true } })
    .webp({ quality: QUALITY, effort: 6, loop: 0, delay: pictures.map(({ ms }) => Math.round(ms)) })
    .toFile(FILE);
}
