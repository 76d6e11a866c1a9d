/** Passkeys on a phone, with Chromium's virtual authenticator. */
import assert from "node:assert/strict";
import type { Browser, CDPSession, Page } from "playwright-core";
import { freePort } from "../../tasks/stack/child.ts";
import { latestLink, mailsTo } from "../program/mails.ts";
import { accessibilityFaults, overflowX, pathsWithSeats, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";

const PASSWORD = "a quiet correct horse";

/** Runs `test` with a product whose site has a name: no passkey belongs to an address. */
async function withSite(test: (browser: Browser, url: string) => Promise<void>): Promise<void> {
  const PORT = String(await freePort());
  const url = `http://localhost:${PORT}`;
  await withBrowser((browser) => test(browser, url), { PORT, PUBLIC_URL: url });
}

/** Signs a new person up on a phone, and confirms their address. */
async function confirmed(browser: Browser, url: string) {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  // The simulated owner takes every offer at once, so pages make none unless a test wants it.
  await page.addInitScript(() => {
    if (location.hash === "#offers") return;
    PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
  });
  const email = `${crypto.randomUUID()}@example.org`;
  await page.goto(`${url}/register`);
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL(`${url}/account`);
  await page.goto(await latestLink(url, email, "confirm"));
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await page.getByText("Your email address is confirmed").waitFor();
  return { page, email };
}

/** The authenticator of a page's phone, whose owner is there only while `unlocked` runs. */
class Phone {
  private constructor(readonly session: CDPSession, readonly authenticatorId: string) {}

  static async of(page: Page): Promise<Phone> {
    const session = await page.context().newCDPSession(page);
    await session.send("WebAuthn.enable");
    const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: false,
      },
    });
    return new Phone(session, authenticatorId);
  }

  async unlocked(act: () => Promise<void>): Promise<void> {
    await this.#setPresent(true);
    await act();
    await this.#setPresent(false);
  }

  async #setPresent(enabled: boolean): Promise<void> {
    const { authenticatorId } = this;
    await this.session.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });
  }

  async forget(): Promise<void> {
    await this.session.send("WebAuthn.clearCredentials", { authenticatorId: this.authenticatorId });
  }
}

async function assertGoodPage(page: Page): Promise<void> {
  assert.equal(await overflowX(page), 0);
  assert.deepEqual(await accessibilityFaults(page), []);
}

