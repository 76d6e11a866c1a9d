/** Choosing, paying and getting tickets in a browser: with the mouse, by keyboard alone, and without scripts. */
import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import { register } from "./checkout.ts";
import { noChromium } from "./chromium.ts";

/** A hall of 60 seats, whose marks are all visible when the whole hall is shown. */
const STUDIO = "unplugged-with-nell-harrow";
const THEATRE = "the-glass-harmonium";
const ARENA = "velvet-antenna-the-long-wave-tour";

/** Opens an event's page and waits until the map is live. */
async function openMap(page: Page, url: string, slug: string): Promise<void> {
  await page.goto(`${url}/events/${slug}`);
  await page.locator('.map-status[data-state="live"]').waitFor();
}

async function takeBest(page: Page, quantity: number): Promise<void> {
  await page.getByLabel("Seats", { exact: true }).selectOption(String(quantity));
  await page.getByRole("button", { name: "Find" }).click();
}

async function pay(page: Page, card: string): Promise<void> {
  await page.getByLabel("Card number").fill(card);
  await page.getByLabel("Name on the card").fill("Ada Lovelace");
  await page.getByLabel("Expiry date").fill("12/39");
  await page.getByLabel(/I agree/).check();
  await page.getByRole("button", { name: /^Pay/ }).click();
  await page.waitForURL(/\/bookings\//);
}

const untilConfirmed = (page: Page) => page.getByRole("heading", { name: "You are going" }).waitFor();

/** A page, and the uncaught errors in it. */
async function newPage(browser: Browser, options: Parameters<Browser["newPage"]>[0] = {}) {
  const page = await browser.newPage(options);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  return { page, errors };
}

Deno.test("booking in a browser", { ignore: noChromium }, (t) =>
  withBrowser(async (browser, { url }) => {
    await t.step("one map shows what is taken on another", async () => {
      const { page: one } = await newPage(browser);
      const { page: other } = await newPage(browser);
      await openMap(one, url, STUDIO);
      await openMap(other, url, STUDIO);
      const picture = await pictureOf(other);
      await takeBest(one, 2);
      await one.locator(".panel-foot a[href^='/checkout/']").waitFor();
      await other.waitForFunction(
        (before) => document.querySelector<HTMLCanvasElement>(".map-frame canvas")!.toDataURL() !== before,
        picture,
      );
      await one.close();
      await other.close();
    });

    await t.step("with the mouse, from the map to the tickets", async () => {
      const { page, errors } = await newPage(browser, { viewport: { width: 1280, height: 900 } });
      await openMap(page, url, THEATRE);
      await clickFreeSeat(page, url);
      // A chip appears immediately; the link to the checkout appears when the server has responded.
      await page.locator(".panel-foot a[href^='/checkout/']").waitFor();
      await page.reload();
      await page.locator(".seat-chip").waitFor();
      await page.getByRole("link", { name: "Continue" }).click();
      await register(page);
      await pay(page, "4242 4242 4242 4242");
      await untilConfirmed(page);
      assert.equal(await page.locator(".ticket").count(), 1);
      // The full-screen code is hidden.
      assert.equal(await page.getByLabel("QR code of the ticket").filter({ visible: true }).count(), 1);
      assert.deepEqual(errors, []);
      await page.close();
    });

    await t.step("by keyboard alone, from the map to the tickets", async () => {
      const { page } = await newPage(browser, { viewport: { width: 1280, height: 900 } });
      await openMap(page, url, THEATRE);
      const { keyboard } = page;
      const tabTo = async (isThere: () => Promise<boolean>) => {
        for (let presses = 0; presses < 60; presses++) {
          if (await isThere()) return;
          await keyboard.press("Tab");
        }
        assert.fail("Tab does not reach the element");
      };
      const onRole = (role: string, name: RegExp) => () =>
        page.getByRole(role as "link", { name }).first().evaluate((element) =>
          element === document.activeElement
        )
          .catch(() => false);
      await tabTo(onRole("application", /Seats for/));
      await page.getByText(/row .*, seat .*, free/).waitFor();
      await keyboard.press("Space");
      await page.locator(".seat-chip").waitFor();
      await tabTo(onRole("link", /^Continue$/));
      await keyboard.press("Enter");
      await page.waitForURL(/\/checkout\//);
      await tabTo(onRole("textbox", /^Email/));
      await keyboard.type(`${crypto.randomUUID()}@example.org`);
      await keyboard.press("Tab");
      await keyboard.type("Grace Hopper");
      await tabTo(onRole("textbox", /Card number/));
      await keyboard.type("4242424242424242");
      assert.equal(await page.getByLabel("Card number").inputValue(), "4242 4242 4242 4242");
      await keyboard.press("Tab");
      await keyboard.type("Grace Hopper");
      await keyboard.press("Tab");
      await keyboard.type("1239");
      assert.equal(await page.getByLabel("Expiry date").inputValue(), "12/39");
      await keyboard.press("Tab");
      await keyboard.press("Space");
      await keyboard.press("Enter");
      await page.waitForURL(/\/bookings\//);
      await untilConfirmed(page);
      await page.close();
    });

    await t.step("without scripts, from the list of seats to the tickets", async () => {
      const { page } = await newPage(browser, { javaScriptEnabled: false });
      await page.goto(`${url}/events/${THEATRE}`);
      await page.getByText("Choose from a list of seats").click();
      await page.getByRole("link", { name: /^Stalls/ }).click();
      const boxes = page.locator(".seat-box input:enabled");
      await boxes.nth(0).check();
      await boxes.nth(1).check();
      await page.getByRole("button", { name: "Take these seats" }).click();
      await page.waitForURL(/\/checkout\//);
      assert.equal(await page.locator(".seat-chip").count(), 2);
      await register(page);
      await pay(page, "4242 4242 4242 4242");
      await untilConfirmed(page);
      assert.equal(await page.locator(".ticket").count(), 2);
      await page.close();
    });

    await t.step("best seats and standing places are chosen without scripts", async () => {
      const { page } = await newPage(browser, { javaScriptEnabled: false });
      await page.goto(`${url}/events/${ARENA}`);
      await page.getByRole("spinbutton", { name: "Places in Standing floor" }).fill("3");
      await page.getByRole("listitem").filter({ hasText: "Standing floor" }).getByRole("button").click();
      await page.waitForURL(/\/checkout\//);
      assert.match(await page.locator(".seat-chip").innerText(), /3 × Floor/);
      await page.goto(`${url}/events/${ARENA}`);
      await page.getByRole("button", { name: "Find" }).click();
      await page.waitForURL(/\/checkout\//);
      assert.equal(await page.locator(".seat-chip").count(), 3, "the second choice did not join the first");
      await page.close();
    });

    await t.step("a declined payment says so, leaves the seats held, and can be retried", async () => {
      const { page } = await newPage(browser, { viewport: { width: 1280, height: 900 } });
      await openMap(page, url, THEATRE);
      await takeBest(page, 2);
      await page.getByRole("link", { name: "Continue" }).click();
      await register(page);
      await pay(page, "4000 0000 0000 0002");
      await page.getByRole("heading", { name: "The bank said no" }).waitFor();
      await page.getByText(/your seats are kept for/).waitFor();
      await page.getByRole("link", { name: "Try again" }).click();
      await pay(page, "4242 4242 4242 4242");
      await untilConfirmed(page);
      await page.getByText("Cancel this booking").click();
      await page.getByRole("button", { name: /Cancel and get/ }).click();
      await page.getByRole("heading", { name: "This booking is cancelled" }).waitFor();
      await page.close();
    });

    await t.step(
      "errors in a payment form are shown at its fields, and all that was typed is kept except the card number",
      async () => {
        const { page } = await newPage(browser, { javaScriptEnabled: false });
        await page.goto(`${url}/events/${THEATRE}`);
        await page.getByRole("button", { name: "Find" }).click();
        await register(page);
        await page.getByLabel("Card number").fill("12");
        await page.getByLabel("Name on the card").fill("Ada");
        await page.getByLabel("Expiry date").fill("01/20");
        await page.getByLabel(/I agree/).check();
        await page.getByRole("button", { name: /^Pay/ }).click();
        await page.getByText("Enter the full card number").waitFor();
        await page.getByText("has expired").waitFor();
        assert.equal(await page.getByLabel("Name on the card").inputValue(), "Ada");
        assert.equal(
          await page.getByLabel("Card number").inputValue(),
          "",
          "a card number is sent back",
        );
        await page.close();
      },
    );

    await t.step("the checkout of another buyer's seats is refused with a way back", async () => {
      const { page: mine } = await newPage(browser, { javaScriptEnabled: false });
      await mine.goto(`${url}/events/${THEATRE}`);
      await mine.getByRole("button", { name: "Find" }).click();
      await mine.waitForURL(/\/checkout\//);
      const { page: other } = await newPage(browser);
      const response = await other.goto(mine.url());
      assert.equal(response?.status(), 410);
      await other.getByRole("link", { name: "Back to the seats" }).click();
      await other.waitForURL(`${url}/events/${THEATRE}`);
      await mine.close();
      await other.close();
    });

    await t.step("the pages fit a phone and pass the accessibility check", async () => {
      const { page } = await newPage(browser, { viewport: { width: 360, height: 740 } });
      await openMap(page, url, THEATRE);
      const check = async () => {
        assert.equal(await overflowX(page), 0, page.url());
        assert.deepEqual(await accessibilityFaults(page), [], page.url());
      };
      await page.locator(".sheet-handle").click();
      await check();
      await takeBest(page, 2);
      await page.getByRole("link", { name: "Continue" }).waitFor();
      await check();
      await page.getByRole("link", { name: "Continue" }).click();
      await page.waitForURL(/\/checkout\//);
      await check();
      await register(page);
      await check();
      await pay(page, "4242 4242 4242 4242");
      await untilConfirmed(page);
      await check();
      await page.close();
    });
  }));

/** The map's picture. */
function pictureOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    // After two frames, everything that has arrived is drawn.
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    return frame().then(frame).then(() =>
      document.querySelector<HTMLCanvasElement>(".map-frame canvas")!.toDataURL()
    );
  });
}

/** Clicks a free seat on the canvas, at its position in the chart, while the whole hall is shown. */
async function clickFreeSeat(page: Page, url: string): Promise<void> {
  const event = await (await fetch(`${url}/api/events/${THEATRE}`)).json();
  const [chart, { statuses }] = await Promise.all(
    ["chart", "seats"].map(async (part) => (await fetch(`${url}/api/events/${event.id}/${part}`)).json()),
  );
  const index = [...statuses].findLastIndex((status) => status === "a");
  const { x, y } = chart.seats[index];
  const { fitView, toScreen } = await import("@/lib/client/canvas/viewport.ts");
  const canvas = page.locator(".map-frame > canvas");
  const { width, height } = (await canvas.boundingBox())!;
  await canvas.click({ position: toScreen(fitView(chart, { width, height }), { x, y }) });
}
