/** The seat map in a browser: mouse, fingers and keyboard, advice, other tabs and other buyers. */
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { until } from "@/lib/testing/until.ts";
import { overlaps, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";
import {
  canvasOf,
  Finger,
  middleOf,
  openMap,
  pictureOf,
  positionOfFreeSeat,
  untilMapChanges,
} from "./map_page.ts";

const STUDIO = "unplugged-with-nell-harrow";
const ARENA = "velvet-antenna-the-long-wave-tour";
const THEATRE = "fado-at-low-tide";
/** For every hall, including standing areas. Applies to builds with the stand-in: the runtime of the published Fresh is 8 KB larger. */
const SCRIPT_BYTES_MAX = 26_000;
const DESKTOP = { viewport: { width: 1280, height: 900 } };

async function openPage(
  browser: Browser,
  url: string,
  path: string,
  options: object = DESKTOP,
): Promise<Page> {
  const page = await browser.newPage(options);
  await openMap(page, url, path);
  return page;
}

/** Opens a page whose scripts run only after `act`. */
async function openAfter(
  browser: Browser,
  eventUrl: string,
  act: (page: Page) => Promise<unknown>,
): Promise<Page> {
  const page = await browser.newPage(DESKTOP);
  const done = Promise.withResolvers<void>();
  await page.route(/\.js$/, async (route) => {
    await done.promise;
    await route.continue();
  });
  await page.goto(eventUrl, { waitUntil: "commit" });
  await act(page);
  done.resolve();
  return page;
}

const inset = (page: Page) => page.locator(".map-inset");
const levelOf = (page: Page, name: string) =>
  page.getByRole("region", { name: "Seat map" }).getByRole("radio", { name, exact: true });
const search = (page: Page) => page.getByRole("search", { name: "Find in the list" });
const boxes = (page: Page) => page.locator(".seat-box input:enabled");

Deno.test(
  "the seat map in a browser",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, { url }) => {
      await t.step(
        "the wheel, the buttons and the inset move the map, and the inset is shown only when zoomed in",
        async () => {
          const page = await openPage(browser, url, ARENA);
          assert(await inset(page).isHidden());
          const { x, y } = await middleOf(page);
          await page.mouse.move(x, y);
          await untilMapChanges(page, () => page.mouse.wheel(0, -300));
          await inset(page).waitFor();
          await untilMapChanges(page, () => page.getByRole("button", { name: "Zoom in" }).click());
          await untilMapChanges(page, () => inset(page).click({ position: { x: 20, y: 20 } }));
          await untilMapChanges(page, () => page.getByRole("button", { name: "Zoom out" }).click());
          await page.getByRole("button", { name: "Show the whole hall" }).click();
          await inset(page).waitFor({ state: "hidden" });
          await page.close();
        },
      );

      await t.step(
        "pressing a zone in the legend zooms to it and back, and a price dims seats that cost more",
        async () => {
          const page = await openPage(browser, url, ARENA);
          const zone = page.getByRole("button", { name: /^Upper tier \D?\$65/ });
          await zone.click();
          await inset(page).waitFor();
          assert.equal(await zone.getAttribute("aria-pressed"), "true");
          await zone.click();
          await inset(page).waitFor({ state: "hidden" });
          assert.equal(await zone.getAttribute("aria-pressed"), "false");
          await untilMapChanges(page, () => page.getByLabel("Show seats").selectOption({ index: 1 }));
          await page.close();
        },
      );

      await t.step(
        "choosing a level zooms to it, and seats on others cannot be reached by pointer or keyboard",
        async () => {
          const page = await openPage(browser, url, ARENA);
          const whole = page.getByRole("button", { name: "Show the whole hall" });
          const upper = await positionOfFreeSeat(page, url, ARENA, "209");
          await levelOf(page, "Lower tier").check();
          await inset(page).waitFor();
          await whole.click();
          await inset(page).waitFor({ state: "hidden" });
          await page.mouse.click(upper.x, upper.y);
          const announced = page.locator("[aria-live=polite]");
          await canvasOf(page).focus();
          await page.keyboard.press("PageDown");
          await announced.getByText(/^Block 1\d\d|^1\d\d, row/).waitFor();
          for (let section = 0; section < 20; section++) await page.keyboard.press("PageDown");
          await announced.getByText("This is the last section.").waitFor();
          // The same click zooms in once all levels are shown.
          await whole.click();
          await inset(page).waitFor({ state: "hidden" });
          await levelOf(page, "All").check();
          await page.mouse.click(upper.x, upper.y);
          await inset(page).waitFor();
          await page.close();
        },
      );

      await t.step("a level chosen before the page's scripts run is shown once they do", async () => {
        const page = await openAfter(browser, `${url}/events/${ARENA}`, async (page) => {
          await levelOf(page, "Lower tier").check();
        });
        await inset(page).waitFor();
        await canvasOf(page).focus();
        await page.keyboard.press("PageDown");
        await page.locator("[aria-live=polite]").getByText(/^(Block )?1\d\d, row/).waitFor();
        await page.close();
      });

      await t.step("a price limit chosen before the page's scripts run is applied once they do", async () => {
        const page = await openAfter(browser, `${url}/events/${ARENA}`, async (page) => {
          await page.getByLabel("Show seats").selectOption({ index: 1 });
        });
        const other = await openPage(browser, url, ARENA);
        await untilMapChanges(other, () => other.getByLabel("Show seats").selectOption({ index: 1 }));
        const isSame = async () => await pictureOf(page) === await pictureOf(other);
        await until(isSame, Boolean);
        await other.getByLabel("Show seats").selectOption({ index: 0 });
        await until(isSame, (isSo) => !isSo);
        await page.close();
        await other.close();
      });

      await t.step(
        "two taps and a pinch zoom in, and a long press describes a seat without choosing it",
        async () => {
          const context = await browser.newContext({ viewport: { width: 390, height: 760 }, hasTouch: true });
          const page = await context.newPage();
          await openMap(page, url, STUDIO);
          const { x, y } = (await canvasOf(page).boundingBox())!;
          await new Finger(page).tapTwice({ x: x + 5, y: y + 70 });
          await inset(page).waitFor();
          await page.getByRole("button", { name: "Show the whole hall" }).click();
          await page.locator('.map-frame[data-zoomed-in="false"]').waitFor();

          const cdp = await context.newCDPSession(page);
          const middle = await middleOf(page);
          const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...distances: number[]) =>
            cdp.send("Input.dispatchTouchEvent", {
              type,
              touchPoints: distances.map((distance, id) => ({ id, x: middle.x + distance, y: middle.y })),
            });
          await touch("touchStart", -20, 20);
          for (const distance of [40, 60, 80]) await touch("touchMove", -distance, distance);
          await touch("touchEnd");
          await inset(page).waitFor();
          await page.getByRole("button", { name: "Show the whole hall" }).click();
          await page.locator('.map-frame[data-zoomed-in="false"]').waitFor();

          const seat = await positionOfFreeSeat(page, url, STUDIO);
          await cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [seat] });
          await page.locator(".map-tip").getByText(/seat \d+/).waitFor();
          await cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
          assert.equal(await page.locator(".seat-chip").count(), 0);
          assert.match(await page.locator(".map-tip").innerText(), /£/);
          await context.close();
        },
      );

      await t.step(
        "on a phone the map's controls do not overlap, and the inset appears when much of the map is out of sight",
        async () => {
          const phone = { viewport: { width: 360, height: 740 } };
          const page = await openPage(browser, url, THEATRE, phone);
          const overlay = [".map-status", ".map-floors", ".map-tools", ".map-inset:not([hidden])"];
          assert.deepEqual(await overlaps(page, overlay), []);
          for (let step = 0; step < 2; step++) await page.getByRole("button", { name: "Zoom in" }).click();
          await inset(page).waitFor();
          assert.deepEqual(await overlaps(page, overlay), []);
          await page.getByRole("button", { name: "Zoom out" }).click();
          await inset(page).waitFor({ state: "hidden" });
          assert.equal(await page.locator('.map-frame[data-zoomed-in="true"]').count(), 1);
          await page.close();
        },
      );

      await t.step(
        "the keyboard moves to the ends of a row and to other sections, and the position is announced",
        async () => {
          const page = await openPage(browser, url, ARENA);
          const untilAnnounced = (pattern: RegExp) =>
            page.locator("[aria-live=polite]").getByText(pattern).waitFor();
          await canvasOf(page).focus();
          await page.keyboard.press("PageDown");
          await untilAnnounced(/^Block|^\d+, row/);
          await page.keyboard.press("Home");
          await page.keyboard.press("PageDown");
          const section = await page.locator("[aria-live=polite]").innerText();
          await page.keyboard.press("PageDown");
          await page.waitForFunction(
            (before) => document.querySelector("[aria-live=polite]")!.textContent !== before,
            section,
          );
          await page.keyboard.press("Space");
          await page.locator(".seat-chip").waitFor();
          await page.close();
        },
      );

      await t.step(
        "a choice that leaves a seat on its own is corrected with one tap, in the list and on the map",
        async () => {
          const page = await openPage(browser, url, `${ARENA}?section=102`);
          await boxes(page).nth(1).check();
          await page.getByText(/^This leaves row 1, seat \d+ on its own\.$/).waitFor();
          await page.getByRole("button", { name: /^Take row 1, seat \d+ instead$/ }).click();
          await page.waitForFunction(() =>
            document.querySelectorAll<HTMLInputElement>(".seat-box input:checked")[0] ===
              document.querySelector(".seat-box input")
          );
          assert.equal(await page.locator(".seat-chip").count(), 1);
          assert.equal(await page.locator(".seat-box input:checked").count(), 1);
          await page.close();
        },
      );

      await t.step(
        "a choice survives a reload and appears in a second tab, and giving it back there is not reported as a loss",
        async () => {
          const context = await browser.newContext(DESKTOP);
          const [one, other] = [await context.newPage(), await context.newPage()];
          await openMap(one, url, `${ARENA}?section=103`);
          await openMap(other, url, ARENA);
          await boxes(one).first().check();
          await other.locator(".seat-chip").waitFor();
          await other.reload();
          await other.locator(".seat-chip").waitFor();
          await openMap(other, url, ARENA);
          await other.getByRole("button", { name: /^Give back/ }).click();
          await one.locator(".seat-chip").waitFor({ state: "detached" });
          assert.equal(await one.locator(".event-panel .notice").count(), 0);
          await context.close();
        },
      );

      await t.step(
        "a seat that someone else took first is named, and an equal one is one tap away",
        async () => {
          const mine = await openPage(browser, url, `${ARENA}?section=104`);
          const other = await openPage(browser, url, `${ARENA}?section=104`);
          const taken = Promise.withResolvers<void>();
          // The request is delayed until the other buyer has the seat.
          await mine.route("**/api/events/*/holds", async (route) => {
            if (route.request().method() === "POST") await taken.promise;
            await route.continue();
          });
          await boxes(mine).nth(4).check();
          await boxes(other).nth(4).check();
          await other.locator(".panel-foot a[href^='/checkout/']").waitFor();
          taken.resolve();
          await mine.getByText(/^Row 1, seat \d+ was just taken\.$/).waitFor();
          await mine.getByRole("button", { name: /^Take row .* instead$/ }).click();
          await mine.locator(".panel-foot a[href^='/checkout/']").waitFor();
          assert.equal(await mine.locator(".seat-chip").count(), 1);
          await mine.close();
          await other.close();
        },
      );

      await t.step(
        "the list shows the sections by level, or only those of a level chosen there or on the map",
        async () => {
          const page = await openPage(browser, url, `${ARENA}?find=1#list`);
          const sections = page.getByRole("navigation", { name: "Sections" });
          const inList = search(page).getByLabel("Level");
          const levels = sections.getByRole("heading");
          assert.deepEqual(await levels.allTextContents(), ["Lower tier", "Upper tier"]);
          await levelOf(page, "Upper tier").check();
          assert.equal(await inList.inputValue(), "Upper tier");
          assert.deepEqual(await levels.allTextContents(), ["Upper tier"]);
          assert.match(await sections.getByRole("link").first().innerText(), /^Block 2/);
          await levelOf(page, "Floor").check();
          await sections.getByText("No seats in rows to choose from here.").waitFor();
          await inset(page).waitFor();
          await inList.selectOption("");
          await inset(page).waitFor({ state: "hidden" });
          assert(await levelOf(page, "All").isChecked());
          assert.deepEqual(await levels.allTextContents(), ["Lower tier", "Upper tier"]);
          await page.goto(`${url}/events/${ARENA}?level=Upper+tier&section=209#list`);
          await inset(page).waitFor();
          assert(await boxes(page).first().isVisible());
          await levelOf(page, "Lower tier").check();
          assert(!await boxes(page).first().isVisible());
          await page.close();
        },
      );

      await t.step("without scripts the list can be limited to a level", async () => {
        const page = await browser.newPage({ javaScriptEnabled: false });
        await page.goto(`${url}/events/${ARENA}#list`);
        await page.getByText("Choose from a list of seats").click();
        await search(page).getByLabel("Level").selectOption("Lower tier");
        await page.getByLabel("Section, row or seat").fill("Block 209");
        await search(page).getByRole("button", { name: "Show" }).click();
        const sections = page.getByRole("navigation", { name: "Sections" });
        await sections.getByRole("paragraph").waitFor();
        assert.match(await sections.innerText(), /^Lower tier\s+No seats in rows to choose from here\.$/);
        await page.getByLabel("Section, row or seat").fill("");
        await search(page).getByRole("button", { name: "Show" }).click();
        assert.deepEqual(await sections.getByRole("heading").allTextContents(), ["Lower tier"]);
        await sections.getByRole("link").first().click();
        await boxes(page).first().waitFor();
        assert.equal(await search(page).getByLabel("Level").inputValue(), "Lower tier");
        await page.close();
      });

      await t.step(
        "without scripts the list is searched by words, price and wheelchair places",
        async () => {
          const page = await browser.newPage({ javaScriptEnabled: false });
          await page.goto(`${url}/events/${ARENA}?find=Block+102+row+3#list`);
          const found = await boxes(page).count();
          assert(found > 0 && found === await page.locator(".seat-box").count());
          assert.equal(await page.locator(".seat-row").count(), 1);
          await page.getByLabel("Section, row or seat").fill("");
          await page.getByLabel("Wheelchair places").check();
          await search(page).getByRole("button", { name: "Show" }).click();
          await page.locator(".section-links a").first().click();
          assert((await page.locator(".seat-box").count()) < 20);
          await page.goto(`${url}/events/${ARENA}?find=nowhere#list`);
          await page.getByText("No free seat matches that.").waitFor();
          await page.close();
        },
      );

      await t.step(
        "for every hall, the first view of an event loads less than 26 KB of scripts",
        async () => {
          for (const slug of await oneEventOfEachHall(url)) {
            const page = await browser.newPage();
            const scripts = new Set<string>();
            page.on(
              "request",
              (request) => request.resourceType() === "script" && scripts.add(request.url()),
            );
            await openMap(page, url, slug);
            // What the page loads automatically once the map is live counts, too.
            await page.evaluate(() =>
              new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(resolve)))
            );
            let total = 0;
            for (const script of scripts) total += gzipSync(await (await fetch(script)).bytes()).length;
            assert(total > 0 && total < SCRIPT_BYTES_MAX, `${slug}: ${total} bytes`);
            await page.close();
          }
        },
      );
    }),
);

/** The slugs of events on sale, one for each of the six halls. */
async function oneEventOfEachHall(url: string): Promise<string[]> {
  const { items } = await (await fetch(`${url}/api/events?limit=100`)).json();
  const onSale: { slug: string; saleStatus: string; venue: { name: string } }[] = items;
  const byHall = Map.groupBy(
    onSale.filter(({ saleStatus }) => saleStatus === "on-sale"),
    (event) => event.venue.name,
  );
  assert.equal(byHall.size, 6);
  return [...byHall.values()].map(([{ slug }]) => slug);
}
