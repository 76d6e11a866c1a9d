/** The seat map's page as browser tests use it: where things are on it, and fingers. */
import type { CDPSession, Page } from "playwright-core";

export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true } as const;
/** Phones that lie on their side. */
export const LANDSCAPES = [{ width: 640, height: 360 }, { width: 740, height: 360 }];

export interface Place {
  x: number;
  y: number;
}

/** Opens an event's page and waits until its map is live. */
export async function openMap(page: Page, url: string, path: string): Promise<void> {
  await page.goto(`${url}/events/${path}`);
  await page.locator('.map-status[data-state="live"]').waitFor();
}

export const canvasOf = (page: Page) => page.locator(".map-frame > canvas").first();

/** Where an element is in the window. */
export async function boxOf(page: Page, selector: string): Promise<DOMRect> {
  return await page.locator(selector).first().evaluate((element) => element.getBoundingClientRect().toJSON());
}

/** Where a seat lies in the window, by the whole hall in sight: the first that `isWanted`. */
export async function placeOfSeat(
  page: Page,
  url: string,
  slug: string,
  isWanted: (seat: { section: string; row: string; number: string }, status: string) => boolean,
): Promise<Place> {
  const event = await (await fetch(`${url}/api/events/${slug}`)).json();
  const [chart, { statuses }] = await Promise.all(
    ["chart", "seats"].map(async (part) => (await fetch(`${url}/api/events/${event.id}/${part}`)).json()),
  );
  const index = chart.seats.findIndex((seat: never, index: number) => isWanted(seat, statuses[index]));
  const { fitView, toScreen } = await import("@/lib/client/canvas/viewport.ts");
  const { x, y, width, height } = (await canvasOf(page).boundingBox())!;
  const at = toScreen(fitView(chart, { width, height }), chart.seats[index]);
  return { x: x + at.x, y: y + at.y };
}

/** The box in the window around all that the map shows in the colour of one's own seats; null when there is nothing. */
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

/** Waits until the map stands still, and no request is on its way. */
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

/** A finger that goes from place to place. */
export class Finger {
  #session: Promise<CDPSession>;

  constructor(page: Page) {
    this.#session = page.context().newCDPSession(page);
  }

  async #send(type: "touchStart" | "touchMove" | "touchEnd", ...touchPoints: Place[]): Promise<void> {
    await (await this.#session).send("Input.dispatchTouchEvent", { type, touchPoints });
  }

  /** Two short touches of one place. */
  async tapTwice(place: Place): Promise<void> {
    // Sent together: a busy machine must not make two single taps of them.
    const tap = () => [this.#send("touchStart", place), this.#send("touchEnd")];
    await Promise.all([...tap(), ...tap()]);
  }

  /** Slowly, with a rest before it lifts, so that nothing is flung. Its clock is its own, however busy the machine is. */
  async drag(from: Place, to: Place, steps = 12): Promise<void> {
    const session = await this.#session;
    const begun = Date.now() / 1000 - 1;
    const send = (type: "touchStart" | "touchMove" | "touchEnd", afterMs: number, ...touchPoints: Place[]) =>
      session.send("Input.dispatchTouchEvent", { type, touchPoints, timestamp: begun + afterMs / 1000 });
    await send("touchStart", 0, from);
    for (let step = 1; step <= steps; step++) {
      const at = (start: number, end: number) => start + (end - start) * step / steps;
      await send("touchMove", step * 30, { x: at(from.x, to.x), y: at(from.y, to.y) });
    }
    await send("touchEnd", steps * 30 + 300);
  }
}

/** The middle of the map in the window. */
export async function middleOf(page: Page): Promise<Place> {
  const { x, y, width, height } = (await canvasOf(page).boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

/** The map as it looks. */
export function pictureOf(page: Page): Promise<string> {
  return canvasOf(page).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
}

/** Runs `act`, and waits until the map looks different. */
export async function changesMap(page: Page, act: () => Promise<unknown>): Promise<void> {
  const before = await pictureOf(page);
  await act();
  await page.waitForFunction(
    (before) => document.querySelector<HTMLCanvasElement>(".map-frame > canvas")!.toDataURL() !== before,
    before,
  );
}

/** Where a free seat lies in the window while the whole hall is in sight. */
export async function placeOfFreeSeat(
  page: Page,
  url: string,
  slug: string,
  section?: string,
): Promise<Place> {
  const event = await (await fetch(`${url}/api/events/${slug}`)).json();
  const [chart, { statuses }] = await Promise.all(
    ["chart", "seats"].map(async (part) => (await fetch(`${url}/api/events/${event.id}/${part}`)).json()),
  );
  const isWanted = (index: number) => section === undefined || chart.seats[index].section === section;
  const seat = chart.seats[[...statuses].findLastIndex((status, index) => status === "a" && isWanted(index))];
  const { fitView, toScreen } = await import("@/lib/client/canvas/viewport.ts");
  const { x, y, width, height } = (await canvasOf(page).boundingBox())!;
  const at = toScreen(fitView(chart, { width, height }), seat);
  return { x: x + at.x, y: y + at.y };
}
