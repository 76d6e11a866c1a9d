import assert from "node:assert/strict";
import { withDatabase } from "@/lib/db/testing.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { EventCatalog } from "@/lib/events/catalog.ts";
import { insertEvent, insertHall, scriptedBoard } from "@/lib/events/testing.ts";
import { appOn, PageClient } from "@/lib/testing/page_client.ts";

/** A Wednesday. */
const now = Date.parse("2026-06-03T12:00:00Z");
const DAY_MS = 24 * 3_600_000;

/** The site with scripted seat statuses; `fill` inserts the events before the first request. */
function withSite(
  fill: (sql: Sql, statuses: Map<string, string>) => Promise<unknown>,
  test: (browser: PageClient) => Promise<void>,
): Promise<void> {
  return withDatabase(async (sql) => {
    const statuses = new Map<string, string>();
    await fill(sql, statuses);
    const catalog = new EventCatalog({ sql, board: scriptedBoard(statuses), now: () => now });
    await test(new PageClient(await appOn({ sql, catalog, now: () => now })));
  });
}

/** The main part of a page, its event titles and its text. */
async function read(pending: Promise<Response>): Promise<{ html: string; titles: string[]; text: string }> {
  const response = await pending;
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  const page = await response.text();
  const html = page.split("<main")[1].split("</main>")[0];
  const titles = [...html.matchAll(/<a href="\/events\/[^"]*"><bdi>([^<]*)</g)].map(([, title]) => title);
  return {
    html,
    titles,
    text: html.replace(/<svg.*?<\/svg>/gs, " ").replace(/<[^>]+>/g, " ").replace(/\s+/g, " "),
  };
}

const inDays = (days: number) => new Date(now + days * DAY_MS);

Deno.test("home shows tonight and this weekend, concerts, films and what is nearly gone", () =>
  withSite(async (sql, statuses) => {
    const hall = await insertHall(sql);
    await insertEvent(sql, hall, { now, title: "Tonight", startsAt: inDays(0.3) });
    await insertEvent(sql, hall, { now, title: "Late tonight", startsAt: inDays(0.4) });
    await insertEvent(sql, hall, { now, title: "Saturday film", type: "film", startsAt: inDays(3) });
    await insertEvent(sql, hall, { now, title: "Called off", status: "cancelled", startsAt: inDays(3) });
    await insertEvent(sql, hall, { now, title: "Much later", type: "film", startsAt: inDays(20) });
    const full = await insertEvent(sql, hall, { now, title: "Nearly full", startsAt: inDays(9) });
    statuses.set(full, "a".padEnd(20, "b"));
  }, async (browser) => {
    const { html, titles, text } = await read(browser.get("/"));
    const listUnder = (title: string) => {
      const part = html.split(`aria-label="${title}"`)[1]?.split("</section>")[0] ?? "";
      return [...part.matchAll(/<a href="\/events\/[^"]*"><bdi>([^<]*)</g)].map(([, event]) => event);
    };
    assert.deepEqual(listUnder("Tonight and this weekend"), ["Tonight", "Late tonight", "Saturday film"]);
    // Events under “Tonight and this weekend” are not repeated below.
    assert.deepEqual(listUnder("Concerts"), ["Nearly full"]);
    assert.deepEqual(listUnder("Films"), ["Much later"]);
    // A featured event already shows how few seats are left.
    assert.deepEqual(listUnder("Nearly gone"), []);
    assert.ok(!titles.includes("Called off"));
    assert.match(text, /Last seat/);
    assert.match(html, /<form[^>]*action="\/events"[^>]*>.*name="q"/s);
  }));

Deno.test("a page's own style sheet comes after the site's", () =>
  withSite(() => Promise.resolve(), async (browser) => {
    const page = await (await browser.get("/")).text();
    const sheets = [...page.matchAll(/<link rel="stylesheet" href="\/styles\/([a-z]+)\.css/g)];
    assert.deepEqual(sheets.map(([, name]) => name), ["site", "home"]);
  }));

Deno.test("home and list say when there are no events", () =>
  withSite(() => Promise.resolve(), async (browser) => {
    assert.match((await read(browser.get("/"))).text, /Nothing is announced yet/);
    assert.match((await read(browser.get("/events"))).text, /No events.*Nothing is announced yet/);
  }));

Deno.test("among the links to the list itself, only the chosen filters are marked as current", () =>
  withSite(async (sql) => {
    const hall = await insertHall(sql);
    for (let day = 1; day <= 21; day++) await insertEvent(sql, hall, { now, startsAt: inDays(day) });
  }, async (browser) => {
    const marked = async (path: string) => {
      const { html } = await read(browser.get(path));
      const links = [
        ...html.matchAll(/<a [^>]*href="\/events[?"][^>]*>(?:<span[^>]*>Remove<\/span> )?([^<]*)/g),
      ];
      assert.ok(links.length > 8);
      return links.filter(([link]) => /aria-current="(?!false)/.test(link)).map(([, text]) => text);
    };
    assert.deepEqual(await marked("/events"), ["Any day", "Everything", "Everywhere"]);
    assert.deepEqual(await marked("/events?type=concert&when=today"), ["Today", "Concerts", "Everywhere"]);
    assert.deepEqual(await marked("/events?q=zither"), ["Any day", "Everything", "Everywhere"]);
  }));

Deno.test("the list follows its URL, says what it shows, and keeps the filters in its links", () =>
  withSite(async (sql) => {
    const [brno, lodz] = [await insertHall(sql), await insertHall(sql, { city: "Łódź" })];
    for (let day = 1; day <= 21; day++) {
      await insertEvent(sql, brno, { now, title: `Fog ${day}`, startsAt: inDays(day), price: 5000 - day });
    }
    await insertEvent(sql, lodz, { now, title: "Fog film", type: "film" });
  }, async (browser) => {
    const first = await read(browser.get("/events?q=fog&type=concert&sort=price&type=opera&utm=1"));
    assert.match(first.text, /21 concerts matching “fog”.*Clear filters/);
    assert.match(first.text, /20 of 21 shown/);
    assert.equal(first.titles[0], "Fog 21");
    assert.match(first.html, /<input[^>]*type="hidden" name="type" value="concert"/);
    assert.match(first.html, /href="\/events\?q=fog&amp;type=concert&amp;city=Brno&amp;sort=price"/);
    const [, next] = /href="([^"]*)" rel="next"[^>]*>/.exec(first.html)!;
    const second = await read(browser.get(next.replaceAll("&amp;", "&")));
    assert.deepEqual(second.titles, ["Fog 1"]);
    assert.match(
      second.html,
      /href="\/events\?q=fog&amp;type=concert&amp;sort=price"[^>]*>Back to the first/,
    );

    const nothing = await read(browser.get("/events?city=Łódź&type=concert"));
    assert.match(
      nothing.text,
      /No concerts in Łódź.*Nothing matches that.*Remove Łódź 21 events.*Remove Concerts 1 event/,
    );
    assert.match(nothing.html, /href="\/events\?type=concert"[^>]*>.*Remove.*Łódź/);
    const unknown = await read(browser.get("/events?q=zither"));
    assert.match(unknown.text, /Nothing matches “zither” Check the spelling.*See all 22 events/);
    assert.match(unknown.html, /href="\/events"[^>]*>See all 22 events/);
    const twoTooMany = await read(browser.get("/events?q=zither&city=Bonn"));
    assert.match(twoTooMany.text, /Removing one filter would not help.*See every event/);

    const mistyped = await read(browser.get("/events?q=fgo&type=film"));
    assert.match(mistyped.text, /No exact match for “fgo”. 1 film matching “fog”/);
    assert.match(mistyped.html, /name="q" value="fgo"/);
    const bad = await read(browser.get("/events?type=opera&from=tomorrow&cursor=x&sort=luck&q="));
    assert.match(bad.text, /22 events/);
  }));

Deno.test("today is the venue's date, wherever the server and the browser are", () =>
  withSite(async (sql) => {
    const [tokyo, pagoPago] = [
      await insertHall(sql, { city: "Tokyo", timeZone: "Asia/Tokyo" }),
      await insertHall(sql, { city: "Pago Pago", timeZone: "Pacific/Pago_Pago" }),
    ];
    const at = (title: string, hall: typeof tokyo, startsAt: string) =>
      insertEvent(sql, hall, { now, title, startsAt: new Date(startsAt) });
    await at("Tokyo, Wednesday late", tokyo, "2026-06-03T14:59:00Z");
    await at("Tokyo, Thursday", tokyo, "2026-06-03T15:00:00Z");
    await at("Pago Pago, Wednesday late", pagoPago, "2026-06-04T10:59:00Z");
    await at("Pago Pago, Thursday", pagoPago, "2026-06-04T11:00:00Z");
  }, async (browser) => {
    const { titles, text } = await read(browser.get("/events?when=today"));
    assert.deepEqual(titles, ["Tokyo, Wednesday late", "Pago Pago, Wednesday late"]);
    assert.match(text, /2 events today Remove Today/);
    assert.deepEqual((await read(browser.get("/events?when=weekend"))).titles, []);
    assert.equal((await read(browser.get("/events?when=next-30-days"))).titles.length, 4);
  }));
