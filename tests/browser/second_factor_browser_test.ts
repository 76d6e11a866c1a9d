/** Two-step verification on a phone: setting it up, signing in with it, losing the phone, and turning it off. */
import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { codeOfStep, currentStep } from "@/lib/auth/totp.ts";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";
import { latestLink, mailsTo } from "../program/mails.ts";

const PASSWORD = "a quiet correct horse";

/** Signs a new person up on a phone, and confirms their address. */
async function confirmed(browser: Browser, url: string, javaScriptEnabled: boolean) {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 }, javaScriptEnabled });
  const email = `${crypto.randomUUID()}@example.org`;
  await page.goto(`${url}/register`);
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL(`${url}/account`);
  await page.goto(`${url}/account/security`);
  await page.getByText("Confirm your email address first").waitFor();
  await page.goto(await latestLink(url, email, "confirm"));
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await page.getByText("Your email address is confirmed").waitFor();
  return { page, email };
}

async function assertGoodPage(page: Page, javaScriptEnabled: boolean): Promise<void> {
  assert.equal(await overflowX(page), 0);
  if (javaScriptEnabled) assert.deepEqual(await accessibilityFaults(page), []);
}

/** Fills a field and sends its form by keyboard. */
async function enter(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(text);
  await field.press("Enter");
}

async function signIn(page: Page, url: string, email: string): Promise<void> {
  await page.goto(`${url}/login`);
  await page.getByLabel("Email").fill(email);
  await enter(page, "Password", PASSWORD);
}

/** Signs this device out, in the list of devices. */
async function signOut(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/account/security`);
  await page.locator("#devices form[action='/logout'] button").click();
  await page.waitForURL(`${url}/`);
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with scripts" : "without scripts";
  Deno.test(
    `two-step verification is set up, asked for and turned off on a phone, ${how}`,
    { ignore: noChromium },
    (t) =>
      withBrowser(async (browser, { url }) => {
        const { page, email } = await confirmed(browser, url, javaScriptEnabled);
        const check = () => assertGoodPage(page, javaScriptEnabled);
        let secret = "";
        let recoveryCodes: string[] = [];
        // The current code, or the next if that was used: both stay valid for at least 30 seconds.
        let usedStep = 0;
        const nextCode = () => {
          usedStep = Math.max(usedStep + 1, currentStep(Date.now()));
          return codeOfStep(secret, usedStep);
        };

        await t.step("the app reads a QR code after the password was entered", async () => {
          await page.goto(`${url}/account/security`);
          await check();
          await page.getByRole("link", { name: "Set up two-step verification" }).click();
          await enter(page, "Password", "not this one");
          await page.getByText("This isn’t the password of your account").waitFor();
          await check();
          await enter(page, "Password", PASSWORD);
          await page.getByRole("img", { name: "QR code for your authenticator app" }).waitFor();
          await check();
          secret = (await page.locator(".factor-secret").textContent())!.replaceAll(" ", "");
          const link = await page.getByRole("link", { name: "Open the app" }).getAttribute("href");
          assert.equal(new URL(link!).searchParams.get("secret"), secret);
        });

        await t.step("its first code turns it on and shows the recovery codes once", async () => {
          await enter(page, "Code", "000000");
          await page.getByText("This code is wrong").waitFor();
          await page.getByLabel("Code", { exact: true }).fill(nextCode());
          await page.getByRole("button", { name: "Turn on" }).dblclick();
          await page.getByText("Two-step verification is on").waitFor();
          await check();
          recoveryCodes = await page.locator(".recovery-codes code").allTextContents();
          assert.equal(recoveryCodes.length, 10);
          await page.getByRole("link", { name: "I’ve saved these codes" }).click();
          await page.getByText("You have 10 recovery codes left").waitFor();
          await check();
          const [{ kind }] = await mailsTo(url, email);
          assert.equal(kind, "factor-changed");
        });

        await t.step("signing in asks for a code after the password", async () => {
          await signOut(page, url);
          await signIn(page, url, email);
          await page.getByText("One more step: enter a code.").waitFor();
          assert.equal(await page.getByLabel("Password").count(), 0);
          await check();
          await enter(page, "Code", "000000");
          await page.getByText("This code is wrong").waitFor();
          await check();
          await enter(page, "Code", nextCode());
          await page.waitForURL(`${url}/account`);
        });

        await t.step(
          "a recovery code replaces a lost phone on a new device, and an email reports the device",
          async () => {
            const other = await browser.newPage({ javaScriptEnabled });
            await signIn(other, url, email);
            await enter(other, "Code", recoveryCodes[0].toLowerCase());
            await other.waitForURL(`${url}/account`);
            const [{ kind, text }] = await mailsTo(url, email);
            assert.equal(kind, "new-device");
            assert.match(text, /Chrome on Linux/);
            await other.goto(`${url}/account/security`);
            await other.getByText("You have 9 recovery codes left").waitFor();

            await page.goto(`${url}/account/security`);
            await page.getByRole("button", { name: "Sign out all other devices" }).click();
            await page.getByText("This device").waitFor();
            assert.equal(await page.getByRole("button", { name: "Sign out all other devices" }).count(), 0);
            await other.goto(`${url}/account`);
            await other.waitForURL(/\/login/);
            await other.close();
          },
        );

        await t.step("turning it off takes the password and a code", async () => {
          await page.getByRole("link", { name: "Turn off two-step verification" }).click();
          await check();
          await page.getByLabel("Password").fill(PASSWORD);
          await enter(page, "Code", "not a code");
          await page.getByText("This code is wrong").waitFor();
          await page.getByLabel("Password").fill(PASSWORD);
          await enter(page, "Code", recoveryCodes[1]);
          await page.getByRole("link", { name: "Set up two-step verification" }).waitFor();
          await signOut(page, url);
          await signIn(page, url, email);
          await page.waitForURL(`${url}/account`);
        });
        await page.close();
      }),
  );
}

Deno.test(
  "staff who need a second factor are asked to set one up",
  { ignore: noChromium },
  () =>
    withBrowser(async (browser, { url }) => {
      const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
      await page.goto(`${url}/login?next=%2Fadmin`);
      await page.getByLabel("Email").fill("organizer@aisle.test");
      await enter(page, "Password", "aisle-demo");
      await page.getByText("Everyone who works here needs two-step verification").waitFor();
      assert.equal(new URL(page.url()).pathname, "/account/security/app");
      await assertGoodPage(page, true);
      await page.goto(`${url}/admin/events`);
      assert.equal(new URL(page.url()).pathname, "/account/security/app");
      await enter(page, "Password", "aisle-demo");
      const secret = (await page.locator(".factor-secret").textContent())!.replaceAll(" ", "");
      await enter(page, "Code", codeOfStep(secret, currentStep(Date.now())));
      await page.getByRole("link", { name: "I’ve saved these codes" }).click();
      await page.goto(`${url}/admin/events`);
      assert.equal(new URL(page.url()).pathname, "/admin/events");
      await page.close();
    }, { REQUIRE_STAFF_2FA: "on" }),
);
