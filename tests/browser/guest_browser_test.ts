/** Buying with an email address alone: the checkout, the email, the booking by its link, and adding it to an account. */
import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { until } from "@/lib/testing/until.ts";
import { latestLink, mailsTo } from "../program/mails.ts";
import type { Program } from "../program/program.ts";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import { fill, holdSeats, newBuyer, payButton, untilConfirmed } from "./checkout.ts";
import { noChromium } from "./chromium.ts";

const PASSWORD = "a quiet correct horse";
const PHONE = { viewport: { width: 360, height: 740 } };

async function assertGoodPage(page: Page, javaScriptEnabled: boolean): Promise<void> {
  assert.equal(await overflowX(page), 0);
  if (javaScriptEnabled) assert.deepEqual(await accessibilityFaults(page), []);
}

/** Buys as a guest on a phone, and returns the page of the booking. */
async function buy(
  browser: Browser,
  program: Program,
  email: string,
  javaScriptEnabled: boolean,
): Promise<Page> {
  const buyer = await newBuyer(browser, program, { guest: true, javaScriptEnabled });
  const { page } = buyer;
  const { hold } = await holdSeats(buyer);
  await page.goto(`${program.url}/checkout/${hold.id}`);
  if (javaScriptEnabled) await page.locator("form[novalidate]").waitFor();
  await fill(page);
  if (javaScriptEnabled) {
    await payButton(page).click();
    await page.getByText("Enter an email address, such as").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("name")), "email");
  }
  await assertGoodPage(page, javaScriptEnabled);
  const clock = await page.locator(".clock").boundingBox();
  assert.ok(clock && clock.y >= 0 && clock.y + clock.height <= 740, "the clock is not in the window");
  // The forms for an account come first, closed.
  await page.locator("#field-email").fill(email);
  await page.locator("#field-buyerName").fill("Ada Lovelace");
  await payButton(page).click();
  await untilConfirmed(page);
  await page.getByText(`sent them to ${email}`).waitFor();
  assert.equal(await page.locator(".ticket").count(), 2);
  await assertGoodPage(page, javaScriptEnabled);
  return page;
}

/** The link to the booking in the email to its guest. */
async function mailedLink(program: Program, email: string): Promise<string> {
  const links = async () => (await mailsTo(program.url, email)).flatMap(({ links }) => links);
  const isKey = (link: string) => link.includes("/bookings/") && link.includes("?key=");
  return (await until(links, (links) => links.some(isKey))).find(isKey)!;
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with scripts" : "without scripts";
  Deno.test(
    `a guest's booking, ${how}`,
    { ignore: noChromium },
    (t) =>
      withBrowser(async (browser, program) => {
        const { url } = program;
        await t.step(
          "is opened by the link in its email in a fresh browser, and cancelled there",
          async () => {
            const email = `${crypto.randomUUID()}@example.org`;
            const bought = await buy(browser, program, email, javaScriptEnabled);
            const path = new URL(bought.url()).pathname;
            const page = await browser.newPage({ ...PHONE, javaScriptEnabled });
            await page.goto(url + path);
            assert.equal(new URL(page.url()).pathname, "/login", "nobody else sees it");
            await page.goto(await mailedLink(program, email));
            assert.equal(page.url(), url + path, "the key stays out of the history");
            await untilConfirmed(page);
            assert.equal(await page.locator(".ticket").count(), 2);
            await page.getByText("Cancel this booking").click();
            await page.getByRole("button", { name: "Cancel and get a refund" }).click();
            await page.getByRole("heading", { name: "This booking is cancelled" }).waitFor();
            await assertGoodPage(page, javaScriptEnabled);
            await bought.reload();
            await bought.getByRole("heading", { name: "This booking is cancelled" }).waitFor();
          },
        );

        await t.step("is erased on its page, which says so and cannot be opened again", async () => {
          const email = `${crypto.randomUUID()}@example.org`;
          const page = await buy(browser, program, email, javaScriptEnabled);
          const address = page.url();
          await page.getByText("Erase my name and email").click();
          await page.getByRole("button", { name: "Erase them" }).click();
          await page.getByText("Your name and email address have been erased").waitFor();
          await assertGoodPage(page, javaScriptEnabled);
          assert.deepEqual(await mailsTo(url, email), []);
          await page.goto(address);
          assert.equal(new URL(page.url()).pathname, "/login");
        });

        await t.step("joins an account with its confirmed address, by a button", async () => {
          const email = `${crypto.randomUUID()}@example.org`;
          const page = await buy(browser, program, email, javaScriptEnabled);
          const { pathname } = new URL(page.url());
          const link = await mailedLink(program, email);
          await page.getByRole("link", { name: "create an account" }).click();
          await page.getByLabel("Name").fill("Ada Lovelace");
          await page.getByLabel("Email").fill(email);
          await page.getByLabel("Password").fill(PASSWORD);
          await page.getByRole("button", { name: "Create account" }).click();
          await page.waitForURL(url + pathname);
          await page.getByText(/Confirm it in your account/).waitFor();
          assert.equal(await page.getByRole("button", { name: "Add to my account" }).count(), 0);

          await page.goto(await latestLink(url, email, "confirm"));
          await page.getByRole("button", { name: "Confirm this address" }).click();
          await page.getByText("Your email address is confirmed").waitFor();
          await page.goto(url + pathname);
          await assertGoodPage(page, javaScriptEnabled);
          await page.getByRole("button", { name: "Add to my account" }).click();
          await page.getByRole("link", { name: "your messages" }).waitFor();
          assert.equal(await page.locator(".ticket").count(), 2);
          await page.goto(`${url}/account/bookings`);
          assert.equal(await page.locator(`a[href="${pathname}"]`).count(), 1);

          const elsewhere = await browser.newPage(PHONE);
          assert.equal((await elsewhere.goto(link))!.status(), 404, "the link is void");
        });
      }),
  );
}
