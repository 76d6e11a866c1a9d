/** The page with the tickets on phones, and the check-in page that reads them. */
import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { until } from "@/lib/testing/until.ts";
import type { Program } from "../program/program.ts";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import {
  bookingsOf,
  type Buyer,
  fill,
  newBuyer,
  openCheckout,
  payButton,
  untilConfirmed,
} from "./checkout.ts";
import { noChromium } from "./chromium.ts";

const QR_MIN = 240;

async function buyFour(buyer: Buyer, program: Program): Promise<void> {
  await openCheckout(buyer, program, { best: { quantity: 4 } });
  await fill(buyer.page);
  await payButton(buyer.page).click();
  await untilConfirmed(buyer.page);
}

async function tokensOf(buyer: Buyer): Promise<{ code: string; tokens: string[] }> {
  const [{ id }] = await bookingsOf(buyer);
  const booking = await buyer.call("GET", `/api/bookings/${id}`) as {
    code: string;
    tickets: { token: string }[];
  };
  return { code: booking.code, tokens: booking.tickets.map(({ token }) => token) };
}

/** The numbers of the tickets that are in the window. */
const inSight = (page: Page) =>
  page.locator(".ticket").evaluateAll((tickets) =>
    tickets.flatMap((ticket, n) => {
      const { left, right } = ticket.getBoundingClientRect();
      return left >= -1 && right <= innerWidth + 1 ? [n + 1] : [];
    })
  );

/** Waits until the numbers above the tickets mark this one as current. */
const untilMarked = (page: Page, n: number) =>
  page.waitForFunction(
    (n) =>
      [...document.querySelectorAll(".ticket-steps [aria-current=true]")].map((link) => link.textContent)
        .join() === n,
    String(n),
  );

/** Waits until this ticket is the one that fills the screen. */
async function untilInSight(page: Page, n: number): Promise<void> {
  await page.waitForFunction(
    (id) => Math.abs(document.getElementById(id)!.getBoundingClientRect().left) < 1,
    `slide-${n}`,
  );
  assert.ok(await page.locator(`#slide-${n}`).getByText(`${n} of 4`).isVisible());
}

async function signInAtDoor(browser: Browser, { url }: Program): Promise<Page> {
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: "reduce", locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(`${url}/admin/checkin`);
  await page.getByLabel("Email").fill("door@aisle.test");
  await page.getByLabel("Password").fill("aisle-demo");
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Check-in" }).waitFor();
  const film = page.locator("option", { hasText: "Salt and Static" }).first();
  await page.getByLabel("Event", { exact: true }).selectOption(await film.getAttribute("value"));
  return page;
}

/** Types like a scanner: into the focused field, with Enter at the end. */
async function scan(page: Page, text: string): Promise<void> {
  await page.getByLabel("Ticket or booking").focus();
  await page.keyboard.type(text);
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
}

const resultOf = (page: Page) => page.locator(".check-in").innerText();

