/** Links that are emailed to the owner of an account, from the page that asks for one to the page that it opens. */
import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { openPool } from "@/lib/db/pool.ts";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import { launchChromium, noChromium } from "./chromium.ts";
import { latestLink, mailsTo } from "../program/mails.ts";
import { databaseDeployment, withProgram } from "../program/program.ts";

const PASSWORD = "a quiet correct horse";

interface Person {
  page: Page;
  email: string;
}

/** Someone on a phone with a new account, at the account's page. */
async function registered(browser: Browser, url: string, javaScriptEnabled: boolean): Promise<Person> {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 }, javaScriptEnabled });
  const email = `${crypto.randomUUID()}@example.org`;
  await page.goto(`${url}/register`);
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL(`${url}/account`);
  return { page, email };
}

async function assertGoodPage(page: Page, javaScriptEnabled: boolean): Promise<void> {
  assert.equal(await overflowX(page), 0);
  if (javaScriptEnabled) assert.deepEqual(await accessibilityFaults(page), []);
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with scripts" : "without scripts";
  Deno.test(
    `links in emails about an account, ${how}`,
    { ignore: noChromium },
    (t) =>
      withBrowser(async (browser, { url }, env) => {
        await t.step("a new account is asked to confirm its address, until its link is opened", async () => {
          const { page, email } = await registered(browser, url, javaScriptEnabled);
          await page.getByText(`We sent a link to ${email}`).waitFor();
          await page.getByRole("button", { name: "Send it again" }).click();
          await page.getByText(`We’ve sent another link to ${email}`).waitFor();
          await assertGoodPage(page, javaScriptEnabled);

          const link = await latestLink(url, email, "confirm");
          await page.goto(link);
          await page.getByText(`Confirm that ${email} is your address`).waitFor();
          await assertGoodPage(page, javaScriptEnabled);
          await page.getByRole("button", { name: "Confirm this address" }).click();
          await page.getByText("Your email address is confirmed").waitFor();
          assert.equal(page.url(), `${url}/confirm?done`, "the token stays out of the history");
          await assertGoodPage(page, javaScriptEnabled);
          await page.getByRole("link", { name: "Go to your account" }).click();
          await page.getByRole("heading", { name: "Your next event" }).waitFor();
          assert.equal(await page.getByRole("button", { name: "Send it again" }).count(), 0);

          await page.goto(link);
          await page.getByText("This link has already been used").waitFor();
          await page.goto(`${link}x`);
          await page.getByText("This link no longer works").waitFor();
          await assertGoodPage(page, javaScriptEnabled);
          await page.close();
        });

        await t.step("a link confirms the account that it was sent to, whoever is signed in", async () => {
          const ada = await registered(browser, url, javaScriptEnabled);
          const bob = await registered(browser, url, javaScriptEnabled);
          await bob.page.goto(await latestLink(url, ada.email, "confirm"));
          await bob.page.getByRole("button", { name: "Confirm this address" }).click();
          await bob.page.getByRole("link", { name: "Go to your account" }).click();
          await bob.page.getByText(`We sent a link to ${bob.email}`).waitFor();
          await ada.page.reload();
          await ada.page.getByRole("heading", { name: "Your next event" }).waitFor();
          assert.equal(await ada.page.getByRole("button", { name: "Send it again" }).count(), 0);
          await Promise.all([ada, bob].map(({ page }) => page.close()));
        });

        await t.step(
          "a forgotten password is replaced through a link, and the account is signed out",
          async () => {
            const { page, email } = await registered(browser, url, javaScriptEnabled);
            const elsewhere = await browser.newPage({
              viewport: { width: 360, height: 740 },
              javaScriptEnabled,
            });
            await elsewhere.goto(`${url}/login`);
            await elsewhere.getByRole("link", { name: "Forgot your password?" }).click();
            await elsewhere.getByLabel("Email").fill(email);
            await assertGoodPage(elsewhere, javaScriptEnabled);
            await elsewhere.getByRole("button", { name: "Send the link" }).click();
            await elsewhere.getByText("Check your email").waitFor();
            await assertGoodPage(elsewhere, javaScriptEnabled);

            const link = await latestLink(url, email, "reset");
            await elsewhere.goto(link);
            await elsewhere.getByText(`For the account of ${email}`).waitFor();
            await elsewhere.getByLabel("New password").fill("aisle-tickets");
            await elsewhere.getByRole("button", { name: "Set the password" }).click();
            await elsewhere.getByText("little more than words from this site").waitFor();
            await assertGoodPage(elsewhere, javaScriptEnabled);
            await elsewhere.getByLabel("New password").fill("seven boats and a gull");
            await elsewhere.getByRole("button", { name: "Set the password" }).click();
            await elsewhere.getByText("Your new password is set").waitFor();
            assert.equal(elsewhere.url(), `${url}/reset?done`, "the token stays out of the history");
            await assertGoodPage(elsewhere, javaScriptEnabled);

            await page.goto(`${url}/account`);
            assert.equal(new URL(page.url()).pathname, "/login", "the other device is signed out");
            await elsewhere.getByRole("main").getByRole("link", { name: "Sign in" }).click();
            await elsewhere.getByLabel("Email").fill(email);
            await elsewhere.getByLabel("Password").fill("seven boats and a gull");
            await elsewhere.getByRole("main").getByRole("button", { name: "Sign in" }).click();
            await elsewhere.waitForURL(`${url}/account`);

            await elsewhere.goto(link);
            await elsewhere.getByText("This link has already been used").waitFor();
            await elsewhere.goto(`${link}x`);
            await elsewhere.getByText("This link no longer works").waitFor();
            await elsewhere.getByRole("link", { name: "Ask for a new link" }).click();
            await elsewhere.waitForURL(`${url}/forgot`);
            await Promise.all([page.close(), elsewhere.close()]);
          },
        );

        await t.step("an expired link says so", async () => {
          const { page, email } = await registered(browser, url, javaScriptEnabled);
          const link = await latestLink(url, email, "confirm");
          const sql = openPool(env.DATABASE_URL);
          await sql`update one_time_links set expires_at = now() where email = ${email}`;
          await sql.end();
          await page.goto(link);
          await page.getByText("This link no longer works").waitFor();
          await page.close();
        });

        await t.step("password and address are changed under Security", async () => {
          const { page, email } = await registered(browser, url, javaScriptEnabled);
          await page.getByRole("link", { name: "Security" }).click();
          await page.getByRole("heading", { name: "Change password" }).waitFor();
          await assertGoodPage(page, javaScriptEnabled);
          const password = page.getByRole("region", { name: "Change password" });
          await password.getByLabel("Current password").fill("a wrong password");
          await password.getByLabel("New password").fill("seven boats and a gull");
          await password.getByRole("button", { name: "Change password" }).click();
          await password.getByText("This isn’t your current password").waitFor();
          await assertGoodPage(page, javaScriptEnabled);
          await password.getByLabel("Current password").fill(PASSWORD);
          await password.getByLabel("New password").fill("seven boats and a gull");
          await password.getByRole("button", { name: "Change password" }).click();
          await password.getByText("Your password has been changed").waitFor();

          const newEmail = `${crypto.randomUUID()}@example.net`;
          const address = page.getByRole("region", { name: "Change email address" });
          await address.getByLabel("New email").fill(newEmail);
          await address.getByLabel("Password", { exact: true }).fill("seven boats and a gull");
          await address.getByRole("button", { name: "Send a link to the new address" }).click();
          await address.getByText(`We’ve sent a link to ${newEmail}`).waitFor();
          await assertGoodPage(page, javaScriptEnabled);
          assert.equal((await mailsTo(url, email))[0].kind, "email-changing");

          await page.goto(await latestLink(url, newEmail, "confirm"));
          await page.getByText(`Confirm ${newEmail} as the new address`).waitFor();
          await page.getByRole("button", { name: "Confirm this address" }).click();
          await page.getByText("Your email address is confirmed").waitFor();
          await page.goto(`${url}/account/security`);
          await page.getByText(`You sign in with ${newEmail}`).waitFor();
          await page.close();
        });

        await t.step("developers read every email at /dev/mail and follow its links", async () => {
          const { page, email } = await registered(browser, url, javaScriptEnabled);
          await page.goto(`${url}/dev/mail`);
          await page.getByText(`To ${email}`).waitFor();
          await assertGoodPage(page, javaScriptEnabled);
          const [{ links: [link] }] = await mailsTo(url, email);
          await page.getByRole("link", { name: link }).click();
          await page.getByText(`Confirm that ${email} is your address`).waitFor();
          await page.close();
        });
      }),
  );
}

