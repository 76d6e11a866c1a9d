/** Choosing seats when a seat would be left on its own, a party is split or time runs out. */
import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { until } from "@/lib/testing/until.ts";
import type { Program } from "../program/program.ts";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";

const STUDIO = "unplugged-with-nell-harrow";
const ARENA = "velvet-antenna-the-long-wave-tour";

/** Opens the list of a section of the arena, whose first row is free. */
async function openSection(page: Page, url: string, section: string): Promise<void> {
  await page.goto(`${url}/events/${ARENA}?section=${section}`);
}

/** Changes an event as a member of staff. */
async function writeEvent({ url }: Program, slug: string, patch: object): Promise<void> {
  const { id } = await (await fetch(`${url}/api/events/${slug}`)).json();
  const send = (method: string, path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const account = { email: "admin@aisle.test", password: "aisle-demo" };
  const { accessToken } = await (await send("POST", "/api/auth/login", account)).json();
  const bearer = { authorization: `Bearer ${accessToken}` };
  const response = await send("PATCH", `/api/admin/events/${id}`, patch, bearer);
  assert.equal(response.status, 200, await response.text());
}

const untilLive = (page: Page) => page.locator('.map-status[data-state="live"]').waitFor();
const boxes = (page: Page) => page.locator(".seat-box input:enabled");
const chips = (page: Page) => page.locator(".seat-chip");
const toCheckout = (page: Page) => page.locator(".panel-foot a[href^='/checkout/']");

/** Runs `test` on a new page. Without scripts, only the server reacts. */
async function withPage(
  browser: Browser,
  { scripts }: { scripts: boolean },
  test: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    javaScriptEnabled: scripts,
  });
  try {
    const page = await context.newPage();
    await test(page);
  } finally {
    await context.close();
  }
}

Deno.test(
  "an event that refuses choices that leave a seat on its own, in a browser",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, program) => {
      const { url } = program;
      await writeEvent(program, ARENA, { orphans: "refuse" });

      await t.step(
        "the map does not submit such a choice until a tap or another seat corrects it",
        () =>
          withPage(browser, { scripts: true }, async (page) => {
            const writes: string[] = [];
            page.on("request", (request) => request.method() !== "GET" && writes.push(request.url()));
            await openSection(page, url, "105");
            await untilLive(page);
            const refusal = page.getByText(
              /^That would leave row 1, seat \d+ on its own, which this event does not allow\.$/,
            );
            await boxes(page).nth(1).check();
            await refusal.waitFor();
            const next = page.locator(".panel-foot .button-main");
            assert.equal(await next.getAttribute("aria-disabled"), "true");
            assert.deepEqual([writes, await chips(page).count()], [[], 1]);
            assert.deepEqual([await overflowX(page), await accessibilityFaults(page)], [0, []]);

            await boxes(page).nth(0).check();
            await toCheckout(page).waitFor();
            await refusal.waitFor({ state: "detached" });
            assert.equal(await chips(page).count(), 2);

            await boxes(page).nth(3).check();
            await refusal.waitFor();
            await page.getByRole("button", { name: /^Take row 1, seat \d+ instead$/ }).click();
            await refusal.waitFor({ state: "detached" });
            await toCheckout(page).waitFor();
            assert.equal(await page.locator(".seat-box input:checked").count(), 3);
            assert.ok(await page.locator(".seat-box input").nth(2).isChecked());
          }),
      );

      await t.step(
        "without scripts the page names that seat, and offers others with one button",
        () =>
          withPage(browser, { scripts: false }, async (page) => {
            await openSection(page, url, "106");
            await boxes(page).nth(1).check();
            await page.getByRole("button", { name: "Take these seats" }).click();
            await page.getByRole("alert").getByText(/^That would leave row 1, seat \d+ on its own/).waitFor();
            await page.getByRole("button", { name: /^Take row 1, seat \d+ instead$/ }).click();
            await page.waitForURL(/\/checkout\//);
            assert.equal(await chips(page).count(), 1);
          }),
      );

      await t.step(
        "without scripts the page says in how many groups the best seats are if they are not together",
        () =>
          withPage(browser, { scripts: false }, async (page) => {
            await writeEvent(program, STUDIO, { maxSeatsPerBuyer: 12 });
            await page.goto(`${url}/events/${STUDIO}`);
            const find = async (quantity: number) => {
              await page.getByLabel("Seats", { exact: true }).selectOption(String(quantity));
              await page.getByRole("button", { name: "Find" }).click();
              await page.waitForURL(/\/checkout\//);
            };
            const split = page.getByText(
              /^There aren’t that many free seats next to each other. These are in \d groups/,
            );
            await find(2);
            assert.equal(await split.count(), 0);
            await page.getByRole("link", { name: "Change seats" }).click();
            await find(9);
            await split.waitFor();
            assert.equal(await chips(page).count(), 9);
          }),
      );
    }),
);

