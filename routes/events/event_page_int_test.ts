/** The page of an event is drawn once for all who are nobody in particular; what is somebody's stays theirs. */
import assert from "node:assert/strict";
import { type Sale, withSale } from "@/lib/bookings/testing.ts";
import { appOn, PageClient } from "@/lib/testing/page_client.ts";

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

/** A page with its nonce, which the policy names too. */
async function read(answer: Promise<Response>): Promise<{ html: string; nonce: string }> {
  const response = await answer;
  assert.equal(response.status, 200);
  const nonce = /'nonce-(\w+)'/.exec(response.headers.get("content-security-policy")!)![1];
  const html = await response.text();
  assert.ok(html.includes(`nonce="${nonce}"`));
  return { html: html.replaceAll(nonce, ""), nonce };
}

Deno.test("guests get the same page of an event, each with a nonce of its own", () =>
  withSite(async ({ path, newBrowser }) => {
    const first = await read(newBrowser().get(path));
    const second = await read(newBrowser().get(path));
    assert.equal(second.html, first.html);
    assert.notEqual(second.nonce, first.nonce);
    const dates = { "accept-language": "de" };
    assert.notEqual((await read(newBrowser().get(path, dates))).html, first.html);
    const lights = newBrowser();
    lights.cookies.set("scheme", "dark");
    assert.match((await read(lights.get(path))).html, /<html[^>]*data-scheme="dark"/);
    assert.equal((await read(newBrowser().get(path))).html, first.html);
  }));

Deno.test("what a buyer holds and is called is on the buyer's page alone", () =>
  withSite(async ({ sale, path, newBrowser }) => {
    await read(newBrowser().get(path));
    const buyer = newBrowser();
    const held = await buyer.call(`/api/events/${sale.event.eventId}/holds`, { best: { quantity: 2 } });
    const { id } = await held.json();
    assert.ok((await read(buyer.get(path))).html.includes(id));
    assert.ok(!(await read(newBrowser().get(path))).html.includes(id));

    const person = { name: "Ada Lovelace", email: "ada@example.org", password: "correct horse" };
    const signedIn = newBrowser();
    await (await signedIn.post("/register", person)).body?.cancel();
    assert.match((await read(signedIn.get(path))).html, /Ada Lovelace/);
    assert.doesNotMatch((await read(newBrowser().get(path))).html, /Ada Lovelace/);
  }));

Deno.test("a guest's page is at most a second behind the seats, and never behind the end of the sale", () =>
  withSite(async ({ sale, path, newBrowser }) => {
    const seatsLeft = async () =>
      /(\d+|Last) (?:seats? )?left|Last seat/.exec((await read(newBrowser().get(path))).html)?.[0];
    const before = await seatsLeft();
    await newBrowser().call(`/api/events/${sale.event.eventId}/holds`, { best: { quantity: 2 } });
    sale.clock.now += 1_000;
    assert.notEqual(await seatsLeft(), before);
    const { endsAt } = (await sale.services.catalog.event(sale.event.eventId))!;
    sale.clock.now = endsAt.getTime() - 1;
    assert.doesNotMatch((await read(newBrowser().get(path))).html, /Sale ended/);
    sale.clock.now += 1;
    assert.match((await read(newBrowser().get(path))).html, /Sale ended/);
  }));
