/** Pages are rendered once for all guests who hold nothing; personal content stays personal. */
import assert from "node:assert/strict";
import { type Sale, withSale } from "@/lib/bookings/testing.ts";
import { appOn, PageClient } from "@/lib/testing/page_client.ts";

const DAY_MS = 24 * 3_600_000;

interface Site {
  sale: Sale;
  path: string;
  newBrowser(): PageClient;
}

function withSite(test: (site: Site) => Promise<void>): Promise<void> {
  return withSale(async (sale) => {
    const app = await appOn(sale.services);
    const { slug } = (await sale.services.catalog.event(sale.event.eventId))!;
    await test({ sale, path: `/events/${slug}`, newBrowser: () => new PageClient(app) });
  });
}

/** A page without its nonce, and the nonce, which must be the one in the policy. */
async function readPage(pending: Promise<Response>): Promise<{ html: string; nonce: string }> {
  const response = await pending;
  assert.equal(response.status, 200);
  const nonce = /'nonce-(\w+)'/.exec(response.headers.get("content-security-policy")!)![1];
  const html = await response.text();
  for (const [, own] of html.matchAll(/ nonce="(\w*)"/g)) assert.equal(own, nonce);
  return { html: html.replaceAll(nonce, ""), nonce };
}

Deno.test("guests get the same event page, each with its own nonce", () =>
  withSite(async ({ path, newBrowser }) => {
    const first = await readPage(newBrowser().get(path));
    const second = await readPage(newBrowser().get(path));
    assert.equal(second.html, first.html);
    assert.match(first.html, /<script[^>]* nonce=""/);
    assert.notEqual(second.nonce, first.nonce);
    const german = { "accept-language": "de" };
    assert.notEqual((await readPage(newBrowser().get(path, german))).html, first.html);
    const dark = newBrowser();
    dark.cookies.set("scheme", "dark");
    assert.match((await readPage(dark.get(path))).html, /<html[^>]*data-scheme="dark"/);
    assert.equal((await readPage(newBrowser().get(path))).html, first.html);
  }));

Deno.test("a buyer's holds and name are only on the buyer's own page", () =>
  withSite(async ({ sale, path, newBrowser }) => {
    await readPage(newBrowser().get(path));
    const buyer = newBrowser();
    const held = await buyer.call(`/api/events/${sale.event.eventId}/holds`, { best: { quantity: 2 } });
    const { id } = await held.json();
    assert.ok((await readPage(buyer.get(path))).html.includes(id));
    assert.ok(!(await readPage(newBrowser().get(path))).html.includes(id));

    const person = { name: "Ada Lovelace", email: "ada@example.org", password: "correct horse" };
    const signedIn = newBrowser();
    await (await signedIn.post("/register", person)).body?.cancel();
    for (const page of [path, "/events", "/"]) {
      assert.match((await readPage(signedIn.get(page))).html, /Ada Lovelace/);
      assert.doesNotMatch((await readPage(newBrowser().get(page))).html, /Ada Lovelace/);
    }
  }));

Deno.test("guests' pages lag behind the seats by at most a second, and never behind the end of the sale", () =>
  withSite(async ({ sale, path, newBrowser }) => {
    const read = async (page: string) => (await readPage(newBrowser().get(page))).html;
    const badge = async (page: string) => /Only \d+ left|Sale ended/.exec(await read(page))?.[0];
    const pages = [path, "/events", "/"];
    for (const page of pages) assert.equal(await badge(page), "Only 10 left");
    await newBrowser().call(`/api/events/${sale.event.eventId}/holds`, { best: { quantity: 2 } });
    sale.clock.now += 1_000;
    for (const page of pages) assert.equal(await badge(page), "Only 8 left");
    const { endsAt } = (await sale.services.catalog.event(sale.event.eventId))!;
    sale.clock.now = endsAt.getTime() - 1;
    assert.equal(await badge(path), "Only 8 left");
    sale.clock.now += 1;
    assert.equal(await badge(path), "Sale ended");
  }));

Deno.test("no page promises cancellation once it is too late", () =>
  withSite(async ({ sale, path, newBrowser }) => {
    await sale.sql`update events set cancellation_allowed = true`;
    const { startsAt } = (await sale.services.catalog.event(sale.event.eventId))!;
    const promise = async () =>
      /Cancellation<\/dt><dd>([a-z ]*)/.exec((await readPage(newBrowser().get(path))).html)?.[1];
    sale.clock.now = startsAt.getTime() - 1;
    assert.equal(await promise(), "free until ");
    sale.clock.now += 1;
    assert.equal(await promise(), "not possible");

    const buyer = newBrowser();
    const held = await buyer.call(`/api/events/${sale.event.eventId}/holds`, { best: { quantity: 2 } });
    const checkout = await readPage(buyer.get(`/checkout/${(await held.json()).id}`));
    assert.ok(checkout.html.includes("This booking can’t be cancelled"));
  }));

Deno.test("on its day, guests' home page lists an event under tonight", () =>
  withSite(async ({ sale, newBrowser }) => {
    const firstRail = async () =>
      /<section[^>]*aria-label="([^"]+)"/.exec((await readPage(newBrowser().get("/"))).html)?.[1];
    const { startsAt } = (await sale.services.catalog.event(sale.event.eventId))!;
    sale.clock.now = startsAt.getTime() - 10 * DAY_MS;
    assert.equal(await firstRail(), "Next up");
    assert.equal(await firstRail(), "Next up");
    sale.clock.now = startsAt.getTime() - 1;
    assert.equal(await firstRail(), "Tonight and this weekend");
  }));
