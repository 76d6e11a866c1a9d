/** Chromium on the running product, and what is looked at on every page. */
import assert from "node:assert/strict";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { databaseDeployment, type Program, withProgram } from "../program/program.ts";
import { launchChromium } from "./chromium.ts";

/** Runs `test` with a freshly started product with sample data and these settings, and a browser; `env` is all that is set. */
export function withBrowser(
  test: (browser: Browser, program: Program, env: Record<string, string>) => Promise<void>,
  env: Record<string, string> = {},
): Promise<void> {
  return withProgram(databaseDeployment, env, async (program, env) => {
    const browser = await launchChromium();
    try {
      await test(browser, program, env);
    } finally {
      await browser.close();
    }
  });
}

/** What a page asks to have scrolled sideways, in CSS pixels; 0 when it fits its window. */
export function overflowX(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/**
 * Pairs of elements of these selectors that lie on each other, are less than 4 px apart or reach out of the window, by
 * class or text.
 */
export function overlaps(page: Page, selectors: string[]): Promise<string[]> {
  return page.evaluate((selector) => {
    const GAP = 4;
    const boxes = [...document.querySelectorAll(selector)].map((element) => ({
      name: element.className || element.ariaLabel || element.textContent,
      ...element.getBoundingClientRect().toJSON() as DOMRect,
    }));
    const faults = boxes.filter(({ left, right }) => left < 0 || right > innerWidth).map(({ name }) =>
      `${name} out of the window`
    );
    for (const [n, a] of boxes.entries()) {
      for (const b of boxes.slice(n + 1)) {
        const apart = Math.max(b.left - a.right, a.left - b.right, b.top - a.bottom, a.top - b.bottom);
        if (apart < GAP) faults.push(`${a.name} on ${b.name}`);
      }
    }
    return faults;
  }, selectors.join());
}

/** Takes two seats, and returns the paths of the pages that show them. */
export async function pathsWithSeats({ request }: Page, url: string): Promise<string[]> {
  const event = await (await request.get(`${url}/api/events/the-glass-harmonium`)).json();
  const answer = await request.post(`${url}/api/events/${event.id}/holds`, {
    data: { best: { quantity: 2 } },
    headers: { origin: url },
  });
  assert.equal(answer.status(), 201);
  return [`/events/${event.slug}`, `/checkout/${(await answer.json()).id}`];
}

/** What axe finds against WCAG 2.2 AA on the page as it stands: rule and place of each fault. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary}`)
    );
  });
}
