import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import type { Page, Route } from "playwright-core";
import { withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";

/** How many bytes of scripts the page may load, compressed. */
const SCRIPT_BYTES_MAX = 15 * 1024;

const words = (page: Page) => page.getByLabel("Search events");
const found = (page: Page) => page.locator("[data-found]");
/** Waits until the heading of the list has this text. */
const untilFound = (page: Page, text: string) => found(page).getByText(text, { exact: true }).waitFor();
const topOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);

Deno.test(
  "the list of events in a browser",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, { url }) => {
      await t.step("typing updates the list, and the input keeps its focus and cursor", async () => {
        const page = await browser.newPage();
        await page.goto(`${url}/events?type=film`);
        const pagesBefore = await page.evaluate(() => history.length);
        const top = await topOf(page, "#results");
        await words(page).pressSequentially("nchtbus");
        await untilFound(page, "No exact match for “nchtbus”.");
        // In the middle of the word, where a replaced input would lose its cursor.
        await words(page).press("Home");
        await words(page).press("ArrowRight");
        await words(page).press("a");
        await found(page).getByText("No exact match").waitFor({ state: "hidden" });
        await untilFound(page, "1 film matching “nachtbus”");

        assert.equal(await words(page).evaluate((input: HTMLInputElement) => input.selectionStart), 2);
        assert.ok(await words(page).evaluate((input) => input === document.activeElement));
        assert.equal(page.url(), `${url}/events?type=film&q=nachtbus`);
        assert.match(await page.title(), /^1 film matching “nachtbus”/);
        assert.equal(await page.evaluate(() => history.length), pagesBefore);
        assert.equal(await topOf(page, "#results"), top, "the results have moved");
        assert.equal(await page.getByRole("status").first().textContent(), "1 film matching “nachtbus”");

        await page.getByRole("link", { name: "Nachtbus 42" }).click();
        await page.waitForURL(/nachtbus-42/);
        await page.goBack();
        await untilFound(page, "1 film matching “nachtbus”");
        assert.equal(await words(page).inputValue(), "nachtbus");
        await page.close();
      });

      await t.step("a late response does not replace a newer one", async () => {
        const page = await browser.newPage();
        await page.goto(`${url}/events`);
        const early = Promise.withResolvers<Route>();
        await page.route("**/events?q=tide", early.resolve);
        await words(page).pressSequentially("tide");
        const route = await early.promise;
        const aborted = page.waitForEvent("requestfailed", (request) => request.url().endsWith("?q=tide"));
        await words(page).fill("nachtbus");
        await aborted;
        await untilFound(page, "1 event matching “nachtbus”");
        await route.abort();
        await page.close();
      });

      await t.step(
        "if the server is unreachable, the page says so, keeps the list and offers a retry",
        async () => {
          const page = await browser.newPage();
          await page.goto(`${url}/events`);
          const before = await found(page).innerText();
          await page.route("**/events?q=*", (route) => route.abort());
          await words(page).fill("nachtbus");
          await page.getByRole("alert").getByText("could not be updated").waitFor();
          assert.equal(await found(page).innerText(), before);
          assert.equal(await page.locator("#results").getAttribute("aria-busy"), null);
          await page.unroute("**/events?q=*");
          await page.getByRole("link", { name: "Try again" }).click();
          await untilFound(page, "1 event matching “nachtbus”");
          assert.equal(await words(page).inputValue(), "nachtbus");
          await page.close();
        },
      );

      await t.step("filters are set and removed by keyboard alone", async () => {
        const page = await browser.newPage();
        await page.goto(`${url}/events`);
        await page.getByRole("group", { name: "Where" }).getByRole("link", { name: /^Berlin/ }).press(
          "Enter",
        );
        await page.waitForURL(`${url}/events?city=Berlin`);
        await words(page).pressSequentially("zither");
        await untilFound(page, "No events in Berlin matching “zither”");
        await page.getByRole("link", { name: /^Remove “zither” \d+ events$/ }).press("Enter");
        await page.waitForURL(`${url}/events?city=Berlin`);
        await page.getByRole("link", { name: "Remove Berlin" }).press("Enter");
        await page.waitForURL(`${url}/events`);
        await page.close();
      });

      await t.step("without scripts a button searches the list, and a link clears the filters", async () => {
        const page = await browser.newPage({ javaScriptEnabled: false });
        await page.goto(`${url}/events?when=next-30-days`);
        await words(page).fill("nachtbis");
        await page.getByRole("button", { name: "Search" }).click();
        await untilFound(page, "1 event in the next 30 days matching “nachtbus”");
        await page.getByRole("link", { name: "Clear filters" }).click();
        await page.waitForURL(`${url}/events`);
        await page.close();
      });

      await t.step(
        "the list is sorted by date, and by best match once there are words to match",
        async () => {
          const page = await browser.newPage();
          await page.goto(`${url}/events`);
          const order = page.getByLabel("Sort by");
          const names = () => order.locator("option").allTextContents();
          const chosen = () => order.evaluate((select: HTMLSelectElement) => select.selectedOptions[0].text);
          assert.deepEqual([await chosen(), await names()], ["Date", ["Date", "Price", "Title"]]);
          await words(page).fill("berlin");
          await found(page).getByText("matching “berlin”").waitFor();
          assert.deepEqual([await chosen(), await names()], ["Best match", [
            "Best match",
            "Date",
            "Price",
            "Title",
          ]]);
          await order.focus();
          await order.selectOption("Date");
          await page.waitForURL(`${url}/events?q=berlin&sort=date`);
          await page.locator('#results:not([aria-busy="true"])').waitFor();
          assert.equal(await chosen(), "Date");
          assert.ok(await order.evaluate((select) => select === document.activeElement));
          await words(page).fill("");
          await found(page).getByText("matching").waitFor({ state: "hidden" });
          assert.deepEqual([await chosen(), await names()], ["Date", ["Date", "Price", "Title"]]);
          await page.close();
        },
      );

      // The budget is for the stand-in's build: the published Fresh's runtime is 8 KB larger.
      await t.step("the scripts of the page are small", async () => {
        const page = await browser.newPage();
        const scripts: Promise<Uint8Array>[] = [];
        page.on("response", (response) => {
          if (response.request().resourceType() === "script") scripts.push(response.body());
        });
        await page.goto(`${url}/events`, { waitUntil: "networkidle" });
        const bytes = (await Promise.all(scripts)).reduce((sum, script) => sum + gzipSync(script).length, 0);
        assert.ok(scripts.length > 0);
        assert.ok(bytes < SCRIPT_BYTES_MAX, `${bytes} bytes`);
        await page.close();
      });
    }),
);
