import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { until } from "@/lib/testing/until.ts";
import { withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";

Deno.test("moving between pages", { ignore: noChromium }, (t) =>
  withBrowser(async (browser, { url }) => {
    /** The uncaught errors while `act` goes from the home page to an event. */
    async function errorsOf(act: (page: Page) => Promise<unknown>): Promise<string[]> {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      const errors: string[] = [];
      page.on("pageerror", ({ message }) => errors.push(message));
      await page.goto(url);
      await act(page);
      await page.waitForURL(/\/events\/./);
      await page.close();
      return errors;
    }
    const followLink = (page: Page) =>
      page.locator("a[href^='/events/']").first().click({ noWaitAfter: true });

    await t.step("a transition that the new page skips is not an error", async () => {
      const skip = async (page: Page): Promise<boolean> => {
        await page.addInitScript(() =>
          addEventListener("pagereveal", ({ viewTransition }) => {
            viewTransition?.skipTransition();
            sessionStorage.setItem("skipped", String(Boolean(viewTransition)));
          })
        );
        await followLink(page);
        await page.waitForURL(/\/events\/./);
        // The page may have loaded before it is revealed.
        const skipped = await until(
          () => page.evaluate(() => sessionStorage.getItem("skipped")),
          (value) => value !== null,
        );
        return skipped === "true";
      };
      // Again if the page took so long that the browser had dropped the transition.
      await until(async () => {
        let skipped = false;
        const errors = await errorsOf(async (page) => {
          skipped = await skip(page);
        });
        if (skipped) assert.deepEqual(errors, []);
        return skipped;
      }, Boolean);
    });

    await t.step("a transition that ends because the window is resized is not an error", async () => {
      for (let height = 790; height > 785; height--) {
        const errors = await errorsOf(async (page) => {
          await followLink(page);
          await page.setViewportSize({ width: 1280, height });
        });
        assert.deepEqual(errors, []);
      }
    });
  }));
