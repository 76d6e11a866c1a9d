/** Unusual bookings: free of charge, still being paid without scripts, cancelled from an outdated page. */
import assert from "node:assert/strict";
import { until } from "@/lib/testing/until.ts";
import { signIn } from "../program/client.ts";
import type { Program } from "../program/program.ts";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import {
  type Buyer,
  fill,
  FILM,
  type Hold,
  holdSeats,
  newBuyer,
  openCheckout,
  payButton,
  register,
  untilConfirmed,
} from "./checkout.ts";
import { noChromium } from "./chromium.ts";

const NEVER_RESPONDS = "4000 0000 0000 9995";

/** Publishes a copy of the film that is free of charge and starts a year later. Returns its id. */
async function publishFree({ url }: Program): Promise<string> {
  const organizer = await signIn(url, "organizer@aisle.test");
  const { body: film } = await organizer.get(`/api/events/${FILM}`);
  const { body: copy } = await organizer.post(`/api/admin/events/${film.id}/duplicate`);
  const startsAt = new Date(Date.parse(film.startsAt) + 365 * 86_400_000);
  const changed = await organizer.call("PATCH", `/api/admin/events/${copy.id}`, {
    startsAt: startsAt.toISOString(),
    endsAt: new Date(startsAt.getTime() + 7_200_000).toISOString(),
    cancellation: { allowed: true },
    zones: copy.zones.map((zone: { id: string; name: string }) => ({ ...zone, price: 0 })),
  }, { "if-match": `"${copy.revision}"` });
  assert.equal(changed.status, 200, JSON.stringify(changed.body));
  const published = await organizer.post(`/api/admin/events/${copy.id}/publish`);
  assert.equal(published.status, 200, JSON.stringify(published.body));
  return copy.id;
}

async function check({ page }: Buyer): Promise<void> {
  assert.equal(await overflowX(page), 0, page.url());
  assert.deepEqual(await accessibilityFaults(page), [], page.url());
}

Deno.test(
  "unusual bookings in a browser",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, program) => {
      const { url } = program;
      const step = (
        name: string,
        test: (buyer: Buyer) => Promise<void>,
        options: Parameters<typeof newBuyer>[2] = {},
      ) =>
        t.step(name, async () => {
          const buyer = await newBuyer(browser, program, options);
          try {
            await test(buyer);
          } finally {
            await buyer.context.close();
          }
        });
      const plain = { javaScriptEnabled: false };
      const free = await publishFree(program);

      for (const [how, options] of [["with", {}], ["without", plain]] as const) {
        await step(`a free event is booked ${how} scripts and without a card`, async (buyer) => {
          const { page, call } = buyer;
          const hold = await call("POST", `/api/events/${free}/holds`, { best: { quantity: 2 } }) as Hold;
          await page.goto(`${url}/checkout/${hold.id}`);
          await page.getByRole("heading", { name: "Book your seats" }).waitFor();
          await register(page);
          assert.equal(await page.getByLabel("Card number").count(), 0);
          assert.equal(await page.locator('.steps [aria-current="step"]').innerText(), "Booking");
          const book = page.getByRole("button", { name: "Book free of charge" });
          if (options !== plain) {
            await page.locator("form[novalidate]").waitFor();
            await book.click();
            await page.getByText("Agree to the terms, or").waitFor();
            await check(buyer);
          }
          await page.getByLabel(/I agree/).check();
          await book.click();
          await untilConfirmed(page);
          assert.equal(await page.locator(".ticket").count(), 2);
        }, { ...options, guest: true });
      }

      await step(
        "without scripts the page after Pay shows the outcome if it is known soon",
        async (buyer) => {
          const { page } = buyer;
          let shown = 0;
          page.on("response", (response) => {
            if (new URL(response.url()).pathname.startsWith("/bookings/")) shown++;
          });
          const pay = async () => {
            shown = 0;
            const { hold } = await holdSeats(buyer, { best: { quantity: 1 } });
            await page.goto(`${url}/checkout/${hold.id}`);
            await fill(page);
            await payButton(page).click();
            await untilConfirmed(page);
            return shown;
          };
          // A busy machine may take too long; the payment is then shown as being processed first.
          await until(pay, (pages) => pages === 1);
        },
        plain,
      );

      await step(
        "without scripts the page says that a payment is being processed, and reloads automatically",
        async (buyer) => {
          const { page } = buyer;
          const { hold } = await holdSeats(buyer);
          await page.goto(`${url}/checkout/${hold.id}`);
          await fill(page, NEVER_RESPONDS);
          await payButton(page).click();
          await page.getByRole("heading", { name: "Your payment is being processed" }).waitFor();
          const words = await page.locator("#waiting").innerText();
          assert.match(words, /You can also close it/);
          assert.equal(await overflowX(page), 0);
          await page.waitForRequest(page.url());
          await page.getByRole("heading", { name: "Your payment is being processed" }).waitFor();
        },
        plain,
      );

      await step(
        "cancelling is refused with the current refund if the page shows another amount",
        async (buyer) => {
          const { page } = buyer;
          await openCheckout(buyer, program);
          await fill(page);
          await payButton(page).click();
          await untilConfirmed(page);
          const bookingUrl = page.url();
          const refund = page.locator('input[name="refund"]');
          const cancel = async () => {
            const button = page.getByRole("button", { name: /Cancel and get/ });
            if (!await button.isVisible()) await page.getByText("Cancel this booking").click();
            await page.getByRole("button", { name: /Cancel and get/ }).click();
          };
          const setRefund = (value: string) =>
            refund.evaluate((input, value) => (input as HTMLInputElement).value = value, value);

          const sum = await refund.inputValue();
          await setRefund("1");
          const [changed] = await Promise.all([page.waitForResponse(bookingUrl), cancel()]);
          assert.equal(changed.status(), 409);
          const refusal = page.getByRole("alert").filter({ hasText: "Your refund has changed" });
          await refusal.waitFor();
          const display = await refusal.locator(".price").evaluate((sum) => getComputedStyle(sum).display);
          assert.equal(display, "inline", "the amount is not within its sentence");
          assert.ok(
            await page.getByRole("button", { name: /Cancel and get/ }).isVisible(),
            "cancelling cannot be tried again immediately",
          );
          assert.equal(await refund.inputValue(), sum, "the form has another amount than the refusal");
          await check(buyer);

          await setRefund("all of it");
          const [unclear] = await Promise.all([page.waitForResponse(bookingUrl), cancel()]);
          assert.equal(unclear.status(), 422);
          await page.getByRole("alert").filter({ hasText: "nothing was cancelled" }).waitFor();

          const other = await buyer.context.newPage();
          await other.goto(bookingUrl);
          await cancel();
          await page.getByRole("heading", { name: "This booking is cancelled" }).waitFor();
          await other.getByText("Cancel this booking").click();
          const button = other.getByRole("button", { name: /Cancel and get/ });
          const [late] = await Promise.all([other.waitForResponse(bookingUrl), button.click()]);
          assert.equal(late.status(), 409);
          await other.getByRole("heading", { name: "This booking is cancelled" }).waitFor();
        },
      );
    }),
);
