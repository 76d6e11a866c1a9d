/** The home page with many events, two, one and none. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { openPool } from "@/lib/db/pool.ts";
import { until } from "@/lib/testing/until.ts";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";

const WIDTHS = [360, 768, 1440, 1920];
/** As long as a title may be, with a very long first word. */
const LONG_TITLE = `Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft: ${
  "an evening ".repeat(3)
}`;

const features = (page: Page) => page.locator(".event-feature");
const widthOf = async (page: Page, selector: string) =>
  (await page.locator(selector).first().boundingBox())!.width;

/** Asserts that the page fits each width and passes the accessibility check. */
async function checkWidths(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.equal(await overflowX(page), 0, `${width} px wide`);
  }
  assert.deepEqual(await accessibilityFaults(page), []);
}

Deno.test(
  "the home page in a browser",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, { url }, env) => {
      const sql = openPool(env.DATABASE_URL);
      const page = await browser.newPage({ bypassCSP: true, reducedMotion: "reduce" });
      /** Leaves this many events on sale, and reopens the page until it shows them. */
      const leave = async (events: number) => {
        // An event's page reloads when its event is no longer published.
        await page.goto("about:blank");
        await sql`
        update events set status = 'draft' where id not in (
          select id from events where status = 'published' order by starts_at limit ${events})`;
        const shown = async () => {
          await page.goto(url);
          return new Set(
            await page.locator("main a[href^='/events/']").evaluateAll((links) =>
              links.map((link) => link.getAttribute("href"))
            ),
          ).size;
        };
        await until(shown, (count) => count === events);
      };
      try {
        await t.step(
          "the hall of the next event is shown beside the introduction, with its free seats",
          async () => {
            await page.setViewportSize({ width: 1440, height: 900 });
            await page.goto(url);
            const hall = page.locator(".hall-tonight");
            assert.ok(await hall.locator('.thumbnail-dots[data-free="many"]').count() > 0);
            const title = await hall.getByRole("link").innerText();
            const first = page.locator(".event-card").filter({ hasText: title }).first();
            assert.equal(
              await hall.getByText(/seats left|Only/).innerText(),
              await first.getByText(/seats left|Only/).innerText(),
            );
            assert.equal(await features(page).count(), 0);
            await checkWidths(page);
          },
        );

        await t.step("two events each fill a row and have a picture of the hall", async () => {
          await leave(2);
          assert.equal(await features(page).count(), 2);
          assert.equal(await page.locator(".event-feature .hall-thumbnail-picture").count(), 2);
          assert.equal(await page.locator(".hall-tonight").count(), 0);
          for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 900 });
            const [feature, section] = [
              await widthOf(page, ".event-feature"),
              await widthOf(page, ".section"),
            ];
            assert.ok(feature > 0.95 * section, `${width} px: ${feature} of ${section}`);
          }
          await checkWidths(page);
        });

        await t.step("a title of the maximum length with a very long word fits", async () => {
          await leave(1);
          await sql`update events set title = ${LONG_TITLE.trim()} where status = 'published'`;
          await until(async () => {
            await page.goto(url);
            return await features(page).innerText();
          }, (text) => text.includes("Donaudampf"));
          await checkWidths(page);
          await features(page).click({ position: { x: 5, y: 5 } });
          await page.waitForURL(/\/events\/./);
          assert.equal(await overflowX(page), 0);
        });

        await t.step("without events the page says so", async () => {
          await leave(0);
          await page.getByRole("heading", { name: "Nothing is announced yet" }).waitFor();
          await checkWidths(page);
        });
      } finally {
        await sql.end();
      }
    }),
);
