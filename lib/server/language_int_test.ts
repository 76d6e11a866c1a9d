/** The language of pages and problems, as set by URL, cookie, account and browser. */
import assert from "node:assert/strict";
import { withSale } from "@/lib/bookings/testing.ts";
import { appOn, PageClient } from "@/lib/testing/page_client.ts";

/** The `lang` of the page in the response. */
async function langOf(pending: Promise<Response>): Promise<string | undefined> {
  const response = await pending;
  const [, lang] = /<html lang="([^"]*)"/.exec(await response.text()) ?? [];
  assert.equal(response.headers.get("content-language"), lang);
  assert.match(response.headers.get("vary")!, /accept-language, cookie/);
  return lang;
}

Deno.test("a URL sets the language of this device and redirects to the page without the parameter", () =>
  withSale(async ({ services }) => {
    const client = new PageClient(await appOn(services));
    const chosen = await client.get("/events?q=a%20b&lang=de&sort=date");
    assert.equal(chosen.status, 303);
    assert.equal(chosen.headers.get("location"), "/events?q=a+b&sort=date");
    assert.match(chosen.headers.get("cache-control")!, /private|no-store/);
    assert.equal(await langOf(client.get("/events", { "accept-language": "en" })), "de");
    assert.equal(await langOf(client.get("/nowhere")), "de");
    const installed = await (await client.get("/manifest.webmanifest")).json();
    assert.deepEqual([installed.lang, installed.shortcuts[0].name], ["de", "Meine Tickets"]);

    const unknown = await client.get("/events?lang=tlh");
    assert.equal(unknown.headers.get("location"), "/events");
    assert.equal(await langOf(client.get("/events")), "de");
    client.cookies.set("lang", "<script>");
    assert.equal(await langOf(client.get("/events")), "en");
  }));

Deno.test("the account's language takes precedence over the device's, and the device's over the browser's", () =>
  withSale(async ({ services }) => {
    const client = new PageClient(await appOn(services));
    assert.equal(await langOf(client.get("/", { "accept-language": "fi, de;q=0.5, en;q=0.1" })), "de");
    assert.equal(await langOf(client.get("/", { "accept-language": "fi" })), "en");
    const person = { name: "Ada Lovelace", email: "ada@example.org", password: "correct horse" };
    await (await client.post("/register", person)).body?.cancel();
    client.cookies.set("lang", "de");
    assert.equal(await langOf(client.get("/account")), "de");
    await (await client.post("/account", { name: "Ada Lovelace", locale: "en-GB" })).body?.cancel();
    assert.equal(await langOf(client.get("/account", { "accept-language": "de" })), "en");
  }));

Deno.test("guests with different languages never get each other's cached page", () =>
  withSale(async ({ services, event }) => {
    const app = await appOn(services);
    const { slug } = (await services.catalog.event(event.eventId))!;
    for (const _ of [1, 2]) {
      for (const [accepted, lang] of [["fi, de", "de"], ["fi, en", "en"]]) {
        assert.equal(
          await langOf(new PageClient(app).get(`/events/${slug}`, { "accept-language": accepted })),
          lang,
        );
      }
    }
  }));

Deno.test("API paths accept no `lang` parameter, and problems declare their language", () =>
  withSale(async ({ services }) => {
    const client = new PageClient(await appOn(services));
    const refused = await client.get("/api/events?lang=de", { "accept-language": "de" });
    assert.equal(refused.status, 422);
    assert.equal(refused.headers.get("content-language"), "de");
    assert.match(refused.headers.get("vary")!, /accept-language, cookie/);
    const { code, title, detail, errors } = await refused.json();
    assert.deepEqual([code, title, detail], [
      "validation",
      "Anfrage ungültig",
      "In der Liste der Fehler steht, was zu ändern ist.",
    ]);
    assert.deepEqual(errors, [{ path: "lang", message: "is not known" }]);
  }));
