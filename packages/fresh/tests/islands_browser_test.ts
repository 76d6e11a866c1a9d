/** Islands in a real browser. */
import assert from "node:assert/strict";
import { App, staticFiles } from "fresh";
import { Builder } from "fresh/dev";
import type { Page } from "playwright-core";
import { launchChromium, noChromium } from "../../../tests/browser/chromium.ts";
import { describe } from "./app/describe.ts";
import { VALUES } from "./app/values.ts";

type OnPage = (path: string, test: (page: Page, errors: string[]) => Promise<void>) => Promise<void>;

/** Serves the fixture app, and provides a function that runs a test on one of its pages, with the errors logged. */
async function withFixture(use: (onPage: OnPage) => Promise<void>): Promise<void> {
  const app = new App<unknown>()
    .use(async (ctx) => {
      const response = await ctx.next();
      const nonce = Reflect.get(response, Symbol.for("__freshNonce"));
      response.headers.set(
        "content-security-policy",
        `default-src 'self'; script-src 'nonce-${nonce}' 'self'`,
      );
      return response;
    })
    .use(staticFiles())
    .fsRoutes();
  const outDir = await Deno.makeTempDir();
  const root = new URL("./app", import.meta.url).href;
  (await new Builder({ root, outDir }).build({ snapshot: "memory" }))(app);
  const server = Deno.serve({ port: 0, onListen: () => {} }, app.handler());
  const browser = await launchChromium();
  try {
    await use(async (path, test) => {
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      await page.goto(`http://localhost:${server.addr.port}${path}`);
      await test(page, errors);
      await page.close();
    });
  } finally {
    await browser.close();
    await server.shutdown();
    await Deno.remove(outDir, { recursive: true });
  }
}

Deno.test("islands in a browser", { ignore: noChromium }, (t) =>
  withFixture(async (onPage) => {
    await t.step("a signal passed to two islands is one signal", () =>
      onPage("/counter", async (page, errors) => {
        await page.locator(".counter:nth-of-type(1) button").click();
        await page.getByText("Second: 4").waitFor();
        await page.locator(".counter:nth-of-type(2) button").click();
        await page.getByText("First: 5").waitFor();
        assert.deepEqual(errors, []);
      }));

    await t.step("every kind of value arrives as it was sent", () =>
      onPage("/values/a%20b%2Fc", async (page, errors) => {
        await page.waitForFunction(() =>
          document.querySelector("#values")?.textContent !== ""
        );
        assert.equal(await page.locator("#values").textContent(), describe(VALUES));
        assert.equal(await page.locator("#limit").textContent(), "8");
        assert.equal(await page.locator("#params").textContent(), '{"id":"a b%2Fc"}');
        assert.match(
          await page.locator("#dot").getAttribute("src") ?? "",
          /^\/dot\.svg\?__frsh_c=[0-9a-f]{40}$/,
        );
        await page.waitForFunction(() =>
          document.title === "In the browser"
        );
        assert.deepEqual(errors, []);
      }));

    await t.step("children stay unchanged, and the islands in them are hydrated", () =>
      onPage("/slots", async (page, errors) => {
        await page.locator(".frame > button").click();
        await page.getByText("clicks: 1").waitFor();
        assert.equal(await page.locator("#text").textContent(), "from the server");
        assert.equal(await page.locator("input").isDisabled(), true);
        assert.equal(await page.locator("input").isChecked(), true);
        await page.locator(".frame .counter button").click();
        await page.getByText("In a frame: 2").waitFor();
        await page.getByText("b: 2").waitFor();
        assert.equal(
          await page.getByText("Doubled: 2").count(),
          1,
          "a computed signal keeps the value it was sent with",
        );
        assert.equal(await page.locator("main > :last-child").textContent(), "after the islands");
        assert.deepEqual(errors, []);
      }));

    await t.step("hidden content is rendered whenever it is shown", () =>
      onPage("/slots", async (page, errors) => {
        const panel = page.locator("main > .panel").first();
        assert.equal(await panel.locator("h2 > #title").textContent(), "JSX title");
        assert.equal(await panel.locator(".content").count(), 0);
        for (let time = 0; time < 2; time++) {
          await panel.locator("> button").click();
          await panel.locator(".content .counter").waitFor();
          await panel.locator(".content .panel > button").click();
          assert.equal(await panel.locator("#deep").textContent(), "deep");
          await panel.locator("> button").click();
          await panel.locator(".content").waitFor({ state: "detached" });
        }
        const empty = page.locator("main > .panel").nth(1);
        await empty.locator("> button").click();
        assert.equal(await empty.locator(".content").innerHTML(), "");
        assert.deepEqual(errors, []);
      }));

    await t.step("markup that the browser splits is reported, and the rest of the page works", () =>
      onPage("/torn", async (page, errors) => {
        await page.locator("div > .counter button").last().click();
        await page.getByText("Whole: 1").waitFor();
        assert.equal(errors.length, 1);
        assert.match(errors[0], /split Counter/);
      }));

    await t.step("a page without islands loads no JavaScript", () =>
      onPage("/", async (page) => {
        assert.equal(await page.locator("script").count(), 0);
      }));
  }));
