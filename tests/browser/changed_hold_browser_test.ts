/** A second tab changes the seats before they are paid for: a buyer is never charged anything but what was shown. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";
import {
  bookingsOf,
  type Buyer,
  DECLINED,
  fill,
  FILM,
  type Hold,
  holdSeats,
  newBuyer,
  openCheckout,
  payButton,
  register,
  untilConfirmed,
  untilReady,
} from "./checkout.ts";

const CHANGED = "Your seats have changed";

/** Changes the hold, as a second tab would: to these seats, or by adding one. */
async function change({ call }: Buyer, hold: Hold, seats?: string[]): Promise<Hold> {
  const own = hold.seats.map(({ id }) => id);
  if (seats) return await call("PUT", `/api/holds/${hold.id}`, { seats }) as Hold;
  const { id } = await call("GET", `/api/events/${FILM}`) as { id: string };
  const chart = await call("GET", `/api/events/${id}/chart`) as { seats: { id: string; flags: string[] }[] };
  const { statuses } = await call("GET", `/api/events/${id}/seats`) as { statuses: string };
  const free = chart.seats.find(({ flags }, index) => statuses[index] === "a" && flags.length === 0)!;
  return await call("PUT", `/api/holds/${hold.id}`, { seats: [...own, free.id] }) as Hold;
}

const euros = (minor: number) => `${(minor / 100).toFixed(2).replace(".", ",")}\u00a0€`;

/** Presses the button, which must show this total. */
async function payFor(page: Page, total: number): Promise<void> {
  await page.getByRole("button", { name: `Pay ${euros(total)}`, exact: true }).click();
}

/** Asserts that these totals, and no others, have been charged. */
async function assertCharged(buyer: Buyer, ...totals: number[]): Promise<void> {
  const bookings = await bookingsOf(buyer);
  assert.deepEqual(bookings.filter(({ status }) => status !== "failed").map(({ total }) => total), totals);
}

/** Asserts that the page says what changed from `before` to `now`, and that nothing was charged. */
async function assertRefused(buyer: Buyer, before: Hold, now: Hold): Promise<void> {
  const notice = buyer.page.locator(".notice", { hasText: CHANGED });
  await notice.waitFor();
  const words = (await notice.innerText()).replaceAll("\u00a0", " ");
  assert.ok(words.includes(`New total: ${euros(now.total)}`.replaceAll("\u00a0", " ")), words);
  assert.ok(words.includes(`(was ${euros(before.total)})`.replaceAll("\u00a0", " ")), words);
  assert.match(words, now.total > before.total ? /Added: .*: \d+/ : /Removed: .*: \d+/);
  assert.match(words, /Nothing was charged/);
  await assertCharged(buyer);
}

/** Keeps the page from learning of the change, as if change and payment happened at the same moment. */
const blockStream = (page: Page) => page.route("**/api/holds/*/stream", (route) => route.abort());

const untilDeclined = (page: Page) => page.getByRole("heading", { name: "The bank said no" }).waitFor();

