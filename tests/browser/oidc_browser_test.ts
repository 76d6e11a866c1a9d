/** Single sign-on on a phone: connecting an account, signing in, buying as somebody new, and disconnecting. */
import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { startProvider, TEST_CLIENT, type TestPerson } from "@/lib/testing/oidc_provider.ts";
import { latestLink, mailsTo } from "../program/mails.ts";
import type { Program } from "../program/program.ts";
import { accessibilityFaults, overflowX, pathsWithSeats, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";

const PASSWORD = "a quiet correct horse";
const PHONE = { viewport: { width: 360, height: 740 } };

/** Runs `test` on a site whose people sign in at a provider called Example. */
async function withProvider(
  people: Record<string, TestPerson>,
  test: (browser: Browser, program: Program) => Promise<void>,
  env: Record<string, string> = {},
): Promise<void> {
  const provider = await startProvider(people);
  try {
    await withBrowser(test, {
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: TEST_CLIENT.id,
      OIDC_CLIENT_SECRET: TEST_CLIENT.secret,
      OIDC_NAME: "Example",
      ...env,
    });
  } finally {
    await provider.close();
  }
}

async function assertGoodPage(page: Page, javaScriptEnabled: boolean): Promise<void> {
  assert.equal(await overflowX(page), 0);
  if (javaScriptEnabled) assert.deepEqual(await accessibilityFaults(page), []);
}

/** Signs a new person up, and confirms their address. */
async function confirmed(page: Page, url: string): Promise<string> {
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
  return email;
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with scripts" : "without scripts";
  Deno.test(
    `an account is connected, signed in to, and disconnected on a phone, ${how}`,
    { ignore: noChromium },
    (t) =>
      withProvider({ ada: { email: "ada@provider.test" } }, async (browser, { url }) => {
        const page = await browser.newPage({ ...PHONE, javaScriptEnabled });
        const check = () => assertGoodPage(page, javaScriptEnabled);
        const email = await confirmed(page, url);

        await t.step("from the security page, with the password", async () => {
          await page.goto(`${url}/account/security`);
          await check();
          await page.getByRole("link", { name: "Connect" }).click();
          await page.getByRole("button", { name: "ada" }).click();
          await page.getByText("From then on, ada@provider.test at Example signs in").waitFor();
          await check();
          await page.getByLabel("Password").fill("not this one");
          await page.getByRole("button", { name: "Connect" }).click();
          await page.getByText("This isn’t the password of your account").waitFor();
          await check();
          await page.getByLabel("Password").fill(PASSWORD);
          await page.getByRole("button", { name: "Connect" }).click();
          await page.getByText("You can now sign in with Example").waitFor();
          await check();
          assert.equal((await mailsTo(url, email))[0].kind, "factor-changed");
        });

        await t.step(
          "another browser is signed in by the provider, and led to where it wanted to go",
          async () => {
            const context = await browser.newContext({ ...PHONE, javaScriptEnabled });
            const other = await context.newPage();
            await other.goto(`${url}/login?next=%2Faccount%2Fbookings`);
            await assertGoodPage(other, javaScriptEnabled);
            await other.getByRole("link", { name: "Continue with Example" }).click();
            await other.getByRole("button", { name: "cancel" }).click();
            await other.getByText("You cancelled signing in").waitFor();
            await assertGoodPage(other, javaScriptEnabled);
            await other.getByRole("link", { name: "Try again" }).click();
            await other.getByRole("button", { name: "ada" }).click();
            await other.waitForURL(`${url}/account/bookings`);
            await context.close();
          },
        );

        await t.step("signing in at the provider again replaces the password for disconnecting", async () => {
          await page.goto(`${url}/account/security`);
          await page.getByRole("link", { name: "Disconnect" }).click();
          await check();
          await page.getByRole("link", { name: "Confirm with Example instead" }).click();
          await page.getByRole("button", { name: "ada" }).click();
          await page.getByText("You’ve confirmed that it’s you").waitFor();
          assert.equal(await page.getByLabel("Password").count(), 0);
          await check();
          await page.getByRole("button", { name: "Disconnect" }).click();
          await page.getByText("Connect your account, and you can sign in with Example").waitFor();
        });
        await page.close();
      }),
  );
}

Deno.test(
  "a new buyer comes from the provider, keeps the seats, and has no other way to sign in until they set a password",
  { ignore: noChromium },
  () =>
    withProvider(
      { bea: { email: "bea@provider.test", email_verified: true, name: "Bea" } },
      async (browser, { url }) => {
        const page = await browser.newPage(PHONE);
        const [, checkout] = await pathsWithSeats(page, url);
        await page.goto(url + checkout);
        await assertGoodPage(page, true);
        await page.getByRole("link", { name: "Continue with Example" }).click();
        await page.getByRole("button", { name: "bea" }).click();
        await page.getByText("bea@provider.test").waitFor();
        assert.equal(new URL(page.url()).pathname, checkout);
        await page.getByLabel("Card number").waitFor();

        await page.goto(`${url}/account/security`);
        await page.getByText("Your account has no password").waitFor();
        await assertGoodPage(page, true);
        await page.getByRole("link", { name: "Disconnect" }).click();
        await page.getByRole("link", { name: "Confirm with Example instead" }).click();
        await page.getByRole("button", { name: "bea" }).click();
        await page.getByRole("button", { name: "Disconnect" }).click();
        await page.getByText("This is your only way to sign in").waitFor();
        await assertGoodPage(page, true);
        await page.close();
      },
      { OIDC_BUYERS: "on" },
    ),
);

Deno.test(
  "someone whom the provider knows and this site does not signs in the old way, then connects the two",
  { ignore: noChromium },
  () =>
    withProvider({ ada: { email: "ada@provider.test" } }, async (browser, { url }) => {
      const first = await browser.newContext(PHONE);
      const email = await confirmed(await first.newPage(), url);
      await first.close();
      const page = await browser.newPage(PHONE);
      await page.goto(`${url}/login`);
      await page.getByRole("link", { name: "Continue with Example" }).click();
      await page.getByRole("button", { name: "ada" }).click();
      await page.getByText("No account here is connected to ada@provider.test at Example yet").waitFor();
      await assertGoodPage(page, true);
      await page.getByRole("link", { name: "Sign in", exact: true }).last().click();
      await page.getByLabel("Email").fill(email);
      await page.getByLabel("Password").fill(PASSWORD);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByText("signs in to your account").waitFor();
      await assertGoodPage(page, true);
      await page.getByRole("button", { name: "Connect" }).click();
      await page.getByText("You can now sign in with Example").waitFor();
      await page.close();
    }),
);
