/** Helpers for tests of the seat map's page: positions on it, and touch input. */
import type { CDPSession, Page } from "playwright-core";

export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true } as const;
/** Phones in landscape orientation. */
export const LANDSCAPES = [{ width: 640, height: 360 }, { width: 740, height: 360 }];

/** In the window, in CSS pixels. */
export interface Position {
  x: number;
  y: number;
}

/** Opens an event's page and waits until its map is live. */
export async function openMap(page: Page, url: string, path: string): Promise<void> {
  await page.goto(`${url}/events/${path}`);
  await page.locator('.map-status[data-state="live"]').waitFor();
}

export const canvasOf = (page: Page) => page.locator(".map-frame > canvas").first();

/** The box of an element in the window. */
export async function boxOf(page: Page, selector: string): Promise<DOMRect> {
  return await page.locator(selector).first().evaluate((element) => element.getBoundingClientRect().toJSON());
}

/** The position of the first seat that `isMatch` accepts, while the whole hall is shown. */
export async function positionOfSeat(
  page: Page,
  url: string,
  slug: string,
  isMatch: (seat: { section: string; row: string; number: string }, status: string) => boolean,
): Promise<Position> {
  const event = await (await fetch(`${url}/api/events/${slug}`)).json();
  const [chart, { statuses }] = await Promise.all(
    ["chart", "seats"].map(async (part) => (await fetch(`${url}/api/events/${event.id}/${part}`)).json()),
  );
  const index = chart.seats.findIndex((seat: never, index: number) => isMatch(seat, statuses[index]));
  const { fitView, toScreen } = await import("@/lib/client/canvas/viewport.ts");
  const { x, y, width, height } = (await canvasOf(page).boundingBox())!;
  const at = toScreen(fitView(chart, { width, height }), chart.seats[index]);
  return { x: x + at.x, y: y + at.y };
}

/** The box around everything that the map shows in the colour of the buyer's seats; null if there is nothing. */
export function ownSeats(
  page: Page,
): Promise<{ left: number; top: number; right: number; bottom: number } | null> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>(".map-frame > canvas")!;
    const { left, top } = canvas.getBoundingClientRect();
    const sample = new OffscreenCanvas(1, 1).getContext("2d")!;
    sample.fillStyle = getComputedStyle(canvas).getPropertyValue("--mine");
    sample.fillRect(0, 0, 1, 1);
    const mine = sample.getImageData(0, 0, 1, 1).data;
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, width, height);
    const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (let at = 0; at < data.length; at += 4) {
      if ([0, 1, 2].some((channel) => Math.abs(data[at + channel] - mine[channel]) > 6)) continue;
      const [x, y] = [at / 4 % width, Math.floor(at / 4 / width)].map((value) => value / devicePixelRatio);
      box.left = Math.min(box.left, left + x);
      box.right = Math.max(box.right, left + x);
      box.top = Math.min(box.top, top + y);
      box.bottom = Math.max(box.bottom, top + y);
    }
    return box.left === Infinity ? null : box;
  });
}

/** Waits until the map is still. */
export async function untilStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const canvas = document.querySelector<HTMLCanvasElement>(".map-frame > canvas")!;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let still = 0, before = ""; still < 12;) {
      await frame();
      const { top, height } = canvas.getBoundingClientRect();
      const now = `${canvas.toDataURL()} ${top} ${height}`;
      still = now === before ? still + 1 : 0;
      before = now;
    }
  });
}

/** A finger on a touch screen. */
export class Finger {
  #session: Promise<CDPSession>;

  constructor(page: Page) {
    this.#session = page.context().newCDPSession(page);
  }

  async #send(type: "touchStart" | "touchMove" | "touchEnd", ...touchPoints: Position[]): Promise<void> {
    await (await this.#session).send("Input.dispatchTouchEvent", { type, touchPoints });
  }

  /** Two short touches at one position. */
  async tapTwice(position: Position): Promise<void> {
    // Sent together, so that a busy machine does not turn them into two single taps.
    const tap = () => [this.#send("touchStart", position), this.#send("touchEnd")];
    await Promise.all([...tap(), ...tap()]);
  }

  /** Moves slowly and rests before it lifts, so that nothing is flung. Its timestamps don't depend on the load. */
  async drag(from: Position, to: Position, steps = 12): Promise<void> {
    const session = await this.#session;
    const startedAt = Date.now() / 1000 - 1;
    const send = (
      type: "touchStart" | "touchMove" | "touchEnd",
      afterMs: number,
      ...touchPoints: Position[]
    ) =>
      session.send("Input.dispatchTouchEvent", { type, touchPoints, timestamp: startedAt + afterMs / 1000 });
    await send("touchStart", 0, from);
    for (let step = 1; step <= steps; step++) {
      const at = (start: number, end: number) => start + (end - start) * step / steps;
      await send("touchMove", step * 30, { x: at(from.x, to.x), y: at(from.y, to.y) });
    }
    await send("touchEnd", steps * 30 + 300);
  }
}

/** The middle of the map in the window. */
export async function middleOf(page: Page): Promise<Position> {
  const { x, y, width, height } = (await canvasOf(page).boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

/** The map's picture. */
export function pictureOf(page: Page): Promise<string> {
  return canvasOf(page).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
}

/** Runs `act`, and waits until the map looks different. */
export async function untilMapChanges(page: Page, act: () => Promise<unknown>): Promise<void> {
  const before = await pictureOf(page);
  await act();
  await page.waitForFunction(
    (before) => document.querySelector<HTMLCanvasElement>(".map-frame > canvas")!.toDataURL() !== before,
    before,
  );
}

/** The position of a free seat while the whole hall is shown. */
export async function positionOfFreeSeat(
  page: Page,
  url: string,
  slug: string,
  section?: string,
): Promise<Position> {
  const event = await (await fetch(`${url}/api/events/${slug}`)).json();
  const [chart, { statuses }] = await Promise.all(
    ["chart", "seats"].map(async (part) => (await fetch(`${url}/api/events/${event.id}/${part}`)).json()),
  );
  const isMatch = (index: number) => section === undefined || chart.seats[index].section === section;
  const seat = chart.seats[[...statuses].findLastIndex((status, index) => status === "a" && isMatch(index))];
  const { fitView, toScreen } = await import("@/lib/client/canvas/viewport.ts");
  const { x, y, width, height } = (await canvasOf(page).boundingBox())!;
  const at = toScreen(fitView(chart, { width, height }), seat);
  return { x: x + at.x, y: y + at.y };
}
