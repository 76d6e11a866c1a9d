/** Tickets offline: they open after a reload, are listed, and belong to the account that is signed in. */
import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { until } from "@/lib/testing/until.ts";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import { Cable } from "./cable.ts";
import {
  approvePayment,
  type Buyer,
  fill,
  LATE,
  newBuyer,
  openCheckout,
  payButton,
  untilConfirmed,
} from "./checkout.ts";
import { noChromium } from "./chromium.ts";

interface Site {
  browser: Browser;
  cable: Cable;
  url: string;
  /** The product's settings. */
  env: Record<string, string>;
}

const ticketCode = (page: Page) => page.locator(".ticket-code").first();
const untilListIsEmpty = (page: Page) => page.getByText("None yet. A ticket is kept").waitFor();
const keptLink = (page: Page) => page.locator("#kept-rows").getByRole("link", { name: "Salt and Static" });

/** Lets the provider approve the payment of the booking at this URL. */
const approve = ({ env }: Site, booking: string) => approvePayment(env, booking.split("/").at(-1)!);

/** Pays for two seats, and waits until the tickets appear on the page and are kept. */
async function payAndKeep(site: Site): Promise<Buyer> {
  const { browser, url } = site;
  const buyer = await newBuyer(browser, { url }, { bypassCSP: true });
  const { page } = buyer;
  await openCheckout(buyer, { url });
  await fill(page, LATE);
  await payButton(page).click();
  await page.getByRole("heading", { name: "Your payment is being processed" }).waitFor();
  await page.evaluate(() => Object.assign(globalThis, { isFirstDocument: true }));
  await approve(site, page.url());
  await untilConfirmed(page);
  assert.ok(
    await page.evaluate(() => "isFirstDocument" in globalThis),
    "the page was replaced",
  );
  await untilKept(page);
  return buyer;
}

/** Waits until the service worker has kept the page and all of its modules. */
const untilKept = (page: Page) =>
  until(() =>
    page.evaluate(async () => {
      const { headers } = await fetch(location.href, { method: "HEAD" });
      const modules = Array.from(headers.get("link")!.matchAll(/<([^>]+)>/g), ([, path]) => path);
      const found = await Promise.all([location.pathname, ...modules].map((path) => caches.match(path)));
      return found.length > 1 && found.every(Boolean);
    }), Boolean);

/** Runs `look` while the network is cut. */
async function offline({ cable }: Site, look: () => Promise<void>): Promise<void> {
  cable.cut();
  try {
    await look();
  } finally {
    cable.restore();
  }
}

/** Asserts that nothing of the tickets is left on the device: neither their page nor their row. */
async function assertForgotten(site: Site, page: Page, booking: string): Promise<void> {
  await offline(site, async () => {
    for (const url of [booking, `${site.url}/account/bookings`]) {
      await page.goto(url);
      await page.getByRole("heading", { name: "You’re offline" }).waitFor();
      await untilListIsEmpty(page);
      assert.equal(await page.locator(".ticket-code").count(), 0);
    }
  });
}

