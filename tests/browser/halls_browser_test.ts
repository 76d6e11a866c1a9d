import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";

async function signedIn(
  browser: Browser,
  url: string,
  account: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  // The accessibility check injects a script into the pages.
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  await page.goto(`${url}/login`);
  await page.locator("main input[name=email]").fill(`${account}@aisle.test`);
  await page.locator("main input[name=password]").fill("aisle-demo");
  await page.locator("main button[type=submit]").click();
  await page.waitForURL(/\/account|\/$|\/login$/);
  return page;
}

Deno.test(
  "halls and venues in a browser, without JavaScript",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, { url }) => {
      const page = await signedIn(browser, url, "organizer", { javaScriptEnabled: false });

      await t.step("an organizer finds a hall by its venue", async () => {
        await page.goto(`${url}/admin`);
        await page.getByRole("link", { name: "Halls", exact: true }).click();
        await page.getByRole("heading", { name: "Halls", level: 1 }).waitFor();
        assert.ok(await page.getByRole("rowheader").count() >= 6);
        await page.getByRole("searchbox").last().fill("lisbon");
        await page.getByRole("button", { name: "Search" }).last().click();
        assert.deepEqual(await page.getByRole("rowheader").count(), 1);
        await page.goto(`${url}/admin/halls?q=nowhere`);
        await page.getByText("No hall found").waitFor();
      });

      await t.step("a hall starts from a template, and a venue is added with it", async () => {
        await page.goto(`${url}/admin/halls/new`);
        await page.getByRole("link", { name: /^Cinema/ }).click();
        await page.getByLabel("Rows", { exact: true }).fill("6");
        await page.getByLabel("Seats per row").fill("15");
        await page.getByRole("button", { name: "Show preview" }).last().click();
        await page.getByRole("heading", { name: "Preview: 90 seats" }).waitFor();
        await page.getByText("No problems were found.").waitFor();
        await page.getByLabel("Name of the hall").fill("Small screen");
        await page.getByLabel("Venue", { exact: true }).selectOption("new");
        await page.getByRole("button", { name: "Create hall" }).click();
        await page.getByText("Enter the name of the venue.").waitFor();
        assert.equal(
          await page.getByLabel("Rows", { exact: true }).inputValue(),
          "6",
          "what was typed stays",
        );
        await page.getByLabel("Name of the venue").fill("Palast");
        await page.getByLabel("City").fill("Graz");
        await page.getByLabel("Country").fill("at");
        await page.getByLabel("Time zone").fill("Europe/Vienna");
        await page.getByRole("button", { name: "Create hall" }).click();
        await page.getByText("The hall was created.").waitFor();
        await page.getByRole("heading", { name: "Small screen", level: 1 }).waitFor();
        await page.goto(`${url}/admin/halls`);
        await page.getByRole("rowheader").filter({ hasText: "Small screen" }).getByText("Palast, Graz")
          .waitFor();
      });

      await t.step("a hall starts from text, whose faults are named by line", async () => {
        await page.goto(`${url}/admin/halls/new?start=text`);
        await page.getByRole("textbox", { name: "Text" }).fill("A: 1-4, wheelchair 1\nB 1-4");
        await page.getByRole("button", { name: "Show preview" }).last().click();
        await page.getByText("Line 2: This can’t be read.").waitFor();
        await page.getByRole("textbox", { name: "Text" }).fill("A: 1-4, wheelchair 1\nB: 1-4");
        await page.getByRole("button", { name: "Show preview" }).last().click();
        await page.getByRole("heading", { name: "Preview: 8 seats" }).waitFor();
      });

      await t.step("a hall starts from a file", async () => {
        await page.goto(`${url}/admin/halls/new?start=csv`);
        const rows = Array.from({ length: 9 }, (_, n) => `Circle,A,${n + 1},Front`);
        const content = ["section,row,number,zone", ...rows].join("\n");
        const buffer = Buffer.from(content);
        await page.getByLabel("Or a file").setInputFiles({ name: "hall.csv", mimeType: "text/csv", buffer });
        await page.getByRole("button", { name: "Show preview" }).last().click();
        await page.getByRole("heading", { name: "Preview: 9 seats" }).waitFor();
        await page.getByText("The hall has no wheelchair place.").waitFor();
        assert.match(await page.getByRole("textbox", { name: "Text" }).inputValue(), /Circle,A,9,Front/);
      });

      await t.step("a hall starts with nothing in it, to be drawn", async () => {
        await page.goto(`${url}/admin/halls/new`);
        await page.getByRole("link", { name: /^Empty drawing/ }).click();
        await page.getByLabel("Name of the hall").fill("To be drawn");
        await page.getByRole("button", { name: "Create hall" }).click();
        await page.getByText("The hall was created.").waitFor();
        await page.goto(`${url}/admin/halls?q=to+be+drawn`);
        await page.getByRole("row", { name: "To be drawn" }).getByText("None yet").waitFor();
      });

      await t.step("a venue is added on its own", async () => {
        await page.goto(`${url}/admin/halls/venues`);
        await page.getByRole("link", { name: "New venue" }).click();
        await page.getByLabel("Name of the venue").fill("Harbour Stage");
        await page.getByLabel("City").fill("Bristol");
        await page.getByLabel("Country").fill("GB");
        await page.getByLabel("Time zone").fill("Mars");
        await page.getByRole("button", { name: "Add venue" }).click();
        await page.getByText("Choose a time zone from the list").waitFor();
        await page.getByLabel("Time zone").fill("Europe/London");
        await page.getByRole("button", { name: "Add venue" }).click();
        await page.getByText("The venue was added.").waitFor();
      });
      await page.context().close();

      await t.step("the pages are accessible and fit every width, in German too", async () => {
        for (const [locale, width] of [["en-GB", 1440], ["de-DE", 360]] as const) {
          const page = await signedIn(browser, url, "organizer", {
            locale,
            viewport: { width, height: 800 },
          });
          const paths = [
            "",
            "?q=nowhere",
            "/new",
            "/new?start=theatre",
            "/new?start=text",
            "/venues",
            "/venues/new",
          ];
          for (const path of paths.map((path) => `/admin/halls${path}`)) {
            await page.goto(url + path);
            assert.equal(await overflowX(page), 0, `${path} at ${width}`);
            assert.deepEqual(await accessibilityFaults(page), [], `${path} at ${width}`);
          }
          await page.context().close();
        }
      });
    }),
);