Deno.test(
  "expired seats in a browser",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, { url }) => {
      await t.step("the map offers them again immediately and after a reload", () =>
        withPage(browser, { scripts: true }, async (page) => {
          await openSection(page, url, "103");
          await untilLive(page);
          await boxes(page).nth(0).check();
          await page.getByText(/^Your time is up, and/).waitFor();
          assert.equal(await chips(page).count(), 0);
          await page.getByRole("button", { name: /^Take row 1, seat \d+ again$/ }).click();
          await toCheckout(page).waitFor();
          await page.getByText(/^Your time is up, and/).waitFor();
          await page.reload();
          await page.getByText(/They are still free: .*row 1: \d+\.$/).waitFor();
          assert.deepEqual([await overflowX(page), await accessibilityFaults(page)], [0, []]);
          await page.getByRole("button", { name: "Take the same seats again" }).click();
          await page.waitForURL(/\/checkout\//);
        }));

      await t.step(
        "without scripts the checkout and the event’s page offer them after a reload",
        () =>
          withPage(browser, { scripts: false }, async (page) => {
            await openSection(page, url, "104");
            await boxes(page).nth(0).check();
            await boxes(page).nth(1).check();
            await page.getByRole("button", { name: "Take these seats" }).click();
            await page.waitForURL(/\/checkout\//);
            const again = page.getByRole("button", { name: "Take the same seats again" });
            const isOfferedAfterReload = async () => (await page.reload(), await again.isVisible());
            await until(isOfferedAfterReload, Boolean);
            assert.match(page.url(), /\/checkout\//);
            // On a busy machine the seats may expire again on the way from one page to the other.
            const changeSeats = async () => {
              await again.click();
              await page.getByRole("link", { name: "Change seats" }).click();
              return await chips(page).count() === 2;
            };
            await until(changeSeats, Boolean);
            await until(isOfferedAfterReload, Boolean);
            assert.match(page.url(), /\/events\//);
            await again.click();
            await page.waitForURL(/\/checkout\//);
            assert.equal(await chips(page).count(), 2);
          }),
      );
    }, { HOLD_TTL_SECONDS: "12", HOLD_MAX_SECONDS: "12" }),
);

Deno.test(
  "looking for the best seats again, in a browser",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, { url }) => {
      const find = async (page: Page, quantity: number) => {
        await page.getByLabel("Seats", { exact: true }).selectOption(String(quantity));
        await page.getByRole("button", { name: "Find" }).click();
      };
      const names = async (page: Page) => (await chips(page).locator("strong").allTextContents()).toSorted();

      await t.step("with scripts other seats replace them, and one chosen by hand is kept and named", () =>
        withPage(browser, { scripts: true }, async (page) => {
          await openSection(page, url, "107");
          await untilLive(page);
          await find(page, 2);
          const first = await until(() =>
            names(page), (seats) => seats.length === 2);
          await toCheckout(page).waitFor();
          await find(page, 2);
          const second = await until(
            () => names(page),
            (seats) => !seats.some((seat) => first.includes(seat)),
          );
          assert.equal(second.length, 2);
          await toCheckout(page).waitFor();

          await page.reload();
          await untilLive(page);
          await find(page, 2);
          await until(
            () => names(page),
            (seats) => seats.length === 2 && !seats.some((seat) => second.includes(seat)),
          );
          await toCheckout(page).waitFor();

          await boxes(page).nth(3).check();
          await until(() => chips(page).count(), (count) => count === 3);
          await find(page, 3);
          await page.getByText(/^You still have row 1, seat \d+, which you chose earlier\.$/).waitFor();
          await until(() => chips(page).count(), (count) => count === 4);
        }));

      await t.step(
        "without scripts other seats replace them too, after the checkout has shown the first ones",
        () =>
          withPage(browser, { scripts: false }, async (page) => {
            const findAgain = async () => {
              await page.goto(`${url}/events/${ARENA}`);
              await find(page, 2);
              await page.waitForURL(/\/checkout\//);
              return await names(page);
            };
            const first = await findAgain();
            const second = await findAgain();
            assert.deepEqual([first.length, second.length], [2, 2]);
            assert.deepEqual(
              second.filter((seat) =>
                first.includes(seat)
              ),
              [],
            );

            await openSection(page, url, "108");
            await boxes(page).nth(0).check();
            await page.getByRole("button", { name: "Take these seats" }).click();
            await page.waitForURL(/\/checkout\//);
            assert.equal(await chips(page).count(), 3);
            assert.equal((await findAgain()).length, 3);
          }),
      );
    }),
);
