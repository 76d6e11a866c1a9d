/** The clock of held seats: it never shows more time than is left, and it fits everywhere. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { until } from "@/lib/testing/until.ts";
import { overflowX, withBrowser } from "./browser.ts";
import { FILM, holdSeats, newBuyer } from "./checkout.ts";
import { noChromium } from "./chromium.ts";

/** Makes text twice as large, as browsers can. */
const doubleText = (page: Page) => page.evaluate(() => document.documentElement.style.fontSize = "200%");

/** The times that the clock has shown in painted frames since it appeared. */
const shownTimes = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { shownTimes: string[] }).shownTimes);

const seconds = (text: string) => {
  const [minutes, rest] = text.split(":").map(Number);
  return minutes * 60 + rest;
};

/** Asserts that each part is within the window, at least 8 px from its sides, and that none overlap. */
async function assertApart(page: Page, parts: Locator[]): Promise<void> {
  const boxes = await Promise.all(parts.map(async (part) => (await part.boundingBox())!));
  const { width } = page.viewportSize()!;
  for (const [n, a] of boxes.entries()) {
    assert.ok(a.x >= 8 && a.x + a.width <= width - 8, `${parts[n]} reaches the edge: ${JSON.stringify(a)}`);
    for (const b of boxes.slice(n + 1)) {
      const isApart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y ||
        b.y + b.height <= a.y;
      assert.ok(isApart, `${parts[n]} overlaps another part`);
    }
  }
}

Deno.test(
  "the clock of held seats in a browser",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, program) => {
      await t.step(
        "it never shows more than the time left, however long the page is open and however slow the device's clock is",
        async () => {
          const { page, context } = await newBuyer(browser, program, {
            viewport: { width: 1280, height: 900 },
          });
          await page.addInitScript(() => {
            const slowMs = 90_000;
            const { now } = Date;
            const { timeOrigin } = performance;
            Date.now = () => now() - slowMs;
            Object.defineProperty(performance, "timeOrigin", { get: () => timeOrigin - slowMs });
            const shown: string[] = [];
            const record = () => {
              const text = document.querySelector(".clock time")?.textContent;
              if (text && shown.at(-1) !== text) shown.push(text);
              requestAnimationFrame(record);
            };
            requestAnimationFrame(record);
            Object.assign(globalThis, { shownTimes: shown });
          });
          await page.goto(`${program.url}/events/${FILM}`);
          await page.locator('.map-status[data-state="live"]').waitFor();
          const opened = Date.now();
          await until(() => Promise.resolve(Date.now() - opened), (ms) => ms > 2_500);
          const requestedAt = Date.now();
          /** Asserts that at most ten minutes were shown, and at least those minus the time since the request. */
          const assertCorrect = async () => {
            await until(() => shownTimes(page), (times) => times.length > 1);
            const times = await shownTimes(page);
            const leastLeft = 600 - Math.ceil((Date.now() - requestedAt) / 1_000) - 3;
            for (const time of times) assert.ok(seconds(time) <= 600 && seconds(time) >= leastLeft, time);
          };
          await page.getByRole("button", { name: "Find" }).click();
          await page.locator(".clock time").waitFor();
          await assertCorrect();
          await page.getByRole("link", { name: "Continue" }).click();
          await page.waitForURL(/\/checkout\//);
          await assertCorrect();
          await context.close();
        },
      );
    }),
);

Deno.test(
  "a clock that offers more time fits a phone",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, program) => {
      for (const isDouble of [false, true]) {
        await t.step(isDouble ? "with text twice as large" : "with text as it is", async () => {
          const buyer = await newBuyer(browser, program);
          const { page, context } = buyer;
          const { hold } = await holdSeats(buyer, { best: { quantity: 4 } });
          await page.goto(`${program.url}/checkout/${hold.id}`);
          if (isDouble) await doubleText(page);
          const more = page.getByRole("button", { name: "More time" });
          await more.waitFor();
          await assertApart(page, [page.locator(".clock"), more, page.locator(".clock-bar > :first-child")]);
          assert.equal(await overflowX(page), 0);
          await page.goto(`${program.url}/events/${FILM}`);
          if (isDouble) await doubleText(page);
          await more.waitFor();
          const foot = page.locator(".panel-foot");
          await assertApart(page, [
            foot.locator(".clock"),
            more,
            foot.getByRole("link", { name: "Continue" }),
          ]);
          await context.close();
        });
      }
    }, { HOLD_TTL_SECONDS: "100", HOLD_MAX_SECONDS: "900" }),
);