/** Signs this device out, in the list of devices. */
async function signOut(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/account/security`);
  await page.locator("#devices form[action='/logout'] button").click();
  await page.waitForURL(`${url}/`);
}

async function enterPassword(page: Page, url: string, email: string): Promise<void> {
  await page.goto(`${url}/login`);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("main").getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Presses a button that asks for the passkey. */
function press(page: Page, phone: Phone, name: string, then: () => Promise<unknown>): Promise<void> {
  return phone.unlocked(async () => {
    await page.getByRole("button", { name, exact: true }).click();
    await then();
  });
}

Deno.test("a passkey on a phone", { ignore: noChromium }, (t) =>
  withSite(async (browser, url) => {
    const { page, email } = await confirmed(browser, url);
    const phone = await Phone.of(page);

    await t.step("is created after the password was entered, and comes with recovery codes", async () => {
      await page.goto(`${url}/account/security`);
      await page.getByRole("link", { name: "Add a passkey" }).click();
      await assertGoodPage(page);
      await page.getByLabel("Password").fill("not this one");
      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByText("This isn’t the password of your account").waitFor();
      await page.getByLabel("Name of the passkey").fill("my phone");
      await page.getByLabel("Password").fill(PASSWORD);
      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByText("Your browser now asks").waitFor();
      await assertGoodPage(page);
      await press(page, phone, "Create the passkey", () => page.getByText("The passkey was added").waitFor());
      await assertGoodPage(page);
      assert.equal(await page.locator(".recovery-codes code").count(), 10);
      await page.getByRole("link", { name: "I’ve saved these codes" }).click();
      await page.locator("#passkeys strong").getByText("my phone").waitFor();
      await assertGoodPage(page);
      const [{ kind, subject, text }] = await mailsTo(url, email);
      assert.deepEqual([kind, subject], ["factor-changed", "A passkey was added to your account"]);
      assert.match(text, /“my phone”/);
    });

    await t.step("signs in alone", async () => {
      await signOut(page, url);
      await page.goto(`${url}/login?next=%2Faccount%2Fmessages`);
      await assertGoodPage(page);
      await press(page, phone, "Sign in with a passkey", () => page.waitForURL(`${url}/account/messages`));
      await page.goto(`${url}/account/security`);
      await page.locator("#passkeys li").getByText("last used").waitFor();
    });

    await t.step("is the second factor after the password", async () => {
      await signOut(page, url);
      await enterPassword(page, url, email);
      await page.getByText("One more step: use your passkey").waitFor();
      assert.equal(await page.getByLabel("Recovery code").count(), 1);
      await assertGoodPage(page);
      await press(page, phone, "Use a passkey", () => page.waitForURL(`${url}/account`));
    });

    await t.step("is offered among what the browser fills in", async () => {
      await signOut(page, url);
      await phone.unlocked(async () => {
        await page.goto(`${url}/login#offers`);
        await page.waitForURL(`${url}/account`);
      });
    });

    await t.step("signs in at the checkout, which keeps the seats", async () => {
      await signOut(page, url);
      const [, checkout] = await pathsWithSeats(page, url);
      await page.goto(url + checkout);
      await page.getByText("I have an account").click();
      await assertGoodPage(page);
      await press(page, phone, "Sign in with a passkey", () => page.getByText("The tickets go to").waitFor());
      assert.equal(new URL(page.url()).pathname, checkout);
    });

    await t.step("adds another one, and removes itself", async () => {
      await page.goto(`${url}/account/security/passkeys`);
      await page.getByLabel("Name of the passkey").fill("a key\u202e");
      await press(page, phone, "Confirm with a passkey", () => page.getByText("on one line").waitFor());
      const remove = page.locator("#passkeys li", { hasText: "my phone" }).getByRole("link");
      await page.goto(`${url}/account/security`);
      await remove.click();
      await assertGoodPage(page);
      await press(page, phone, "Confirm with a passkey", () => page.getByText("Passkeys").first().waitFor());
      await page.waitForURL(`${url}/account/security#passkeys`);
      assert.equal(await page.locator("#passkeys li").count(), 0);
      const [{ kind, subject }] = await mailsTo(url, email);
      assert.deepEqual([kind, subject], ["factor-changed", "A passkey was removed from your account"]);
      await signOut(page, url);
    });

    await t.step("that was removed signs in no longer, and the password alone does", async () => {
      await page.goto(`${url}/login`);
      await press(page, phone, "Sign in with a passkey", () =>
        page.getByText("This passkey wasn’t accepted").waitFor());
      await assertGoodPage(page);
      await enterPassword(page, url, email);
      await page.waitForURL(`${url}/account`);
    });

    await t.step("confirms deleting the account", async () => {
      await phone.forget();
      await page.goto(`${url}/account/security/passkeys`);
      await page.getByLabel("Password").fill(PASSWORD);
      await page.getByRole("button", { name: "Continue" }).click();
      await press(page, phone, "Create the passkey", () =>
        page.getByText("The passkey was added").waitFor());
      await page.goto(`${url}/account/delete`);
      await assertGoodPage(page);
      await press(page, phone, "Confirm with a passkey", () =>
        page.waitForURL(`${url}/`));
      await page.goto(`${url}/login`);
      await press(page, phone, "Sign in with a passkey", () =>
        page.getByText("This passkey wasn’t accepted").waitFor());
    });

    await t.step("that there is none of is no dead end", async () => {
      await phone.forget();
      await page.goto(`${url}/login`);
      await press(page, phone, "Sign in with a passkey", () =>
        page.getByText("No passkey was used").waitFor());
      await assertGoodPage(page);
    });
    await page.close();
  }));

Deno.test("without scripts, the pages say that passkeys need them, and all else works", {
  ignore: noChromium,
}, () =>
  withSite(async (browser, url) => {
    const page = await browser.newPage({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
    await page.goto(`${url}/login`);
    await page.getByText("Passkeys need JavaScript").waitFor();
    assert.equal(await page.getByRole("button", { name: "Sign in with a passkey" }).isVisible(), false);
    assert.equal(await overflowX(page), 0);
    await page.getByLabel("Email").fill("visitor@aisle.test");
    await page.getByLabel("Password").fill("aisle-demo");
    await page.getByRole("main").getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL(`${url}/account`);
    await page.close();
  }));