Deno.test(
  "forms work over plain HTTP, where browsers do not say in Sec-Fetch-Site that they are ours",
  { ignore: noChromium },
  () =>
    withProgram(databaseDeployment, {}, async ({ url }) => {
      const site = url.replace("127.0.0.1", "tickets.test");
      const browser = await launchChromium({ flags: ["--host-resolver-rules=MAP tickets.test 127.0.0.1"] });
      const open = async (page: Page, link: string) => void await page.goto(link.replace(url, site));
      try {
        const { page, email } = await registered(browser, site, true);
        const sent: (string | null)[] = [];
        page.on("request", async (request) => {
          if (request.method() === "POST") sent.push(await request.headerValue("sec-fetch-site"));
        });
        await open(page, await latestLink(url, email, "confirm"));
        await page.getByRole("button", { name: "Confirm this address" }).click();
        await page.getByText("Your email address is confirmed").waitFor();
        await open(page, `${url}/forgot`);
        await page.getByLabel("Email").fill(email);
        await page.getByRole("button", { name: "Send the link" }).click();
        await page.getByText("Check your email").waitFor();
        await open(page, await latestLink(url, email, "reset"));
        await page.getByLabel("New password").fill("seven boats and a gull");
        await page.getByRole("button", { name: "Set the password" }).click();
        await page.getByText("Your new password is set").waitFor();
        assert.deepEqual(sent, [null, null, null]);
      } finally {
        await browser.close();
      }
    }),
);
