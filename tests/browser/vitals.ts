/** What a browser reports about loading a page: when it was painted, and what moved. */
import type { Page } from "playwright-core";

export interface Vitals {
  /** Milliseconds since the page was requested. */
  firstPaintMs: number;
  /** When the largest text or picture was painted, in the same unit. */
  largestPaintMs: number;
  /** What moved without input from the user; `value` is the share of the window that moved times the distance. */
  shifts: { value: number; parts: string[] }[];
}

interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null }[];
}

/** Waits until a page has loaded, its seat map is live and everything has been painted. */
export async function untilComplete(page: Page): Promise<void> {
  await page.waitForLoadState("load");
  await page.waitForSelector(".map-status[data-state=live], body:not(:has(canvas))", { state: "attached" });
  await page.evaluate(async () => {
    await document.fonts.ready;
    // What happens in a frame is reported after it.
    for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
  });
}

/** Reads what the browser has recorded since it requested the page. */
export function readVitals(page: Page): Promise<Vitals> {
  return page.evaluate(() => {
    const entriesOf = (type: string) => {
      const observer = new PerformanceObserver(() => {});
      observer.observe({ type, buffered: true });
      return observer.takeRecords();
    };
    const shifts = (entriesOf("layout-shift") as LayoutShift[]).filter((shift) => !shift.hadRecentInput);
    return {
      firstPaintMs: performance.getEntriesByName("first-contentful-paint")[0].startTime,
      largestPaintMs: entriesOf("largest-contentful-paint").at(-1)!.startTime,
      shifts: shifts.map(({ value, sources }) => ({
        value,
        parts: sources.map(({ node }) =>
          node instanceof Element ? `${node.localName}.${node.className}` : `${node?.nodeName}`
        ),
      })),
    };
  });
}

/** The sum of all shifts. */
export function totalShift({ shifts }: Vitals): number {
  return shifts.reduce((sum, { value }) => sum + value, 0);
}
