/** The seat map by keyboard, with a screen reader, in forced colours and without scripts. */
import assert from "node:assert/strict";
import { until } from "@/lib/testing/until.ts";
import { accessibilityFaults, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";
import { canvasOf, openMap, ownSeats, untilStill } from "./map_page.ts";

const THEATRE = "the-glass-harmonium";
const ARENA = "velvet-antenna-the-long-wave-tour";
const CLUB = "drum-circle-for-machines";
const DESKTOP = { viewport: { width: 1280, height: 900 } };

Deno.test(
  "the seat map for everyone",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, { url }) => {
      await t.step("zooming by keyboard keeps the focused seat in sight", async () => {
        const page = await browser.newPage(DESKTOP);
        await openMap(page, url, THEATRE);
        await canvasOf(page).focus();
        await page.keyboard.press("PageDown");
        await page.locator("[aria-live=polite]").getByText(/^Balcony/).waitFor();
        await page.keyboard.press("Space");
        await page.locator(".seat-chip").waitFor();
        for (const key of ["+", "+", "+", "-", "+"]) {
          await page.keyboard.press(key);
          await untilStill(page);
          assert.ok(await ownSeats(page), `out of sight after ${key}`);
        }
        // A seat dragged out of sight returns into sight before the next key takes effect.
        const { x, y, width } = (await canvasOf(page).boundingBox())!;
        await page.mouse.move(x + 200, y + 300);
        await page.mouse.down();
        for (let step = 1; step <= 10; step++) await page.mouse.move(x + 200 + width / 12 * step, y + 300);
        await page.mouse.up();
        await canvasOf(page).focus();
        await page.keyboard.press("+");
        await untilStill(page);
        assert.ok(await ownSeats(page));
        await page.close();
      });

      await t.step(
        "what is chosen and given back is announced with section, row, seat, price and total",
        async () => {
          const page = await browser.newPage(DESKTOP);
          await openMap(page, url, THEATRE);
          const announced = page.locator("[aria-live=polite]");
          await canvasOf(page).focus();
          await announced.getByText(/, free$/).waitFor();
          await page.keyboard.press("Space");
          const words = /^You now have \S.*, row \w+, seat \d+, €\d+\. 1 seat chosen, €\d+ in total\.$/;
          await announced.getByText(words).waitFor();
          await page.keyboard.press("Space");
          await announced.getByText(/^Given back: \S.*, row \w+, seat \d+\. No seats chosen\.$/).waitFor();
          await page.getByRole("button", { name: "Find" }).click();
          await announced.getByText(
            /^You now have (\S[^;]*, row \w+, seat \d+, €\d+(; |\. )){2}2 seats chosen, €\d+ in total\.$/,
          )
            .waitFor();
          await openMap(page, url, CLUB);
          await page.getByRole("button", { name: "One more" }).first().click();
          await announced.getByText(/^You now have Floor, PLN\s\d+\. 1 seat chosen, PLN\s\d+ in total\.$/)
            .waitFor();
          await page.close();
        },
      );

      await t.step(
        "in forced colours, prices keep a key: swatches, and letters on the map",
        async () => {
          const page = await browser.newPage(DESKTOP);
          await openMap(page, url, ARENA);
          const swatches = () =>
            page.locator("button.legend-zone .zone-dot").evaluateAll((dots) =>
              dots.map((dot) => {
                const { backgroundColor } = getComputedStyle(dot);
                return [backgroundColor, getComputedStyle(dot, "::before").content] as const;
              })
            );
          const colours = (await swatches()).map(([colour]) => colour);
          await untilStill(page);
          const picture = () =>
            canvasOf(page).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
          const before = await picture();
          await page.emulateMedia({ forcedColors: "active" });
          await until(picture, (now) => now !== before);
          const forced = await swatches();
          assert.deepEqual(forced.map(([colour]) => colour), colours);
          assert.deepEqual(forced.map(([, content]) => content.slice(1, 2)), [..."ABCDEF"]);
          assert.equal(new Set(colours).size, 6);
          const zone = page.locator("button.legend-zone").first();
          const outline = () => zone.evaluate((button) => getComputedStyle(button).outlineStyle);
          assert.equal(await outline(), "none");
          await zone.click();
          await page.mouse.move(0, 0);
          await until(() => zone.getAttribute("aria-pressed"), (pressed) => pressed === "true");
          assert.equal(await outline(), "solid");
          assert.deepEqual(await accessibilityFaults(page), []);
          await page.close();
        },
      );

      await t.step("without scripts the hall is a picture, and nothing says that it is loading", async () => {
        for (const viewport of [{ width: 360, height: 740 }, DESKTOP.viewport]) {
          const page = await browser.newPage({ javaScriptEnabled: false, viewport });
          for (const slug of [THEATRE, ARENA, CLUB]) {
            await page.goto(`${url}/events/${slug}`);
            const text = await page.locator("body").innerText();
            assert.doesNotMatch(text, /Loading/);
            assert.equal(await page.locator(".map-frame [role=status]:visible").count(), 0);
            assert.equal(
              await page.locator("canvas:visible, .map-tools:visible, .stepper:visible").count(),
              0,
            );
            const hall = page.getByRole("img", { name: /^The hall for/ });
            assert.ok(await hall.evaluate((image: HTMLImageElement) => image.naturalWidth > 0));
            assert.deepEqual(
              await page.locator(".map-frame").evaluate((frame) =>
                [...frame.querySelectorAll("*:not(.visually-hidden)")].filter((part) =>
                  part.checkVisibility()
                ).map((
                  { localName },
                ) => localName)
              ),
              ["img"],
            );
          }
          await page.close();
        }
      });

      await t.step("if the map cannot be loaded, the hall's picture stays in its place", async () => {
        const page = await browser.newPage(DESKTOP);
        await page.route("**/chart", (route) => route.abort());
        await page.goto(`${url}/events/${THEATRE}`);
        await page.locator('.map-status[data-state="failed"]').waitFor();
        assert.ok(await page.getByRole("img", { name: /^The hall for/ }).isVisible());
        await page.close();
      });
    }),
);
