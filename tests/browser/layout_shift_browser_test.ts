/** Pages of which something arrives late, as with a slow network: nothing that is already visible may move. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { pathsWithSeats, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";
import { withPieces } from "./pieces.ts";
import { readVitals, totalShift, untilComplete } from "./vitals.ts";

/** A fifth of the threshold for a good page (Web Vitals). */
const SHIFT_MAX = 0.02;
const PIECES = 6;
const WINDOWS = [{ width: 360, height: 740 }, { width: 768, height: 1024 }, { width: 1440, height: 900 }];
const PAGES = [
  "/",
  "/events",
  "/events?q=nothing-like-this",
  "/events/velvet-antenna-the-long-wave-tour",
  "/events/nachtbus-42",
  "/events/drum-circle-for-machines",
  "/events/fireflies-feedback",
  "/events/unplugged-with-nell-harrow",
  "/events/fado-at-low-tide",
  "/events/small-hours-songs-for-two-guitars",
  "/events/basement-weather",
  "/events/kings-of-the-late-bus",
  "/login",
  "/register",
  "/offline",
  "/nothing",
];

/** Opens a page whose scripts, fonts and seats are delayed until it has been painted without them. */
async function openSlowly(page: Page, url: string): Promise<void> {
  const painted = Promise.withResolvers<void>();
  await page.route(/\.(js|woff2)$|\/api\//, async (route) => {
    await painted.promise;
    await route.continue();
  });
  await page.goto(url, { waitUntil: "commit" });
  await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
  painted.resolve();
  await untilComplete(page);
  await page.unrouteAll({ behavior: "wait" });
}

Deno.test(
  "nothing on a page moves when its scripts, fonts and seats arrive",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, { url }) => {
      for (const viewport of WINDOWS) {
        await t.step(`${viewport.width} px wide`, async () => {
          const page = await browser.newPage({ viewport, serviceWorkers: "block" });
          for (const path of [...PAGES, ...await pathsWithSeats(page, url)]) {
            await openSlowly(page, url + path);
            const vitals = await readVitals(page);
            assert.ok(totalShift(vitals) <= SHIFT_MAX, `${path} moved: ${JSON.stringify(vitals.shifts)}`);
          }
          await page.context().close();
        });
      }
    }),
);

Deno.test(
  "nothing on a page moves when its HTML arrives in pieces",
  { ignore: noChromium },
  (t) =>
    withBrowser((browser, { url }) =>
      withPieces(url, async (server) => {
        for (const viewport of WINDOWS) {
          await t.step(`${viewport.width} px wide`, async () => {
            const page = await browser.newPage({ viewport, serviceWorkers: "block" });
            for (const path of [...PAGES, ...await pathsWithSeats(page, url)]) {
              await server.open(page, path, PIECES);
              await untilComplete(page);
              const vitals = await readVitals(page);
              assert.ok(totalShift(vitals) <= SHIFT_MAX, `${path} moved: ${JSON.stringify(vitals.shifts)}`);
            }
            await page.context().close();
          });
        }
      })
    ),
);
