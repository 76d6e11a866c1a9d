import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";

/** Pages without islands, which load no script. */
const guestPages = [
  "/",
  "/login",
  "/register",
  "/forgot",
  "/forgot?sent",
  "/confirm?done",
  "/confirm?token=nonsense",
  "/reset?done",
  "/reset?token=nonsense",
  "/offline",
  "/api",
  "/nothing",
  // Cancelled: there is no map.
  "/events/basement-weather",
];
const accountPages = [
  "/account",
  "/account/bookings",
  "/account/messages",
  "/account/security",
  "/account/security?changed=password",
  "/account/security?changed=email",
  "/account/security/app",
  "/account/delete",
];
const pagesWithIslands = [
  "/events/nachtbus-42",
  "/events/velvet-antenna-the-long-wave-tour",
  "/events",
  "/events?q=nothing-like-this",
  "/events?q=nachtbis&when=weekend",
];
const adminPages = ["/admin", "/admin/events", "/admin/events/new"];
const operatorPages = [
  "/admin/system",
  "/admin/deadletters",
  "/admin/accounts",
  "/admin/accounts?role=organizer",
  "/admin/accounts?q=nobody-like-this",
  "/admin/audit",
  "/admin/audit?actor=nobody-like-this",
];

async function signIn(page: Page, url: string, account: string): Promise<void> {
  await page.goto(`${url}/login`);
  await page.getByLabel("Email").fill(`${account}@aisle.test`);
  await page.getByLabel("Password").fill("aisle-demo");
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${url}/account`);
}

/** Runs `visit` on each page as someone who may see it. */
async function visitAll(
  browser: Browser,
  url: string,
  options: Parameters<Browser["newPage"]>[0],
  visit: (page: Page, path: string) => Promise<void>,
): Promise<void> {
  const rounds: [account: string | null, paths: string[]][] = [
    [null, [...guestPages, ...pagesWithIslands]],
    ["visitor", accountPages],
    ["organizer", adminPages],
    ["admin", operatorPages],
  ];
  for (const [account, paths] of rounds) {
    const page = await browser.newPage(options);
    if (account) await signIn(page, url, account);
    for (const path of paths) {
      await page.goto(url + path);
      await visit(page, path);
    }
    await page.close();
  }
}

Deno.test("pages in a browser", { ignore: noChromium }, (t) =>
  withBrowser(async (browser, { url }) => {
    await t.step("a guest creates an account, changes it and signs out without scripts", async () => {
      const page = await browser.newPage({ javaScriptEnabled: false });
      await page.goto(`${url}/events?type=film`);
      await page.getByRole("link", { name: "Sign in" }).click();
      await page.getByRole("link", { name: "Create an account" }).click();
      await page.getByLabel("Name").fill("Ada");
      await page.getByLabel("Email").fill("ada@example.org");
      await page.getByLabel("Password").fill("password123");
      await page.getByRole("button", { name: "Create account" }).click();
      await page.getByText("one of the most common passwords").waitFor();
      assert.equal(await page.getByLabel("Name").inputValue(), "Ada");
      await page.getByLabel("Password").fill("a quiet correct horse");
      await page.getByRole("button", { name: "Create account" }).click();
      await page.waitForURL(`${url}/events?type=film`);

      await page.getByText("Ada", { exact: true }).click();
      await page.getByRole("link", { name: "Account", exact: true }).click();
      await page.getByRole("heading", { name: "Your next event" }).waitFor();
      await page.getByLabel("Name").fill("Ada Lovelace");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Saved").waitFor();
      await page.getByText("Ada Lovelace", { exact: true }).click();
      await page.locator(".menu").getByRole("button", { name: "Sign out" }).click();
      await page.waitForURL(`${url}/`);
      await page.getByRole("link", { name: "Sign in" }).waitFor();
    });

    await t.step("filters are found, counted and cleared by following links", async () => {
      const page = await browser.newPage({ javaScriptEnabled: false, viewport: { width: 360, height: 780 } });
      await page.goto(`${url}/events`);
      await page.getByText("Filters", { exact: true }).click();
      await page.getByRole("link", { name: /^Films/ }).click();
      await page.getByText("Filters (1 active)").click();
      await page.getByRole("link", { name: /^Berlin/ }).click();
      await page.getByText(/^\d+ films in Berlin$/).waitFor();
      await page.getByRole("link", { name: "Clear filters" }).click();
      await page.waitForURL(`${url}/events`);
    });

    await t.step("light or dark colours follow the system until one is chosen", async () => {
      const page = await browser.newPage({ javaScriptEnabled: false, colorScheme: "dark" });
      await page.goto(`${url}/login`);
      const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
      assert.equal(await scheme(), "light dark");
      await page.getByRole("button", { name: "Switch to light colours" }).click();
      await page.getByRole("button", { name: "Switch to dark colours" }).waitFor();
      assert.equal(await scheme(), "light");
    });

    await t.step("no page is wider than a phone", () =>
      visitAll(browser, url, { viewport: { width: 360, height: 780 } }, async (page, path) => {
        assert.equal(await overflowX(page), 0, path);
      }));

    await t.step("pages without islands load no script", () =>
      visitAll(browser, url, {}, async (page, path) => {
        const hasIslands = pagesWithIslands.includes(path);
        assert.equal(await page.locator("script:is([src], [type=module])").count() > 0, hasIslands, path);
      }));

    await t.step("every digit has the same width wherever there are prices, clocks and counts", async () => {
      const page = await browser.newPage();
      await page.goto(`${url}/events`);
      const widths = await page.evaluate(async () => {
        await document.fonts.ready;
        const hosts = ["p", ".price", ".number", ".badge", ".button", ".chip", "time", "h2"];
        return hosts.map((selector) => {
          const host = document.querySelector(selector)!;
          return [
            selector,
            ...["1111111111", "0000000000"].map((digits) => {
              const span = host.appendChild(document.createElement("span"));
              // Unhinted widths: hinting may move an edge by a pixel.
              span.style.textRendering = "geometricPrecision";
              span.textContent = digits;
              const { width } = span.getBoundingClientRect();
              span.remove();
              return Math.round(width);
            }),
          ];
        });
      });
      for (const [selector, ones, noughts] of widths) {
        assert.equal(ones, noughts, `in ${selector}`);
      }
      await page.close();
    });

    await t.step("in the content of a page, no link is marked as the current page", () =>
      visitAll(browser, url, {}, async (page, path) => {
        const marked = page.locator('main a[aria-current]:not([aria-current="false"])');
        const strays = await marked.evaluateAll((links) =>
          links.filter((link) =>
            !link.closest("nav, [role=group]")
          ).map((link) =>
            link.outerHTML
          )
        );
        assert.deepEqual(strays, [], path);
      }));

    for (const colorScheme of ["light", "dark"] as const) {
      await t.step(
        `pages pass the accessibility check in ${colorScheme} colours`,
        async () => {
          const faults: string[] = [];
          // Nothing may move while colours are measured, and axe is injected despite the page's CSP.
          const options = { colorScheme, reducedMotion: "reduce", bypassCSP: true } as const;
          await visitAll(browser, url, options, async (page, path) => {
            faults.push(...(await accessibilityFaults(page)).map((fault) =>
              `${path} ${fault}`
            ));
          });
          assert.deepEqual(faults, []);
        },
      );
    }
  }));
