/** Public pages with large text, tiny windows, forced colours and endless names, and without scripts. */
import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { overflowX, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";

const ARENA = "/events/velvet-antenna-the-long-wave-tour";
const THEATRE = "/events/fado-at-low-tide";
const SOLD_OUT = "/events/small-hours-songs-for-two-guitars";

const PHONE = { width: 360, height: 760 };
/** The size of a window of 1280 by 1024 px at 400 % zoom. */
const ENLARGED = { width: 320, height: 256 };

/** Runs `look` on each of these paths in one page. */
async function visit(
  browser: Browser,
  paths: string[],
  options: Parameters<Browser["newPage"]>[0],
  look: (page: Page, path: string) => Promise<void>,
): Promise<void> {
  const page = await browser.newPage(options);
  for (const path of paths) {
    await page.goto(path);
    await look(page, path);
  }
  await page.close();
}

const boxOf = async (page: Page, selector: string) => (await page.locator(selector).first().boundingBox())!;

const styleOf = (page: Page, selector: string, property: string) =>
  page.locator(selector).first().evaluate(
    (element, property) => getComputedStyle(element).getPropertyValue(property),
    property,
  );

Deno.test(
  "public pages in unusual states",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, { url }) => {
      await t.step("with text twice as large, words have space and overlap nothing", async () => {
        const options = { baseURL: url, viewport: PHONE };
        await visit(browser, ["/", "/events", ARENA, SOLD_OUT], options, async (page, path) => {
          await page.evaluate(() => document.documentElement.style.fontSize = "200%");
          assert.equal(await overflowX(page), 0, path);
          if (path.startsWith("/events/")) {
            assert.ok((await boxOf(page, ".event-intro-text")).width > PHONE.width * 0.8, path);
            const [handle, words] = [
              await boxOf(page, ".sheet-handle"),
              await boxOf(page, ".sheet-handle span"),
            ];
            const [top, height] = await page.locator(".sheet-handle").evaluate((element) => {
              const grip = getComputedStyle(element, "::before");
              return [parseFloat(grip.top), parseFloat(grip.height)];
            });
            assert.ok(words.y >= handle.y + top + height, `${path}: the words overlap the grip`);
          } else {
            assert.ok((await boxOf(page, "input[type=search]")).width > PHONE.width * 0.6, path);
          }
        });
      });

      await t.step("in a tiny window the header is one line and every level is within the map", async () => {
        await visit(browser, [ARENA, THEATRE], { baseURL: url, viewport: ENLARGED }, async (page, path) => {
          assert.equal(await overflowX(page), 0, path);
          const [frame, floors] = [await boxOf(page, ".map-frame"), await boxOf(page, ".map-floors")];
          assert.ok(floors.y >= frame.y && floors.y + floors.height <= frame.y + frame.height, path);
          const [head, title] = [await boxOf(page, ".event-intro"), await boxOf(page, ".event-intro .title")];
          const middles = [head, title].map(({ y, height }) => y + height / 2);
          assert.ok(
            Math.abs(middles[0] - middles[1]) < 2,
            `${path}: the title is not in the middle of its line`,
          );
        });
      });

      await t.step(
        "in forced colours a chosen filter stands out and a notice has an outline",
        async () => {
          const options = { baseURL: url, forcedColors: "active" as const };
          await visit(browser, ["/events"], options, async (page) => {
            const ground = (current: boolean) =>
              styleOf(page, `.filter-chips .chip[aria-current=${current}]`, "background-color");
            assert.notEqual(await ground(true), await ground(false));
          });
          await visit(browser, [SOLD_OUT], options, async (page) => {
            assert.notEqual(
              await styleOf(page, ".notice", "outline-color"),
              await styleOf(page, "body", "background-color"),
            );
          });
        },
      );

      await t.step(
        "without scripts a sold-out hall shows no free seat, and controls without effect are hidden",
        async () => {
          const colouredMarks = async (path: string) => {
            const svg = await (await fetch(`${url}${path}/map.svg`)).text();
            const paths = [...svg.matchAll(/<path class="zone-[^"]*"[^>]* d="([^"]*)"/g)];
            return paths.map(([, marks]) => marks).join("").split("M").length - 1;
          };
          assert.equal(await colouredMarks(SOLD_OUT), 0);
          assert.ok(await colouredMarks(THEATRE) > 100);
          await visit(browser, [THEATRE], { baseURL: url, javaScriptEnabled: false }, async (page) => {
            assert.ok(await page.locator(".map-still").isVisible());
            assert.ok(!await page.locator(".price-limit").isVisible());
          });
        },
      );

      await t.step("in a wide list, weekday and time are on one line in any locale", async () => {
        for (const locale of ["en-US", "de-DE", "ar-EG", "ja-JP"]) {
          const options = { baseURL: url, locale, viewport: { width: 1920, height: 1080 } };
          await visit(browser, ["/events"], options, async (page) => {
            const heights = await page.locator(".date-block-time").evaluateAll((times) =>
              times.map((time) =>
                time.getBoundingClientRect().height / parseFloat(getComputedStyle(time).fontSize)
              )
            );
            assert.ok(heights.length > 0);
            assert.ok(heights.every((height) => height < 2), `${locale}: ${heights} em`);
          });
        }
      });

      await t.step(
        "an endless name takes at most four lines in a list",
        async () => {
          const name = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft "
            .repeat(5);
          await visit(browser, ["/", "/events"], { baseURL: url, viewport: PHONE }, async (page, path) => {
            const title = page.locator(":is(.event-card, .event-row) .event-title").first();
            await title.locator("bdi").evaluate((element, name) => element.textContent = name, name);
            const lines = await title.evaluate((element) =>
              element.getBoundingClientRect().height / parseFloat(getComputedStyle(element).lineHeight)
            );
            assert.ok(lines > 3.5 && lines < 4.5, `${path}: ${lines} lines`);
            assert.equal(await overflowX(page), 0, path);
          });
        },
      );
    }),
);
