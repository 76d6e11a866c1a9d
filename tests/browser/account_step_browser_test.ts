/** The account forms of the checkout: buyers sign up or in without leaving the page with their seats and the clock. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import { type Buyer, fill, holdSeats, newBuyer, payButton, register, untilConfirmed } from "./checkout.ts";
import { noChromium } from "./chromium.ts";

const PASSWORD = "a quiet correct horse";

const form = (page: Page, name: string) => page.getByRole("form", { name });

/** Asserts that the page is the checkout of this hold, with its seats and their clock. */
async function assertAtCheckout({ page }: Buyer, holdId: string, seats: number): Promise<void> {
  assert.equal(new URL(page.url()).pathname, `/checkout/${holdId}`);
  assert.equal(await page.locator(".seat-chip").count(), seats);
  const clock = await page.locator(".clock").boundingBox();
  const { height } = page.viewportSize()!;
  assert.ok(clock && clock.y >= 0 && clock.y + clock.height <= height, "the clock is not in the window");
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with scripts" : "without scripts";
  Deno.test(
    `the account step of the checkout, ${how}`,
    { ignore: noChromium },
    (t) =>
      withBrowser(async (browser, program) => {
        const step = (name: string, test: (buyer: Buyer, holdId: string) => Promise<void>) =>
          t.step(name, async () => {
            const buyer = await newBuyer(browser, program, { guest: true, javaScriptEnabled });
            try {
              const { hold } = await holdSeats(buyer);
              await buyer.page.goto(`${program.url}/checkout/${hold.id}`);
              await test(buyer, hold.id);
            } finally {
              await buyer.context.close();
            }
          });

        if (javaScriptEnabled) {
          await step("what is typed before the scripts run is kept", async ({ page }) => {
            const typed = Promise.withResolvers<void>();
            await page.route("**/_fresh/js/**", async (route) => {
              await typed.promise;
              await route.continue();
            });
            await page.reload({ waitUntil: "commit" });
            const fields = form(page, "Create an account");
            await page.getByText("I’m new here").click();
            await fields.getByLabel("Name").fill("Ada Lovelace");
            await fields.getByLabel("Email").fill("ada@example.org");
            const followed = page.waitForRequest("**/api/holds/*/stream");
            typed.resolve();
            await followed;
            assert.equal(await fields.getByLabel("Name").inputValue(), "Ada Lovelace");
            assert.equal(await fields.getByLabel("Email").inputValue(), "ada@example.org");
          });
        }

        await step(
          "an account is created on the page with the seats, even after a mistake",
          async (buyer, holdId) => {
            const { page } = buyer;
            const fields = form(page, "Create an account");
            await page.getByText("I’m new here").click();
            await fields.getByLabel("Name").fill("Ada Lovelace");
            await fields.getByLabel("Email").fill("ada@example.org");
            await fields.getByLabel("Password").fill("password123");
            await fields.getByRole("button", { name: "Create account and continue" }).click();
            await page.getByText("one of the most common passwords").waitFor();
            await assertAtCheckout(buyer, holdId, 2);
            assert.equal(await fields.getByLabel("Name").inputValue(), "Ada Lovelace");
            assert.equal(await fields.getByLabel("Password").inputValue(), "");
            assert.equal(await overflowX(page), 0);
            if (javaScriptEnabled) assert.deepEqual(await accessibilityFaults(page), []);

            await register(page);
            await assertAtCheckout(buyer, holdId, 2);
            const card = (await page.getByLabel("Card number").boundingBox())!;
            assert.ok(card.y >= 0 && card.y + card.height <= 740, "the card does not come next");
            await fill(page);
            await payButton(page).click();
            await untilConfirmed(page);
          },
        );

        await step("those who have an account sign in on the page with the seats", async (buyer, holdId) => {
          const { page, call } = buyer;
          const email = `${crypto.randomUUID()}@example.org`;
          // The account is created on another device.
          const other = await newBuyer(browser, program, { guest: true });
          await other.call("POST", "/api/auth/register", { name: "Ada", email, password: PASSWORD });
          await other.context.close();

          await page.getByText("I have an account").click();
          const fields = form(page, "Sign in");
          assert.ok(await page.getByRole("link", { name: "Forgot your password?" }).isVisible());
          await fields.getByLabel("Email").fill(email);
          await fields.getByLabel("Password").fill("wrong horse");
          await fields.getByRole("button", { name: "Sign in" }).click();
          await page.getByText("Wrong email or password").waitFor();
          await assertAtCheckout(buyer, holdId, 2);
          assert.equal(await fields.getByLabel("Email").inputValue(), email);
          assert.equal(await form(page, "Create an account").count(), 0, "the other form is still open");

          await fields.getByLabel("Password").fill(PASSWORD);
          await fields.getByRole("button", { name: "Sign in" }).click();
          await page.getByText(`The tickets go to ${email}`).waitFor();
          assert.equal(await page.getByRole("textbox", { name: /^Email/ }).count(), 0);
          await assertAtCheckout(buyer, holdId, 2);
          assert.equal((await call("GET", "/api/me") as { email: string }).email, email);
        });
      }),
  );
}
