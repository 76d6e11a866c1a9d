/** The panel of the event page as a bottom sheet: dragging, keys, and what it leaves in sight. */
import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { until } from "@/lib/testing/until.ts";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";
import { boxOf, canvasOf, Finger, LANDSCAPES, openMap, ownSeats, PHONE, untilStill } from "./map_page.ts";

const THEATRE = "fado-at-low-tide";
const ARENA = "velvet-antenna-the-long-wave-tour";
const CLUB = "drum-circle-for-machines";

async function openPage(browser: Browser, url: string, path: string, options: object = PHONE): Promise<Page> {
  const page = await browser.newPage(options);
  await openMap(page, url, path);
  return page;
}

const handle = (page: Page) => page.getByRole("button", { name: "Prices and quick choice" });
const headTop = async (page: Page) => (await boxOf(page, ".sheet-head")).top;
/** The position of the sheet's edge, as a share of the window's height from its top. */
const edge = async (page: Page) => await headTop(page) / page.viewportSize()!.height;

/** Waits until the sheet's edge rests between these shares of the window's height. */
async function untilEdgeIn(page: Page, from: number, to: number): Promise<void> {
  await until(
    async () => {
      const before = await edge(page);
      // An animation moves it in every frame.
      await page.evaluate(async () => {
        for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame);
      });
      return [before, await edge(page)];
    },
    ([before, at]) => before === at && at >= from && at <= to,
  );
}

const untilPeeking = (page: Page) => untilEdgeIn(page, 0.7, 1);
const untilHalf = (page: Page) => untilEdgeIn(page, 0.45, 0.55);
const untilFull = (page: Page) => untilEdgeIn(page, 0.02, 0.25);

/** The elements of the panel that can be scrolled sideways but should not be. */
function sidewaysIn(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(".event-panel, .event-panel *")]
      .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowX))
      .filter(({ className }) => !/seat-chips/.test(className))
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(({ className, scrollWidth, clientWidth }) => `${className}: ${scrollWidth} in ${clientWidth}`)
  );
}

