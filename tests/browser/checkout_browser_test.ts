/** The checkout when time runs out, or a buyer goes back, clicks twice, opens two tabs or loses the network. */
import assert from "node:assert/strict";
import { until } from "@/lib/testing/until.ts";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";
import {
  APPROVED,
  bookingsOf,
  type Buyer,
  DECLINED,
  fill,
  newBuyer,
  openCheckout,
  payButton,
  untilConfirmed,
  untilReady,
} from "./checkout.ts";

Deno.test(
  "the checkout in a browser",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, program) => {
      const { url } = program;
      const step = (name: string, test: (buyer: Buyer) => Promise<void>) =>
        t.step(name, async () => {
          const buyer = await newBuyer(browser, program);
          try {
            await test(buyer);
          } finally {
            await buyer.context.close();
          }
        });

      await step(
        "an error is shown when its field loses focus, and nothing is sent",
        async (buyer) => {
          const { page } = buyer;
          await openCheckout(buyer, program);
          await page.getByLabel("Card number").fill("12");
          await page.getByLabel("Card number").press("Tab");
          await page.getByText("Enter the full card number").waitFor();
          await page.getByLabel("Card number").fill(APPROVED);
          await payButton(page).click();
          await page.getByText("Agree to the terms, or").waitFor();
          assert.equal(await page.getByText("Enter the full card number").count(), 0);
          assert.equal(await page.getByLabel("Card number").inputValue(), APPROVED);
          assert.ok(
            await page.getByLabel("Name on the card").evaluate((field) => field === document.activeElement),
          );
          assert.deepEqual(await bookingsOf(buyer), []);
          const [field, bar] = [page.getByLabel("Name on the card"), page.locator(".clock-bar")];
          const [fieldBox, barBox] = [(await field.boundingBox())!, (await bar.boundingBox())!];
          assert.ok(
            fieldBox.y >= barBox.y + barBox.height,
            "the clock covers the field with the error",
          );
          assert.equal(await overflowX(page), 0);
          assert.deepEqual(await accessibilityFaults(page), []);
        },
      );

      await step(
        "prices and times are in the account’s language or otherwise the browser’s, with and without scripts",
        async (buyer) => {
          const { page, context } = buyer;
          await openCheckout(buyer, program);
          const asRead = async () => {
            const html = await (await page.reload())!.text();
            await untilReady(page);
            const price = await payButton(page).innerText();
            assert.ok(html.includes(price.replace("Pay ", "")), `the server did not write ${price}`);
            return [price, await page.locator(".clock-bar > span").first().innerText()];
          };
          const [price, time] = await asRead();
          assert.match(price, /^Pay \d+,\d\d\s€$/);
          assert.match(time, /until \d+:\d\d \(/);
          const saved = await context.request.patch(`${url}/api/me`, {
            data: { locale: "en-US" },
            headers: { origin: url },
          });
          assert.equal(saved.status(), 200);
          const [americanPrice, americanTime] = await asRead();
          assert.match(americanPrice, /^Pay €\d+\.\d\d$/);
          assert.match(americanTime, /until \d+:\d\d\s[AP]M /);
        },
      );

      await step("two clicks place one booking, and going back leads to it", async (buyer) => {
        const { page } = buyer;
        const { hold } = await openCheckout(buyer, program);
        await fill(page);
        await payButton(page).dblclick();
        await untilConfirmed(page);
        assert.equal((await bookingsOf(buyer)).length, 1);
        const booked = page.url();
        await page.goBack();
        await page.waitForURL(booked);
        await page.goto(`${url}/checkout/${hold.id}?seat=x`);
        assert.equal(page.url(), booked);
        await page.reload();
        await untilConfirmed(page);
      });

      await step(
        "a second tab is sent to the booking of the first, immediately or once its pay button is pressed",
        async (buyer) => {
          const { page, context } = buyer;
          await openCheckout(buyer, program);
          const [live, isolated] = [await context.newPage(), await context.newPage()];
          // The isolated tab neither shares the others' stream nor opens one.
          await isolated.addInitScript(() => Object.defineProperty(navigator, "locks", { value: undefined }));
          await isolated.route("**/api/holds/*/stream", (route) => route.abort());
          for (const other of [live, isolated]) {
            await other.goto(page.url());
            await untilReady(other);
            await fill(other);
          }
          await page.bringToFront();
          await fill(page);
          await payButton(page).click();
          await untilConfirmed(page);
          await untilConfirmed(live);
          await payButton(isolated).click();
          await untilConfirmed(isolated);
          assert.deepEqual([live.url(), isolated.url()], [page.url(), page.url()]);
          assert.equal((await bookingsOf(buyer)).length, 1);
        },
      );

      await step(
        "without a connection the form stays, and a retry after a lost response leads to the same booking",
        async (buyer) => {
          const { page, context } = buyer;
          await openCheckout(buyer, program);
          await fill(page);
          await context.setOffline(true);
          await payButton(page).click();
          await page.getByText("There was no response").waitFor();
          assert.equal(await page.getByLabel("Card number").inputValue(), APPROVED);
          await context.setOffline(false);
          // The request arrives, but its response is lost.
          await page.route("**/checkout/*", async (route) => {
            await route.fetch();
            await route.abort();
          }, { times: 1 });
          await payButton(page).click();
          await untilConfirmed(page);
          assert.equal((await bookingsOf(buyer)).length, 1);
        },
      );

      await step(
        "the outcome of a booking that ended while the page was offline is shown once it is online again",
        async (buyer) => {
          const { page, context } = buyer;
          await openCheckout(buyer, program);
          await fill(page);
          // The page's scripts must be loaded before the network fails.
          const followed = page.waitForRequest(/\/api\/bookings\/[^/]+\/stream$/).catch(() => null);
          await payButton(page).click();
          await Promise.race([followed, untilConfirmed(page)]);
          await context.setOffline(true);
          await until(() => bookingsOf(buyer), ([booking]) => booking.status === "confirmed");
          await context.setOffline(false);
          await untilConfirmed(page);
        },
      );

      await step(
        "a declined payment leaves the seats for another attempt, even after going back",
        async (buyer) => {
          const { page } = buyer;
          const { hold } = await openCheckout(buyer, program);
          await fill(page, DECLINED);
          await payButton(page).click();
          await page.getByRole("heading", { name: "The bank said no" }).waitFor();
          await page.goBack();
          await page.waitForURL(`${url}/checkout/${hold.id}`);
          await untilReady(page);
          await fill(page);
          await payButton(page).click();
          await untilConfirmed(page);
        },
      );

      await step("a wheelchair place is sold only to buyers who confirm that they need it", async (buyer) => {
        const { page } = buyer;
        await openCheckout(buyer, program, { seats: ["G-H-1"] });
        await fill(page);
        await payButton(page).click();
        await page.getByText("Confirm that the place is needed").waitFor();
        await page.getByLabel(/kept for wheelchair users/).check();
        await payButton(page).click();
        await untilConfirmed(page);
      });
    }),
);

Deno.test(
  "the clock of the checkout in a browser",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, program) => {
      await t.step(
        "it warns, extends the time once, and offers the same seats again when time is up",
        async () => {
          const buyer = await newBuyer(browser, program);
          const { page } = buyer;
          const { hold } = await openCheckout(buyer, program);
          await page.getByText("One minute left for your seats. You can ask for more time.").waitFor();
          await page.getByRole("button", { name: "More time" }).click();
          const yours = page.getByText(/These seats are yours until \d+:\d\d/);
          await yours.waitFor();
          await page.getByRole("button", { name: "Take the same seats again" }).click();
          await page.waitForURL((url) => /\/checkout\//.test(url.pathname) && !url.href.includes(hold.id));
          await untilReady(page);
          const seats = await page.locator('input[name="seat"]').evaluateAll((inputs) =>
            inputs.map((input) => (input as HTMLInputElement).value)
          );
          assert.deepEqual(seats, hold.seats.map(({ id }) => id));
          await buyer.context.close();
        },
      );
    }, { HOLD_TTL_SECONDS: "25", HOLD_MAX_SECONDS: "30" }),
);