Deno.test(
  "tickets on a screen, and the door that reads them",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, program) => {
      const buyer = await newBuyer(browser, program, { bypassCSP: true });
      const { page } = buyer;
      await buyFour(buyer, program);
      const { code, tokens } = await tokensOf(buyer);

      await t.step("on a phone one ticket fills the window, and numbers lead to the others", async () => {
        assert.deepEqual(await inSight(page), [1]);
        await untilMarked(page, 1);
        await page.getByText("1 of 4", { exact: true }).first().waitFor();
        await page.getByRole("link", { name: /^Ticket 3 of 4, / }).click();
        await page.waitForFunction(() =>
          document.getElementById("ticket-3")!.getBoundingClientRect().left >= 0 &&
          document.getElementById("ticket-3")!.getBoundingClientRect().right <= innerWidth
        );
        assert.deepEqual(await inSight(page), [3]);
        await untilMarked(page, 3);
        assert.equal(await overflowX(page), 0);
        for (const box of await page.locator(".ticket-code svg").all()) {
          assert.ok((await box.boundingBox())!.width >= QR_MIN);
        }
        const { height } = (await page.locator("#ticket-3").boundingBox())!;
        assert.ok(height <= 740, `a ticket of ${height} px does not fit a phone`);
        assert.deepEqual(await accessibilityFaults(page), []);
      });

      await t.step("a ticket fills the screen, keeps it on and leads to the next one", async () => {
        await page.evaluate(() => {
          const log: string[] = [];
          Object.assign(globalThis, { wakeLog: log });
          Object.defineProperty(navigator, "wakeLock", {
            value: {
              request: (kind: string) => {
                log.push(`request ${kind}`);
                return Promise.resolve({ release: () => log.push("release") });
              },
            },
          });
        });
        const log = () => page.evaluate(() => (globalThis as unknown as { wakeLog: string[] }).wakeLog);
        await page.getByRole("button", { name: "Show full screen: ticket 3" }).click();
        const full = page.locator(".ticket-full:popover-open");
        await full.waitFor();
        await untilInSight(page, 3);
        const { x, y, width, height } = (await full.boundingBox())!;
        assert.deepEqual([x, y, width, height], [0, 0, 360, 740]);
        assert.ok((await full.locator("#slide-3 svg").boundingBox())!.width >= 290);
        assert.equal(
          await full.evaluate((element) => getComputedStyle(element).backgroundColor),
          "rgb(255, 255, 255)",
        );
        assert.deepEqual(await log(), ["request screen"]);
        assert.deepEqual(await accessibilityFaults(page), []);
        await full.locator("#slide-3").getByRole("link", { name: "Next ticket" }).click();
        await untilInSight(page, 4);
        assert.deepEqual(await log(), ["request screen"], "the lock was requested again");
        await page.setViewportSize({ width: 740, height: 360 });
        const code = (await full.locator("#slide-4 svg").boundingBox())!;
        assert.ok(
          code.width >= 290 && code.y >= 0 && code.y + code.height <= 360,
          "the code does not fit a phone in landscape",
        );
        for (
          const part of [
            full.locator("#slide-4").getByText("4 of 4"),
            full.getByRole("button", { name: "Close" }),
          ]
        ) {
          const { y, height } = (await part.boundingBox())!;
          assert.ok(y >= 0 && y + height <= 360, "a part is cut off");
        }
        await page.setViewportSize({ width: 360, height: 740 });
        await untilInSight(page, 4);
        await page.keyboard.press("Escape");
        await full.waitFor({ state: "detached" });
        await untilMarked(page, 4);
        assert.deepEqual(await inSight(page), [4], "the ticket shown last is not in sight");
        await page.waitForFunction(() =>
          (globalThis as unknown as { wakeLog: string[] }).wakeLog.at(-1) === "release"
        );
      });

      await t.step(
        "without scripts the tickets are one below the other, and can still fill the screen",
        async () => {
          const context = await browser.newContext({
            javaScriptEnabled: false,
            reducedMotion: "reduce",
            viewport: { width: 360, height: 740 },
            storageState: await buyer.context.storageState(),
          });
          const plain = await context.newPage();
          await plain.goto(page.url().split("#")[0]);
          const lefts = await Promise.all(
            (await plain.locator(".ticket").all()).map(async (ticket) => (await ticket.boundingBox())!.x),
          );
          assert.deepEqual([lefts.length, new Set(lefts).size], [4, 1]);
          await plain.getByRole("button", { name: "Show full screen: ticket 2" }).click();
          await plain.locator("#slide-1").getByRole("link", { name: "Next ticket" }).click();
          await until(() => plain.locator("#slide-2").boundingBox(), (box) => box?.x === 0);
          await context.close();
        },
      );

      const door = await signInAtDoor(browser, program);

      await t.step(
        "codes that scanners type with other keyboard layouts are read, and each admits once",
        async () => {
          const [french, caps, framed] = tokens;
          const typed = (keys: string, token: string) =>
            token.replace(/\d/g, (digit) => [...keys][Number(digit)]);
          await scan(door, typed("à&é\"'(-è_ç", french));
          assert.match(await resultOf(door), /^Welcome\n/);
          assert.deepEqual(await accessibilityFaults(door), []);
          await door.reload();
          assert.match(await resultOf(door), /^Welcome\n/, "a reload does not show the result again");
          await scan(door, french);
          assert.match(await resultOf(door), /^Welcome\n|^Already used\n/);
          await scan(door, typed("É+ĚŠČŘŽÝÁÍ", caps));
          assert.match(await resultOf(door), /^Welcome\n/);
          await scan(door, `]Q1${framed}`);
          assert.match(await resultOf(door), /^Welcome\n/);
          await scan(door, framed.replaceAll("4", "~"));
          assert.match(await resultOf(door), /^Not readable\n[^]*keyboard/);
        },
      );

      await t.step("a booking is found by its code, and its remaining tickets are admitted", async () => {
        await scan(door, code.toLowerCase());
        const found = door.locator(".found");
        await found.waitFor();
        assert.equal(await found.locator("li").count(), 4);
        assert.equal(await found.getByText(/In since/).count(), 3);
        assert.deepEqual(await accessibilityFaults(door), []);
        await door.setViewportSize({ width: 360, height: 740 });
        assert.equal(await overflowX(door), 0);
        await found.getByRole("button", { name: /^Admit/ }).click();
        await door.getByRole("heading", { name: "Welcome" }).waitFor();
        assert.equal(await found.getByText(/In since/).count(), 4);
        await scan(door, "nobody of this name");
        assert.match(await resultOf(door), /^Nothing found\n/);
      });
    }, { RATE_LIMITS: "off" }),
);
