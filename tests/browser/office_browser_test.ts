/** The administration with very long names, large text and forced colours, and on paper. */
import assert from "node:assert/strict";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { overflowX, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";

const LONG_TITLE =
  "Donaudampfschifffahrtsgesellschaftskapitänsmützen: Sommerrevue mit Orchester und Feuerwerk";
const LONG_NAME = "Wolfeschlegelsteinhausenbergerdorffvoralternwarengewissenhaftschäfers";
const LONG_EMAIL = `${"very.".repeat(8)}long@mail.university-of-applied-sciences.example.org`;

async function staff(browser: Browser, url: string, options = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: "reduce", ...options });
  const response = await context.request.post(`${url}/api/auth/login`, {
    data: { email: "organizer@aisle.test", password: "aisle-demo" },
    headers: { origin: url },
  });
  assert.equal(response.status(), 200);
  return context;
}

/** Gives the film a long title and a booking by a buyer with a long name. Returns the film's path for staff. */
async function setLongNames(browser: Browser, url: string): Promise<string> {
  const [office, guest] = [await staff(browser, url), await browser.newContext()];
  const headers = { origin: url };
  const event = await (await guest.request.get(`${url}/api/events/nachtbus-42`)).json();
  const renamed = await office.request.patch(`${url}/api/admin/events/${event.id}`, {
    data: { title: LONG_TITLE },
    headers,
  });
  assert.equal(renamed.status(), 200);
  const buyer = { name: LONG_NAME, email: LONG_EMAIL, password: "a quiet correct horse" };
  assert.equal(
    (await guest.request.post(`${url}/api/auth/register`, { data: buyer, headers })).status(),
    201,
  );
  const held = await guest.request.post(`${url}/api/events/${event.id}/holds`, {
    data: { best: { quantity: 2 } },
    headers,
  });
  const booked = await guest.request.post(`${url}/api/bookings`, {
    data: { holdId: (await held.json()).id, paymentToken: "tok_decline" },
    headers: { ...headers, "idempotency-key": "office-1" },
  });
  assert.equal(booked.status(), 202);
  await office.close();
  await guest.close();
  return `/admin/events/${event.id}`;
}

/** The labels of the visible cells that are empty. */
function emptyCells(page: Page): Promise<string[]> {
  return page.locator(".table td").evaluateAll((cells) =>
    cells.filter((cell) => cell.getClientRects().length > 0 && cell.textContent?.trim() === "")
      .map((cell) => cell.getAttribute("data-label") ?? cell.outerHTML)
  );
}

Deno.test("the administration in a browser, with long names, large text and forced colours", {
  ignore: noChromium,
}, (t) =>
  withBrowser(async (browser, { url }) => {
    const event = await setLongNames(browser, url);
    const paths = [
      ...["/admin", "/admin/events", "/admin/events?view=all", `${event}/sales`, `${event}/map`],
      ...[event, `${event}/bookings`, `${event}/artwork`, `${event}/cancel`, "/admin/checkin"],
    ];
    const context = await staff(browser, url);
    const page = await context.newPage();

    await t.step("no width and no name makes a page scroll sideways", async () => {
      for (const path of paths) {
        await page.goto(url + path);
        for (const width of [320, 600, 840, 1000, 1120, 1200, 1440]) {
          await page.setViewportSize({ width, height: 800 });
          assert.equal(await overflowX(page), 0, `${path} at ${width}`);
        }
      }
    });

    await t.step("text of twice the size makes no page scroll sideways", async () => {
      await page.setViewportSize({ width: 360, height: 780 });
      for (const path of paths) {
        await page.goto(url + path);
        await page.addStyleTag({ content: "html { font-size: 200% }" });
        assert.equal(await overflowX(page), 0, path);
      }
    });

    await t.step("a card leaves out empty cells", async () => {
      await page.goto(`${url}${event}/bookings`);
      await page.getByText(LONG_NAME).first().waitFor();
      assert.deepEqual(await emptyCells(page), []);
    });

    await t.step("every link of the navigation is in sight on a phone", async () => {
      await page.goto(`${url}${event}/artwork`);
      for (const link of await page.locator(".admin-nav a, .tabs a").all()) {
        const { x, width } = (await link.boundingBox())!;
        assert.ok(x >= 0 && x + width <= 360, `${await link.textContent()} ends at ${x + width}`);
      }
    });

    await t.step(
      "the header of a narrow page grows with words longer than the English ones",
      async () => {
        const german = await staff(browser, url, { locale: "de-DE", viewport: { width: 320, height: 640 } });
        const page = await german.newPage();
        await page.goto(`${url}/admin`);
        await page.getByRole("link", { name: "Verwaltung" }).waitFor();
        const head = (await page.locator(".site-header").boundingBox())!;
        for (const link of await page.locator(".site-nav a").all()) {
          const { y, height } = (await link.boundingBox())!;
          assert.ok(y >= head.y && y + height <= head.y + head.height, (await link.textContent())!);
        }
        await german.close();
      },
    );

    await t.step("in forced colours the current page and an event's sales can still be seen", async () => {
      const forced = await staff(browser, url, { forcedColors: "active" });
      const page = await forced.newPage();
      await page.goto(`${url}/admin`);
      for (
        const current of await page.locator("main [aria-current=true], .admin-nav [aria-current=page]").all()
      ) {
        assert.equal(await current.evaluate((link) => getComputedStyle(link).outlineStyle), "solid");
      }
      const [sold, ground] = await page.locator(".meter").first().evaluate((meter) =>
        [meter.firstElementChild!, meter].map((part) => getComputedStyle(part).backgroundColor)
      );
      assert.notEqual(sold, ground);
      await forced.close();
    });

    await t.step("bookings are printed as a table, without controls", async () => {
      await page.setViewportSize({ width: 720, height: 1000 });
      await page.goto(`${url}${event}/bookings`);
      await page.emulateMedia({ media: "print" });
      assert.ok(await page.getByRole("columnheader", { name: "Buyer" }).isVisible());
      for (const hidden of [".admin-nav", ".tabs", ".admin-search", ".table .action"]) {
        assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
      }
      assert.equal(await overflowX(page), 0);
    });
    await context.close();
  }));
