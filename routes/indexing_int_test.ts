/** What search engines and link previews read. */
import assert from "node:assert/strict";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { EventCatalog } from "@/lib/events/catalog.ts";
import { Sitemap } from "@/lib/events/sitemap.ts";
import { insertEvent, insertHall, scriptedBoard, type TestHall } from "@/lib/events/testing.ts";
import { appOn, PageClient } from "@/lib/testing/page_client.ts";

const now = Date.parse("2026-06-03T12:00:00Z");
const SITE = "https://tickets.example.org";

function withSite(
  fill: (sql: Sql, hall: TestHall) => Promise<unknown>,
  test: (browser: PageClient) => Promise<void>,
  eventsPerFile?: number,
): Promise<void> {
  return withDatabase(async (sql) => {
    await fill(sql, await insertHall(sql));
    const catalog = new EventCatalog({ sql, board: scriptedBoard(new Map()), now: () => now });
    const sitemap = new Sitemap({ sql, site: SITE, now: () => now }, eventsPerFile);
    await test(new PageClient(await appOn({ sql, catalog, sitemap, now: () => now })));
  });
}

async function insert(
  sql: Sql,
  hall: TestHall,
  slug: string,
  values: Partial<Parameters<typeof insertEvent>[2]> = {},
) {
  const id = await insertEvent(sql, hall, { now, ...values });
  await sql`update events set slug = ${slug}, updated_at = '2026-05-01T10:00:00Z' where id = ${id}`;
}

Deno.test("robots.txt excludes private paths and names the sitemap", () =>
  withSite(() => Promise.resolve(), async (browser) => {
    const robots = await browser.get("/robots.txt");
    assert.match(robots.headers.get("content-type")!, /^text\/plain/);
    const text = await robots.text();
    assert.match(text, /^User-agent: \*\n/);
    for (const path of ["/admin", "/account", "/checkout/", "/bookings/", "/api/"]) {
      assert.ok(text.includes(`\nDisallow: ${path}\n`), path);
    }
    assert.match(text, /\nSitemap: http:\/\/[^/]+\/sitemap\.xml\n$/);
  }));

Deno.test("the sitemap lists announced events that have not ended, with the time of their last change", () =>
  withSite(async (sql, hall) => {
    await insert(sql, hall, "soon");
    await insert(sql, hall, "called-off", { status: "cancelled" });
    await insert(sql, hall, "secret", { status: "draft" });
    await insert(sql, hall, "over", { startsAt: new Date(now - 10 * 3_600_000) });
  }, async (browser) => {
    const sitemap = await browser.get("/sitemap.xml");
    assert.match(sitemap.headers.get("content-type")!, /^application\/xml/);
    assert.match(sitemap.headers.get("cache-control")!, /^public/);
    const xml = await sitemap.text();
    const locations = [...xml.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, location]) => location);
    const paths = ["/", "/events", "/events/soon", "/events/called-off"];
    assert.deepEqual(locations, paths.map((path) => SITE + path));
    assert.match(xml, /soon<\/loc><lastmod>2026-05-01T10:00:00\.000Z<\/lastmod>/);
    assert.equal((await browser.get("/sitemaps/1.xml")).status, 404);
  }));

Deno.test("a sitemap of many events is an index of files that list each event once", () =>
  withSite(async (sql, hall) => {
    for (let n = 1; n <= 7; n++) await insert(sql, hall, `event-${n}`);
  }, async (browser) => {
    const read = async (path: string) => await (await browser.get(path)).text();
    const index = await read("/sitemap.xml");
    assert.match(index, /<sitemapindex /);
    const files = [...index.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, location]) =>
      location.slice(SITE.length)
    );
    assert.deepEqual(files, ["/sitemaps/1.xml", "/sitemaps/2.xml", "/sitemaps/3.xml"]);
    const xml = (await Promise.all(files.map(read))).join("");
    const events = [...xml.matchAll(/\/events\/(event-\d)</g)].map(([, slug]) => slug);
    assert.deepEqual(events, [1, 2, 3, 4, 5, 6, 7].map((n) => `event-${n}`));
    for (const number of ["0", "4", "01", "x", "99999"]) {
      assert.equal((await browser.get(`/sitemaps/${number}.xml`)).status, 404, number);
    }
  }, 3));

Deno.test("only public pages can be indexed, each at one URL", () =>
  withSite((sql, hall) => insert(sql, hall, "soon"), async (browser) => {
    const rows = [
      ["/", "/"],
      ["/events", "/events"],
      ["/events?utm_source=x&type=concert", "/events?type=concert"],
      ["/events/soon?from=poster", "/events/soon"],
    ];
    for (const [path, canonical] of rows) {
      const page = await browser.get(path);
      assert.equal(page.headers.get("x-robots-tag"), null, path);
      const html = await page.text();
      const [, href] = /<link rel="canonical" href="http:\/\/[^/]+(\/[^"]*)"/.exec(html)!;
      assert.equal(href.replaceAll("&amp;", "&"), canonical);
      for (const property of ["og:title", "og:description", "og:image", "og:url"]) {
        assert.ok(html.includes(`<meta property="${property}" content="`), `${path} ${property}`);
      }
      assert.ok(html.includes('<meta name="twitter:card" content="summary'), path);
    }
    for (const path of ["/login", "/register", "/nothing", "/events/none", "/offline", "/bookings/none"]) {
      const page = await browser.get(path);
      await page.body?.cancel();
      assert.match(`${page.status} ${page.headers.get("x-robots-tag")}`, /^(303 null|\d+ noindex)$/, path);
    }
  }));

Deno.test("a title can neither end the structured-data script nor break out of an attribute", () =>
  withSite(async (sql, hall) => {
    const title = `</script><script>alert(1)</script><!-- "'\u2028&amp;`;
    await insert(sql, hall, "hostile", { title, description: title });
  }, async (browser) => {
    const html = await (await browser.get("/events/hostile")).text();
    const [, json] = /<script type="application\/ld\+json"[^>]*>(.*?)<\/script>/s.exec(html)!;
    const data = JSON.parse(json);
    assert.match(data.name, /^<\/script><script>alert\(1\)<\/script><!-- "'\u2028&amp;$/);
    assert.equal(data["@type"], "MusicEvent");
    assert.deepEqual(data.offers.map(({ price }: { price: string }) => price), ["10.00", "10.00"]);
    assert.equal(html.includes("<script>alert"), false);
    assert.match(html, /<meta property="og:title" content="[^"<]*&lt;script[^"<]*"/);
  }));
