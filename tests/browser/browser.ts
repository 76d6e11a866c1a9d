/** Chromium with the running product, and checks for every page. */
import assert from "node:assert/strict";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { databaseDeployment, type Program, withProgram } from "../program/program.ts";
import { launchChromium } from "./chromium.ts";

/**
 * Runs `test` with a browser, a newly started product that has sample data and these settings, and all settings of that
 * product.
 */
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

/** How far a page can be scrolled sideways, in CSS pixels; 0 if it fits its window. */
export function overflowX(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/**
 * The elements of these selectors that overlap, are less than 4 px apart or extend beyond the window, by class, label
 * or text.
 */
export function overlaps(page: Page, selectors: string[]): Promise<string[]> {
  return page.evaluate((selector) => {
    const GAP = 4;
    const boxes = [...document.querySelectorAll(selector)].map((element) => ({
      name: element.className || element.ariaLabel || element.textContent,
      ...element.getBoundingClientRect().toJSON() as DOMRect,
    }));
    const faults = boxes.filter(({ left, right }) => left < 0 || right > innerWidth).map(({ name }) =>
      `${name} extends beyond the window`
    );
    for (const [n, a] of boxes.entries()) {
      for (const b of boxes.slice(n + 1)) {
        const distance = Math.max(b.left - a.right, a.left - b.right, b.top - a.bottom, a.top - b.bottom);
        if (distance < GAP) faults.push(`${a.name} overlaps ${b.name}`);
      }
    }
    return faults;
  }, selectors.join());
}

/** Holds two seats, and returns the paths of the pages that show them. */
export async function pathsWithSeats({ request }: Page, url: string): Promise<string[]> {
  const event = await (await request.get(`${url}/api/events/the-glass-harmonium`)).json();
  const response = await request.post(`${url}/api/events/${event.id}/holds`, {
    data: { best: { quantity: 2 } },
    headers: { origin: url },
  });
  assert.equal(response.status(), 201);
  return [`/events/${event.slug}`, `/checkout/${(await response.json()).id}`];
}

/** The violations of WCAG 2.2 AA that axe finds on the page: the rule and the element of each. */
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
