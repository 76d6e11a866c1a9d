/** Names in right-to-left scripts, on left-to-right pages. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { composeMessage } from "@/lib/notifications/templates.ts";
import { signIn } from "../program/client.ts";
import { withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";

const DAY_MS = 24 * 3_600_000;
const TITLE = "ألف ليلة 1001";
const VENUE = "دار الأوبرا 2";
const STREET = "12 Mill Lane";
const CITY = "القاهرة";

/** The left edge of each text in the first matching element, in CSS pixels; each is searched for after the previous. */
function leftsOf(page: Page, selector: string, texts: string[]): Promise<number[]> {
  return page.locator(selector).first().evaluate((element, texts) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const characters: { node: Node; at: number }[] = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      for (let at = 0; at < node.textContent!.length; at++) characters.push({ node, at });
    }
    const whole = characters.map(({ node, at }) => node.textContent![at]).join("");
    let from = 0;
    return texts.map((text) => {
      const start = whole.indexOf(text, from);
      if (start < 0) throw new Error(`${text} is not in ${whole}`);
      from = start + text.length;
      const range = document.createRange();
      range.setStart(characters[start].node, characters[start].at);
      range.setEnd(characters[from - 1].node, characters[from - 1].at + 1);
      return range.getBoundingClientRect().left;
    });
  }, texts);
}

async function assertInOrder(page: Page, selector: string, ...texts: string[]): Promise<void> {
  const lefts = await leftsOf(page, selector, texts);
  assert.deepEqual(lefts, lefts.toSorted((a, b) => a - b), `${texts.join(" | ")} of ${selector}`);
}

Deno.test(
  "an Arabic title, venue and city do not move their neighbours on an English page",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, { url }) => {
      const admin = await signIn(url, "admin@aisle.test");
      const [{ id: copyOf }] = (await admin.get("/api/admin/charts?limit=1")).body.items;
      const venue = { name: VENUE, city: CITY, country: "EG", address: STREET, timeZone: "Africa/Cairo" };
      const venueId = (await admin.post("/api/admin/venues", venue)).body.id;
      const { id: chartId, chart } =
        (await admin.post("/api/admin/charts", { venueId, name: "قاعة", copyOf })).body;
      const event = await admin.post("/api/admin/events", {
        type: "concert",
        title: TITLE,
        description: "حفلة 1.\nOne evening.",
        venueId,
        chartId,
        startsAt: new Date(Date.now() + 7 * DAY_MS).toISOString(),
        endsAt: new Date(Date.now() + 7.1 * DAY_MS).toISOString(),
        currency: "EGP",
        maxSeatsPerBuyer: 4,
        zones: chart.zones.map(({ id, name }: { id: string; name: string }) => ({ id, name, price: 10_000 })),
      });
      assert.equal(event.status, 201, JSON.stringify(event.body));
      assert.equal((await admin.post(`/api/admin/events/${event.body.id}/publish`, {})).status, 200);
      const page = await browser.newPage({ locale: "en-GB", viewport: { width: 1440, height: 900 } });

      await t.step("unisolated text would move them, so this test can fail", async () => {
        await page.setContent(`<p>${VENUE}, ${STREET}, ${CITY}</p>`);
        await assert.rejects(assertInOrder(page, "p", VENUE, STREET.slice(0, 2), "Mill", CITY));
      });

      await t.step("on the event's page", async () => {
        await page.goto(`${url}/events/${event.body.slug}`);
        await assertInOrder(page, ".event-intro", VENUE, ", ", CITY);
        await assertInOrder(page, ".facts", VENUE, ", ", "12", " Mill Lane", ", ", CITY);
      });

      await t.step("in the list and its description of the search", async () => {
        await page.goto(`${url}/events?${new URLSearchParams({ q: "ألف 1001", city: CITY })}`);
        await assertInOrder(page, ".event-row-where", VENUE, ", ", CITY);
        await assertInOrder(page, "[data-found] p", "1 event in ", CITY, " matching “", "ألف", "”");
      });

      await t.step("in the administration", async () => {
        await page.context().addCookies([{ name: "aisle_access", value: admin.token!, url }]);
        await page.goto(`${url}/admin/events/${event.body.id}/delete`);
        await assertInOrder(page, "h1", "Delete “", TITLE.slice(0, 3), "”?");
      });

      await t.step("in the text of a message", async () => {
        const { text } = composeMessage("confirmation", {
          bookingId: crypto.randomUUID(),
          code: "K7QX-2MVD",
          status: "confirmed",
          final: true,
          failureReason: null,
          total: 0,
          refund: 0,
          currency: "EGP",
          locale: "en-GB",
          name: "ليلى",
          title: TITLE,
          startsAt: new Date(),
          doorsAt: null,
          venueName: VENUE,
          venueAddress: STREET,
          city: CITY,
          timeZone: "Africa/Cairo",
          seats: [{ section: "الصالة", row: "ب", number: "12" }],
        }, url);
        await page.setContent("<pre></pre>");
        const [going, place, seat] = ["You’re going", VENUE, "الصالة"].map((words) =>
          text.split("\n").find((line) => line.includes(words))!
        );
        const show = (line: string) =>
          page.locator("pre").evaluate((pre, text) => pre.textContent = text, line);
        await show(going);
        await assertInOrder(page, "pre", "You’re going to ", TITLE, ".");
        await show(place);
        await assertInOrder(page, "pre", VENUE, "12", "Mill", CITY);
        await show(seat);
        await assertInOrder(page, "pre", "الصالة", ", row ", "ب", ", seat ", "12");
      });
    }),
);