Deno.test(
  "the sheet of the event page",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, { url }) => {
      await t.step("a finger drags it to half, to full and back, and it rests there", async () => {
        const page = await openPage(browser, url, THEATRE);
        const finger = new Finger(page);
        await untilPeeking(page);
        await finger.drag({ x: 180, y: 660 }, { x: 180, y: 420 });
        await untilHalf(page);
        await finger.drag({ x: 180, y: 380 }, { x: 180, y: 120 });
        await untilFull(page);
        assert.equal(await handle(page).getAttribute("aria-expanded"), "true");
        await finger.drag({ x: 180, y: 90 }, { x: 180, y: 700 });
        await untilPeeking(page);
        assert.equal(await handle(page).getAttribute("aria-expanded"), "false");
        await page.close();
      });

      for (const viewport of [PHONE.viewport, ...LANDSCAPES]) {
        await t.step(
          `${viewport.width} × ${viewport.height}: its button opens it further and Escape lowers it, without motion`,
          async () => {
            const page = await openPage(browser, url, ARENA, { viewport, reducedMotion: "reduce" });
            await handle(page).focus();
            await page.keyboard.press("Enter");
            await untilHalf(page);
            await page.keyboard.press("Enter");
            await untilFull(page);
            assert.deepEqual([await overflowX(page), await accessibilityFaults(page)], [0, []]);
            await page.keyboard.press("Escape");
            await untilHalf(page);
            await page.keyboard.press("Escape");
            await untilPeeking(page);
            for (let step = 0; step < 3; step++) await page.keyboard.press("Enter");
            await untilPeeking(page);
            await page.close();
          },
        );
      }

      await t.step("a focused element comes into sight, not under the sheet's head", async () => {
        const page = await openPage(browser, url, ARENA, { ...PHONE, reducedMotion: "reduce" });
        for (const name of ["Find", "One more"]) {
          const button = page.getByRole("button", { name }).first();
          await button.evaluate((element: HTMLElement) => element.focus());
          await until(
            async () => [await button.boundingBox(), await boxOf(page, ".sheet-head")] as const,
            ([box, head]) => box!.y >= head.bottom - 1 && box!.y + box!.height <= 740,
          );
        }
        await page.close();
      });

      await t.step(
        "chosen seats, total, clock and button are on one line, where a seat can be given back",
        async () => {
          const page = await openPage(browser, url, THEATRE);
          await handle(page).click();
          await page.getByRole("button", { name: "Find" }).click();
          const next = page.getByRole("link", { name: "Continue" });
          await page.locator(".panel-foot a[href^='/checkout/']").waitFor();
          await untilPeeking(page);
          const line = await boxOf(page, ".panel-choice");
          assert.ok(line.height < 64, `${line.height}`);
          for (const part of [".seat-chip", ".panel-total", ".clock", ".panel-foot .button-main"]) {
            const { top, bottom } = await boxOf(page, part);
            assert.ok(top >= line.top - 1 && bottom <= Math.min(line.bottom + 1, 740), part);
          }
          const head = await page.locator(".sheet-head").innerText();
          assert.equal(head.match(/€84/g)?.length, 1, `the total is not shown once: ${head}`);
          assert.deepEqual([await overflowX(page), await accessibilityFaults(page)], [0, []]);
          const giveBack = page.getByRole("button", { name: /^Give back/ }).first();
          await giveBack.click();
          await until(() => page.locator(".seat-chip").count(), (count) => count === 1);
          // The second click of a double click hits the seat that has moved under the pointer.
          await giveBack.dispatchEvent("click", { detail: 2 });
          await page.evaluate(() => new Promise(requestAnimationFrame));
          assert.equal(await page.locator(".seat-chip").count(), 1);
          assert.ok(await next.isVisible());
          await page.close();
        },
      );

      await t.step(
        "the orphan and the seat offered instead stay in sight above the advice",
        async () => {
          const page = await openPage(browser, url, `${ARENA}?section=102`);
          for (let step = 0; step < 5; step++) await page.getByRole("button", { name: "Zoom in" }).click();
          await page.locator(".seat-box input:enabled").nth(1).check();
          await page.getByText(/^This leaves row 1, seat \d+ on its own\.$/).waitFor();
          await page.evaluate(() => scrollTo(0, 0));
          await untilStill(page);
          const mine = await ownSeats(page);
          // The orphan and the seat offered instead are next to it.
          const [canvas, top] = [(await canvasOf(page).boundingBox())!, await headTop(page)];
          assert.ok(mine, "the chosen seat is not on the map");
          assert.ok(mine.bottom + 30 < Math.min(canvas.y + canvas.height, top), `${mine.bottom} of ${top}`);
          assert.ok(mine.top - 30 > canvas.y && mine.left - 30 > 0 && mine.right + 30 < 360);
          await page.getByRole("button", { name: /instead$/ }).click();
          await untilStill(page);
          assert.ok((await ownSeats(page))!.bottom < await headTop(page));
          await page.close();
        },
      );

      await t.step("the panel does not scroll sideways at any width", async () => {
        for (const width of [360, 768, 1024, 1280, 1920]) {
          const page = await openPage(browser, url, width % 256 ? ARENA : CLUB, {
            viewport: { width, height: 700 },
          });
          assert.deepEqual(await sidewaysIn(page), [], `${width}`);
          if (width < 1024) await handle(page).click();
          if (width % 256) await page.getByRole("button", { name: "Find" }).click();
          else await page.getByRole("button", { name: "One more" }).first().click();
          await page.locator(".seat-chip").first().waitFor();
          assert.deepEqual(await sidewaysIn(page), [], `${width} with seats`);
          await page.close();
        }
      });
    }),
);