Deno.test(
  "tickets offline",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, program, env) => {
      using cable = new Cable(program.url);
      const site: Site = { browser, cable, url: cable.url, env };
      const { url } = site;

      await t.step(
        "a ticket that was pushed to the page opens with its code after a reload and from the list",
        async () => {
          const { page, context } = await payAndKeep(site);
          const booking = page.url();
          await offline(site, async () => {
            await page.reload();
            await ticketCode(page).waitFor();
            await page.getByText("You’re offline. These are your tickets").waitFor();
            assert.ok((await ticketCode(page).boundingBox())!.width >= 240);
            assert.deepEqual(await accessibilityFaults(page), []);

            await page.goto(`${url}/account/bookings`);
            await page.getByRole("heading", { name: "You’re offline" }).waitFor();
            const row = page.locator("#kept-rows article");
            assert.equal(await row.count(), 1);
            assert.match(await row.innerText(), /Salt and Static[^]*row .*: \d+, \d+/);
            assert.ok(await row.locator("time").count() > 0, "the row has no date");
            assert.deepEqual(await accessibilityFaults(page), []);
            assert.equal(await overflowX(page), 0);
            await keptLink(page).click();
            await page.waitForURL(booking);
            await ticketCode(page).waitFor();
          });
          await page.reload();
          await untilConfirmed(page);
          assert.equal(
            await page.getByText("You’re offline.").isVisible(),
            false,
            "the kept page is shown online",
          );
          await context.close();
        },
      );

      await t.step(
        "the page of a payment being processed says so offline, and shows the outcome once online",
        async () => {
          const buyer = await newBuyer(browser, { url }, { bypassCSP: true });
          const { page, context } = buyer;
          await openCheckout(buyer, { url });
          // The service worker must be ready before the payment.
          await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
          await fill(page, LATE);
          await payButton(page).click();
          const processing = page.getByRole("heading", { name: "Your payment is being processed" });
          await processing.waitFor();
          const booking = page.url();
          await untilKept(page);
          await offline(site, async () => {
            await page.reload();
            await processing.waitFor();
            await page.getByText("your payment continues without this device").waitFor();
            assert.equal(
              await page.locator("#waiting").isVisible(),
              false,
              "the waiting time of the kept page is shown",
            );
            assert.deepEqual(await accessibilityFaults(page), []);
            await page.goto(`${url}/account/bookings`);
            await untilListIsEmpty(page);
            await page.goto(booking);
            await processing.waitFor();
            await approve(site, booking);
          });
          await untilConfirmed(page);
          assert.equal(await page.getByText("You’re offline").isVisible(), false);
          await context.close();
        },
      );

      await t.step(
        "tickets opened before the service worker started are kept completely, with their scripts",
        async () => {
          const { page, context } = await payAndKeep(site);
          const opened = await browser.newContext({
            storageState: await context.storageState(),
            bypassCSP: true,
          });
          const first = await opened.newPage();
          await first.goto(page.url());
          await untilKept(first);
          const missing: string[] = [];
          first.on("requestfailed", (request) => missing.push(request.url()));
          await offline(site, async () => {
            await first.reload();
            await ticketCode(first).waitFor();
            await first.locator("#kept-note").waitFor();
          });
          assert.deepEqual(missing.filter((url) => url.includes("/_fresh/")), []);
          await opened.close();
          await context.close();
        },
      );

      await t.step("offline the site uses the language chosen last", async () => {
        const { page, context } = await payAndKeep(site);
        for (const [language, heading] of [["de", "Sie sind offline"], ["en", "You’re offline"]]) {
          await page.goto(`${url}/events?lang=${language}`);
          await until(
            () =>
              page.evaluate(async () =>
                (await caches.match("/offline"))?.headers.get("content-language") ?? null
              ),
            (stored) => stored === language,
          );
          await offline(site, async () => {
            await page.goto(`${url}/events`);
            await page.getByRole("heading", { name: heading }).waitFor();
          });
        }
        await context.close();
      });

      await t.step("signing out by the form deletes the kept tickets, even offline", async () => {
        for (const hasNetwork of [true, false]) {
          const { page, context } = await payAndKeep(site);
          const booking = page.url();
          await page.goto(`${url}/account/security`);
          const signOut = async () => {
            await page.getByRole("main").getByRole("button", { name: /^Sign out/ }).click();
            await page.waitForURL((url) => url.pathname !== "/account/security");
          };
          if (hasNetwork) await signOut();
          else await offline(site, signOut);
          await assertForgotten(site, page, booking);
          await context.close();
        }
      });

      const endings: Record<string, (buyer: Buyer) => Promise<unknown>> = {
        "signing out by the API": ({ page }) =>
          page.evaluate(() => fetch("/api/auth/logout", { method: "POST" })),
        "deleting the account by the API": ({ page }) =>
          page.evaluate(() =>
            fetch("/api/me", {
              method: "DELETE",
              headers: { "content-type": "application/json" },
              body: JSON.stringify({ password: "a quiet correct horse" }),
            })
          ),
        "the session expires": ({ page, context }) => context.clearCookies().then(() => page.goto(url)),
        "another person signs in without the first one signing out": async ({ page, context }) => {
          await context.clearCookies();
          const account = { name: "Grace Hopper", email: `${crypto.randomUUID()}@example.org` };
          await context.request.post(`${url}/api/auth/register`, {
            data: { ...account, password: "a quiet correct horse" },
            headers: { origin: url },
          });
          await page.goto(url);
        },
        "another person signs in by the API from an open page": ({ page }) =>
          page.evaluate((email) =>
            fetch("/api/auth/register", {
              method: "POST",
              headers: { "content-type": "application/json" },
              body: JSON.stringify({ name: "Grace Hopper", email, password: "a quiet correct horse" }),
            }), `${crypto.randomUUID()}@example.org`),
      };
      for (const [name, end] of Object.entries(endings)) {
        await t.step(`kept tickets are deleted after ${name}`, async () => {
          const buyer = await payAndKeep(site);
          const booking = buyer.page.url();
          await end(buyer);
          await assertForgotten(site, buyer.page, booking);
          await buyer.context.close();
        });
      }
    }, { RATE_LIMITS: "off" }),
);
