/** The checkout where things go differently: time runs out, one goes back, clicks twice, opens two tabs, loses the network. */
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
  isConfirmed,
  newBuyer,
  openCheckout,
  payButton,
  ready,
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
        "what is wrong stands at its field when one leaves it, and nothing is sent",
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
            "the clock covers the field that is to be mended",
          );
          assert.equal(await overflowX(page), 0);
          assert.deepEqual(await accessibilityFaults(page), []);
        },
      );

      await step(
        "prices and times are in the account’s language, else the browser’s, with and without scripts",
        async (buyer) => {
          const { page, context } = buyer;
          await openCheckout(buyer, program);
          const asRead = async () => {
            const html = await (await page.reload())!.text();
            await ready(page);
            const price = await payButton(page).innerText();
            assert.ok(html.includes(price.replace("Pay ", "")), `${price} as the server wrote it`);
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
          const [american, noon] = await asRead();
          assert.match(american, /^Pay €\d+\.\d\d$/);
          assert.match(noon, /until \d+:\d\d\s[AP]M /);
        },
      );

      await step("two clicks are one booking, and going back leads to it", async (buyer) => {
        const { page } = buyer;
        const { hold } = await openCheckout(buyer, program);
        await fill(page);
        await payButton(page).dblclick();
        await isConfirmed(page);
        assert.equal((await bookingsOf(buyer)).length, 1);
        const booked = page.url();
        await page.goBack();
        await page.waitForURL(booked);
        await page.goto(`${url}/checkout/${hold.id}?seat=x`);
        assert.equal(page.url(), booked);
        await page.reload();
        await isConfirmed(page);
      });

      await step(
        "a second tab is led to the booking of the first, at once or when it pays",
        async (buyer) => {
          const { page, context } = buyer;
          await openCheckout(buyer, program);
          const [live, deaf] = [await context.newPage(), await context.newPage()];
          // It neither shares the others' stream nor has one.
          await deaf.addInitScript(() => Object.defineProperty(navigator, "locks", { value: undefined }));
          await deaf.route("**/api/holds/*/stream", (route) => route.abort());
          for (const other of [live, deaf]) {
            await other.goto(page.url());
            await ready(other);
            await fill(other);
          }
          await page.bringToFront();
          await fill(page);
          await payButton(page).click();
          await isConfirmed(page);
          await isConfirmed(live);
          await payButton(deaf).click();
          await isConfirmed(deaf);
          assert.deepEqual([live.url(), deaf.url()], [page.url(), page.url()]);
          assert.equal((await bookingsOf(buyer)).length, 1);
        },
      );

      await step(
        "without a connection the form stays, and a lost answer leads to the one booking",
        async (buyer) => {
          const { page, context } = buyer;
          await openCheckout(buyer, program);
          await fill(page);
          await context.setOffline(true);
          await payButton(page).click();
          await page.getByText("There was no response").waitFor();
          assert.equal(await page.getByLabel("Card number").inputValue(), APPROVED);
          await context.setOffline(false);
          // The answer to a request that arrived is lost too.
          await page.route("**/checkout/*", async (route) => {
            await route.fetch();
            await route.abort();
          }, { times: 1 });
          await payButton(page).click();
          await isConfirmed(page);
          assert.equal((await bookingsOf(buyer)).length, 1);
        },
      );

      await step(
        "a booking that is decided while there is no network is shown when it is back",
        async (buyer) => {
          const { page, context } = buyer;
          await openCheckout(buyer, program);
          await fill(page);
          // Its scripts have to be there before the network goes.
          const followed = page.waitForRequest(/\/api\/bookings\/[^/]+\/stream$/).catch(() => null);
          await payButton(page).click();
          await Promise.race([followed, isConfirmed(page)]);
          await context.setOffline(true);
          await until(() => bookingsOf(buyer), ([booking]) => booking.status === "confirmed");
          await context.setOffline(false);
          await isConfirmed(page);
        },
      );

      await step(
        "a declined payment keeps the seats for another try, also after going back",
        async (buyer) => {
          const { page } = buyer;
          const { hold } = await openCheckout(buyer, program);
          await fill(page, DECLINED);
          await payButton(page).click();
          await page.getByRole("heading", { name: "The bank said no" }).waitFor();
          await page.goBack();
          await page.waitForURL(`${url}/checkout/${hold.id}`);
          await ready(page);
          await fill(page);
          await payButton(page).click();
          await isConfirmed(page);
        },
      );

      await step("a wheelchair place is sold to those who say that they need it", async (buyer) => {
        const { page } = buyer;
        await openCheckout(buyer, program, { seats: ["G-H-1"] });
        await fill(page);
        await payButton(page).click();
        await page.getByText("Confirm that the place is needed").waitFor();
        await page.getByLabel(/kept for wheelchair users/).check();
        await payButton(page).click();
        await isConfirmed(page);
      });
    }),
);

Deno.test(
  "the clock of the checkout in a browser",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, program) => {
      await t.step("it warns, gives more time once, and offers the same seats again at its end", async () => {
        const buyer = await newBuyer(browser, program);
        const { page } = buyer;
        const { hold } = await openCheckout(buyer, program);
        await page.getByText("One minute left for your seats. You can ask for more time.").waitFor();
        await page.getByRole("button", { name: "More time" }).click();
        const yours = page.getByText(/These seats are yours until \d+:\d\d/);
        await yours.waitFor();
        await page.getByRole("button", { name: "Take the same seats again" }).click();
        await page.waitForURL((address) =>
          /\/checkout\//.test(address.pathname) && !address.href.includes(hold.id)
        );
        await ready(page);
        const seats = await page.locator('input[name="seat"]').evaluateAll((inputs) =>
          inputs.map((input) => (input as HTMLInputElement).value)
        );
        assert.deepEqual(seats, hold.seats.map(({ id }) => id));
        await buyer.context.close();
      });
    }, { HOLD_TTL_SECONDS: "3", HOLD_MAX_SECONDS: "5" }),
);