Deno.test(
  "a second tab changes the seats, in a browser",
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

      await step("the checkout shows the new seats, total and button, and what changed", async (buyer) => {
        const { page } = buyer;
        const { hold } = await openCheckout(buyer, program);
        await fill(page);
        const more = await change(buyer, hold);
        await page.getByRole("alert").filter({ hasText: CHANGED }).waitFor();
        await assertRefused(buyer, hold, more);
        assert.equal(await page.locator(".seat-chip").count(), more.seats.length);
        assert.match(await page.locator(".summary-total").innerText(), new RegExp(euros(more.total)));
        assert.equal(await overflowX(page), 0);
        assert.deepEqual(await accessibilityFaults(page), []);
        const fewer = await change(buyer, hold, [more.seats.at(-1)!.id]);
        await page.getByText(/^Removed/).waitFor();
        await change(buyer, hold, hold.seats.map(({ id }) => id));
        await page.getByText(CHANGED).waitFor({ state: "detached" });
        await change(buyer, hold, fewer.seats.map(({ id }) => id));
        await payFor(page, fewer.total);
        await untilConfirmed(page);
        await assertCharged(buyer, fewer.total);
      });

      await step("finding seats on the event page in the other tab", async (buyer) => {
        const { page, context } = buyer;
        const { hold } = await openCheckout(buyer, program);
        const other = await context.newPage();
        await other.setViewportSize({ width: 1280, height: 900 });
        await other.goto(`${url}/events/${FILM}`);
        await other.locator('.map-status[data-state="live"]').waitFor();
        await other.getByLabel("Seats", { exact: true }).selectOption("3");
        await other.getByRole("button", { name: "Find" }).click();
        await page.bringToFront();
        await page.getByText(CHANGED).waitFor();
        const now = await buyer.call("GET", `/api/holds/${hold.id}`) as Hold;
        await fill(page);
        await payFor(page, now.total);
        await untilConfirmed(page);
        await assertCharged(buyer, now.total);
      });

      await step("with the form filled in", async (buyer) => {
        const { page } = buyer;
        await blockStream(page);
        const { hold } = await openCheckout(buyer, program);
        await fill(page);
        const more = await change(buyer, hold);
        await payButton(page).dblclick();
        await assertRefused(buyer, hold, more);
        await payFor(page, more.total);
        await untilConfirmed(page);
        await assertCharged(buyer, more.total);
      });

      await step("with the form filled in, without scripts", async (buyer) => {
        const { page } = buyer;
        const { hold } = await holdSeats(buyer);
        await page.goto(`${url}/checkout/${hold.id}`);
        await fill(page);
        const more = await change(buyer, hold);
        await payFor(page, hold.total);
        await assertRefused(buyer, hold, more);
        await fill(page);
        const fewer = await change(buyer, more, [more.seats[0].id]);
        await payFor(page, more.total);
        await assertRefused(buyer, more, fewer);
        await fill(page);
        await payFor(page, fewer.total);
        await untilConfirmed(page);
        await assertCharged(buyer, fewer.total);
      }, plain);

      await step("with a fault in the form, without scripts", async (buyer) => {
        const { page } = buyer;
        const { hold } = await holdSeats(buyer);
        await page.goto(`${url}/checkout/${hold.id}`);
        await fill(page, "12");
        const more = await change(buyer, hold);
        await payFor(page, hold.total);
        await page.getByText("Enter the full card number").waitFor();
        await assertRefused(buyer, hold, more);
      }, plain);

      for (const [how, options] of [["with", {}], ["without", plain]] as const) {
        const hasScripts = options !== plain;
        await step(`before signing in, ${how} scripts`, async (buyer) => {
          const { page } = buyer;
          const { hold } = await holdSeats(buyer);
          await page.goto(`${url}/checkout/${hold.id}`);
          if (hasScripts) await page.locator(".clock time").waitFor();
          const more = await change(buyer, hold);
          if (hasScripts) await page.getByText(CHANGED).waitFor();
          await register(page);
          await page.getByText(CHANGED).waitFor();
          if (hasScripts) await untilReady(page);
          await fill(page);
          await payFor(page, more.total);
          await untilConfirmed(page);
          await assertCharged(buyer, more.total);
        }, { ...options, guest: true });

        await step(`after a declined payment, ${how} scripts`, async (buyer) => {
          const { page } = buyer;
          await blockStream(page);
          const { hold } = await holdSeats(buyer);
          await page.goto(`${url}/checkout/${hold.id}`);
          if (hasScripts) await untilReady(page);
          await fill(page, DECLINED);
          await payFor(page, hold.total);
          await untilDeclined(page);
          await page.getByRole("link", { name: "Try again" }).click();
          if (hasScripts) await untilReady(page);
          await fill(page);
          const more = await change(buyer, hold);
          await payFor(page, hold.total);
          await assertRefused(buyer, hold, more);
          if (!hasScripts) await fill(page);
          await payFor(page, more.total);
          await untilConfirmed(page);
          await assertCharged(buyer, more.total);
        }, options);

        await step(`after going back from a declined payment, ${how} scripts`, async (buyer) => {
          const { page } = buyer;
          await blockStream(page);
          const { hold } = await holdSeats(buyer);
          await page.goto(`${url}/checkout/${hold.id}`);
          if (hasScripts) await untilReady(page);
          await fill(page, DECLINED);
          await payFor(page, hold.total);
          await untilDeclined(page);
          const more = await change(buyer, hold);
          await page.goBack();
          await page.waitForURL(`${url}/checkout/${hold.id}`);
          if (hasScripts) await untilReady(page);
          await fill(page);
          await payFor(page, more.total);
          await untilConfirmed(page);
          await assertCharged(buyer, more.total);
        }, options);
      }
    }),
);
