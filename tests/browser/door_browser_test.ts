/** The check-in page with a door's scanners and networks. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";

/** As long as a ticket's code, but not one of ours. */
const SCAN = "1".repeat(232);

Deno.test("the door in a browser", { ignore: noChromium }, (t) =>
  withBrowser(async (browser, { url }) => {
    const context = await browser.newContext();
    const response = await context.request.post(`${url}/api/auth/login`, {
      data: { email: "door@aisle.test", password: "aisle-demo" },
      headers: { origin: url },
    });
    assert.equal(response.status(), 200);
    const page = await context.newPage();
    const open = async () => {
      await page.goto(`${url}/admin/checkin`);
      await page.evaluate(() => navigator.serviceWorker.ready);
      // The page is ready for scanners once a key pressed anywhere goes into the field.
      for (let isReady = false; !isReady;) {
        await page.evaluate(() => (document.activeElement as HTMLElement).blur());
        await page.keyboard.press("0");
        isReady = await focused(page) === "field-ticket";
      }
      await page.locator("#field-ticket").fill("");
    };
    // A page's autofocus comes after its text.
    const untilFieldHasFocus = () =>
      page.waitForFunction(() => document.activeElement?.id === "field-ticket");
    const focused = (page: Page) => page.evaluate(() => document.activeElement?.id);

    await t.step(
      "a ticket that a scanner ends with Tab is read, and the field keeps focus for the next one",
      async () => {
        await open();
        await page.keyboard.type(SCAN);
        await page.keyboard.press("Tab");
        await page.getByText("This is not a valid ticket.").waitFor();
        await untilFieldHasFocus();
      },
    );

    await t.step("Tab after a name goes to the button, as usual", async () => {
      await open();
      await page.keyboard.type("Ada");
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Check in or find");
    });

    await t.step("a ticket scanned while the focus is elsewhere goes into the field", async () => {
      for (const elsewhere of ["Check in or find", "Event", "heading"]) {
        await open();
        if (elsewhere === "heading") {
          await page.evaluate(() => (document.activeElement as HTMLElement).blur());
        } else if (elsewhere === "Event") await page.getByLabel("Event", { exact: true }).focus();
        else await page.getByRole("button", { name: elsewhere }).focus();
        await page.keyboard.type(SCAN);
        await page.keyboard.press("Enter");
        await page.getByText("This is not a valid ticket.").waitFor();
      }
    });

    await t.step("without a network a scan leads to a page with a way back", async () => {
      await open();
      await context.setOffline(true);
      await page.keyboard.type(SCAN);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "You’re offline" }).waitFor();
      await context.setOffline(false);
      await page.getByRole("link", { name: "Try again" }).click();
      await page.getByRole("heading", { name: "Check-in" }).waitFor();
      await untilFieldHasFocus();
    });
    await context.close();
  }));
