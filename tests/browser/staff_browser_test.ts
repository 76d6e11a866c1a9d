import assert from "node:assert/strict";
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

const heading = (page: Page, name: string) => page.getByRole("heading", { name, level: 1 }).waitFor();

Deno.test(
  "accounts and the audit log in a browser, without JavaScript",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, { url }) => {
      const page = await signedIn(browser, url, "admin", { javaScriptEnabled: false });

      await t.step(
        "an admin finds an account by its email and gives it a role, after confirming",
        async () => {
          await page.goto(`${url}/admin`);
          await page.getByRole("link", { name: "Accounts" }).click();
          await page.getByRole("searchbox").last().fill("visitor@");
          await page.getByRole("button", { name: "Search" }).last().click();
          await page.getByRole("rowheader").getByRole("link").click();
          await heading(page, "Vera Visitor");
          await page.getByLabel("Role of this account").selectOption("organizer");
          await page.getByRole("button", { name: "Continue" }).click();
          await page.getByText("from Visitor to Organizer?").waitFor();
          await page.getByRole("button", { name: "Change the role" }).click();
          await page.getByText("The role was changed.").waitFor();
        },
      );

      await t.step("a locked account cannot sign in, and its owner is told why", async () => {
        await page.getByRole("link", { name: "Lock account" }).click();
        await page.getByRole("button", { name: "Lock the account" }).click();
        await page.getByText("The account is locked, and signed out everywhere.").waitFor();
        const locked = await signedIn(browser, url, "visitor");
        await locked.getByText("This account is locked").waitFor();
        await locked.context().close();
        await page.getByRole("button", { name: "Unlock account" }).click();
        await page.getByText("The account is unlocked.").waitFor();
      });

      await t.step("what happened to the account is one click away", async () => {
        await page.getByRole("link", { name: "What happened to this account" }).click();
        await heading(page, "Audit log");
        const names = await page.getByRole("rowheader").allInnerTexts();
        for (const name of ["Account unlocked", "Sign-in failed", "Account locked", "Role changed"]) {
          assert.ok(names.some((text) => text.startsWith(name)), name);
        }
        await page.getByText("role: visitor → organizer").waitFor();
      });

      await t.step("the log is filtered by action, and an empty result says so", async () => {
        await page.getByLabel("What").selectOption({ label: "Account locked" });
        await page.getByRole("button", { name: "Show", exact: true }).click();
        await page.waitForURL(/action=account\.locked/);
        assert.equal(await page.getByRole("rowheader").count(), 1);
        await page.getByLabel("To", { exact: true }).fill("2020-01-01");
        await page.getByRole("button", { name: "Show", exact: true }).click();
        await page.getByText("Nothing recorded").waitFor();
        await page.getByRole("link", { name: "Show everything" }).click();
        await page.waitForURL(`${url}/admin/audit`);
        assert.ok(await page.getByRole("rowheader").count() > 3);
      });

      await t.step("the only admin can neither lock nor demote their own account", async () => {
        await page.goto(`${url}/admin/accounts?role=admin`);
        await page.getByRole("rowheader").getByRole("link").click();
        await page.getByText("This is your own account.").waitFor();
        await page.getByRole("link", { name: "Lock account" }).click();
        await page.getByRole("button", { name: "Lock the account" }).click();
        await page.getByText("This is the only administrator who can sign in.").waitFor();
      });

      await t.step("a search without a match says so", async () => {
        await page.goto(`${url}/admin/accounts?q=nobody`);
        await page.getByText("No account found").waitFor();
      });
      await page.context().close();

      await t.step("the pages are accessible and fit every width, in German too", async () => {
        for (const [locale, width] of [["en-GB", 1440], ["de-DE", 360]] as const) {
          const viewport = { width, height: 800 };
          const page = await signedIn(browser, url, "admin", { locale, viewport });
          await page.goto(`${url}/admin/accounts?role=admin`);
          const account = await page.getByRole("rowheader").getByRole("link").getAttribute("href");
          const paths = [
            "/admin/accounts",
            account!,
            `${account}?change=lock`,
            "/admin/audit",
            "/admin/audit?action=%25",
          ];
          for (const path of paths) {
            await page.goto(url + path);
            assert.equal(await overflowX(page), 0, `${path} at ${width}`);
            assert.deepEqual(await accessibilityFaults(page), [], `${path} at ${width}`);
          }
          await page.context().close();
        }
      });
    }),
);
