/** The fonts of the pages, and pages on machines whose system font is much wider or narrower. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { overflowX, overlaps, pathsWithSeats, withBrowser } from "./browser.ts";
import { launchChromium, noChromium } from "./chromium.ts";

const TEXT_BYTES_MAX = 45_000;
const PHONE = { viewport: { width: 360, height: 740 } };
const THEATRE = "/events/fado-at-low-tide";
const PAGES = [
  "/",
  "/events",
  "/events/velvet-antenna-the-long-wave-tour",
  "/login",
  "/register",
  "/nothing",
];

/** The fonts that the text of an element is painted with. */
async function fontsOf(page: Page, selector: string): Promise<string[]> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("DOM.enable");
  await cdp.send("CSS.enable");
  const { root } = await cdp.send("DOM.getDocument");
  const { nodeId } = await cdp.send("DOM.querySelector", { nodeId: root.nodeId, selector });
  const { fonts } = await cdp.send("CSS.getPlatformFontsForNode", { nodeId });
  return fonts.map(({ familyName }) => familyName);
}

/** The size of a line of text in a font. */
function sizeIn(page: Page, family: string, weight: number): Promise<{ width: number; height: number }> {
  return page.evaluate(async (font) => {
    await document.fonts.load(font);
    const line = document.body.appendChild(document.createElement("span"));
    line.textContent = "Pick seats on the map, or let us find the best three together in row C.";
    line.style.cssText = `position: absolute; white-space: nowrap; font: ${font}; line-height: normal`;
    const { width, height } = line.getBoundingClientRect();
    return { width, height };
  }, `${weight} 100px "${family}"`);
}

/** The files of the text font that the page has loaded, and the bytes of each. */
function loadedFonts(page: Page): Promise<Record<string, number>> {
  return page.evaluate(async () => {
    await document.fonts.ready;
    const files = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    return Object.fromEntries(files.flatMap(({ name, decodedBodySize }) => {
      const file = /instrument-[^?]*/.exec(name);
      return file ? [[file[0], decodedBodySize]] : [];
    }));
  });
}

Deno.test("text is set in the page's fonts, and figures have equal widths", {
  ignore: noChromium,
}, () =>
  withBrowser(async (browser, { url }) => {
    const page = await browser.newPage();
    await page.goto(`${url}/login`);
    assert.deepEqual(Object.keys(await loadedFonts(page)), ["instrument-latin.woff2"]);
    assert.deepEqual(await fontsOf(page, "label"), ["Instrument Sans"]);
    await page.goto(`${url}/events`);
    const bytes = await loadedFonts(page);
    assert.equal(Object.keys(bytes).length, 2, "Łódź needs the second file");
    assert.ok(Object.values(bytes).reduce((sum, one) => sum + one) < TEXT_BYTES_MAX);
    const widths = await page.evaluate(() =>
      ["1111", "8888"].map((figures) => {
        const line = document.body.appendChild(document.createElement("time"));
        line.textContent = figures;
        line.style.position = "absolute";
        return line.getBoundingClientRect().width;
      })
    );
    assert.equal(widths[0], widths[1]);
  }));

Deno.test(
  "until our font arrives, the fallback takes the same space",
  { ignore: noChromium },
  () =>
    withBrowser(async (browser, { url }) => {
      const page = await browser.newPage();
      await page.goto(`${url}/login`);
      for (
        const [ours, fitted, weight] of [
          ["Instrument Sans", "Instrument Arial", 400],
          ["Instrument Sans", "Instrument Arial", 600],
          ["Bricolage Grotesque", "Bricolage Arial", 700],
        ] as const
      ) {
        const [size, fittedSize] = [await sizeIn(page, ours, weight), await sizeIn(page, fitted, weight)];
        const difference = {
          width: Math.abs(fittedSize.width / size.width - 1),
          height: Math.abs(fittedSize.height / size.height - 1),
        };
        assert.ok(
          difference.width < 0.02 && difference.height < 0.01,
          `${fitted} ${weight}: ${JSON.stringify(difference)}`,
        );
      }
    }),
);

Deno.test(
  "pages fit a phone whose system font is wide or narrow while ours is missing",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (_, { url }) => {
      for (const [font, name] of [["wide", "Krona One"], ["narrow", "PT Sans Narrow"]] as const) {
        await t.step(font, async () => {
          const browser = await launchChromium({ font });
          try {
            const page = await browser.newPage({ ...PHONE, serviceWorkers: "block" });
            await page.route(/\.woff2/, (route) => route.abort());
            for (const path of [...PAGES, ...await pathsWithSeats(page, url)]) {
              await page.goto(url + path);
              assert.deepEqual(await fontsOf(page, "h1"), [name]);
              assert.equal(await overflowX(page), 0, path);
              assert.deepEqual(await overlaps(page, [".site-header a", ".site-header button"]), [], path);
            }
            await page.goto(url + THEATRE);
            await page.locator('.map-status[data-state="live"]').waitFor();
            const overlay = [".map-status", ".map-floors", ".map-tools", ".map-inset:not([hidden])"];
            assert.deepEqual(await overlaps(page, overlay), []);
            for (let step = 0; step < 2; step++) await page.getByRole("button", { name: "Zoom in" }).click();
            await page.locator(".map-inset").waitFor();
            assert.deepEqual(await overlaps(page, overlay), []);
            await page.route(/\/chart/, (route) => route.abort());
            await page.reload();
            await page.locator('.map-status[data-state="failed"]').waitFor();
            assert.deepEqual(await overlaps(page, overlay), []);
          } finally {
            await browser.close();
          }
        });
      }
    }),
);
