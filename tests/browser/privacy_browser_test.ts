/** A person's data on a phone: downloading all of it, giving up a change of address, and deleting the account. */
import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { codeOfStep, currentStep } from "@/lib/auth/totp.ts";
import { latestLink } from "../program/mails.ts";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";

const PASSWORD = "a quiet correct horse";

interface Person {
  page: Page;
  email: string;
}

/** Someone on a phone with a new account, whose address is confirmed. */
async function registered(browser: Browser, url: string, javaScriptEnabled: boolean): Promise<Person> {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 }, javaScriptEnabled });
  const email = `${crypto.randomUUID()}@example.org`;
  await page.goto(`${url}/register`);
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByLabel("Email").fill(email);
  await enter(page, "Password", PASSWORD);
  await page.waitForURL(`${url}/account`);
  await page.goto(await latestLink(url, email, "confirm"));
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await page.getByText("Your email address is confirmed").waitFor();
  return { page, email };
}

/** Fills a field and sends its form by keyboard. */
async function enter(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(text);
  await field.press("Enter");
}

/** Sets up an authenticator app. Returns what gives a code that is accepted: each works once. */
async function setUpApp(page: Page, url: string): Promise<() => string> {
  await page.goto(`${url}/account/security/app`);
  await enter(page, "Password", PASSWORD);
  const secret = (await page.locator(".factor-secret").textContent())!.replaceAll(" ", "");
  await enter(page, "Code", codeOfStep(secret, currentStep(Date.now())));
  await page.getByText("Two-step verification is on").waitFor();
  const recoveryCodes = await page.locator(".recovery-codes code").allTextContents();
  return () => recoveryCodes.pop()!;
}

async function download(page: Page, link: string): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: link }).click(),
  ]);
  return { name: file.suggestedFilename(), bytes: await Deno.readFile(await file.path()) };
}

for (const javaScriptEnabled of [true, false]) {
  for (const hasFactor of [true, false]) {
    const how = [
      javaScriptEnabled ? "with scripts" : "without scripts",
      hasFactor ? "and a second factor" : "",
    ];
    Deno.test(
      `a person downloads their data, keeps their address, and deletes their account, ${
        how.join(" ").trim()
      }`,
      { ignore: noChromium },
      (t) =>
        withBrowser(async (browser, { url }) => {
          const { page, email } = await registered(browser, url, javaScriptEnabled);
          const nextCode = hasFactor ? await setUpApp(page, url) : null;
          const check = async () => {
            assert.equal(await overflowX(page), 0);
            if (javaScriptEnabled) assert.deepEqual(await accessibilityFaults(page), []);
          };
          /** Fills in the proof that it is their account. */
          const prove = async (button: string, password = page.getByLabel("Password", { exact: true })) => {
            await password.fill(PASSWORD);
            if (nextCode) await page.getByLabel("Code", { exact: true }).fill(nextCode());
            await page.getByRole("button", { name: button }).click();
          };

          await t.step("the account has everything about them, in two formats", async () => {
            await page.goto(`${url}/account`);
            await check();
            const json = await download(page, "Download as JSON");
            assert.equal(json.name, "aisle-data.json");
            const { account } = JSON.parse(new TextDecoder().decode(json.bytes));
            assert.deepEqual([account.email, account.factors], [email, hasFactor ? ["totp"] : []]);
            const pdf = await download(page, "Download as PDF");
            assert.equal(pdf.name, "aisle-data.pdf");
            assert.equal(new TextDecoder().decode(pdf.bytes.slice(0, 5)), "%PDF-");
          });

          await t.step("a change of address is given up", async () => {
            await page.goto(`${url}/account/security`);
            await page.getByLabel("New email").fill("ada.new@example.org");
            await prove("Send a link", page.locator("#email").getByLabel("Password"));
            await page.getByText("Waiting for confirmation").waitFor();
            await check();
            await page.getByRole("button", { name: "Cancel the change" }).click();
            await page.getByText("The change was cancelled").waitFor();
            await check();
            assert.equal(await page.getByText("Waiting for confirmation").count(), 0);
          });

          await t.step("the account is deleted once they have proved that it is theirs", async () => {
            await page.goto(`${url}/account`);
            await page.getByRole("link", { name: "Delete account" }).click();
            await check();
            await page.getByLabel("Password", { exact: true }).fill("not this one");
            if (nextCode) await page.getByLabel("Code", { exact: true }).fill("000000");
            await page.getByRole("button", { name: "Delete for good" }).click();
            await page.getByText("This isn’t the password of your account").waitFor();
            await check();
            await prove("Delete for good");
            await page.waitForURL(`${url}/`);
            await page.goto(`${url}/account`);
            assert.equal(page.url(), `${url}/login?next=%2Faccount`);
          });
        }),
    );
  }
}
