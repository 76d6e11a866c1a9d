import assert from "node:assert/strict";
import type { VNode } from "preact";
import { renderToString as render } from "preact-render-to-string";
import { spokenIn, wordsIn } from "@/lib/i18n/words.ts";
import { SideNav } from "./admin/SideNav.tsx";
import { BookingSummary } from "./bookings/BookingSummary.tsx";
import { TicketStub } from "./bookings/TicketStub.tsx";
import { SaleStatus } from "./events/SaleStatus.tsx";
import { DateBlock, DateTime } from "./layout/DateTime.tsx";
import { Field } from "./layout/Field.tsx";
import { Notice } from "./layout/Notice.tsx";
import { Pagination } from "./layout/Pagination.tsx";
import { Price, PriceFrom } from "./layout/Price.tsx";
import { SiteHeader } from "./layout/SiteHeader.tsx";
import { IslandWords, useWords, WordsProvider } from "./layout/words.tsx";

const renderToString = (node: VNode, locale = "en") =>
  render(<WordsProvider language="en" locale={locale} words={wordsIn("en", locale)}>{node}</WordsProvider>);

/** What a reader sees: the text without its markup. */
const textOf = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ").trim();

Deno.test("a field ties its label, hint and error to the input", () => {
  const html = renderToString(
    <Field name="email" label="Email" hint="We write once" error="Looks mistyped" />,
  );
  assert.match(html, /<label for="field-email">/);
  assert.match(html, /<input[^>]*id="field-email"/);
  assert.match(html, /aria-describedby="field-email-hint field-email-error"/);
  assert.match(html, /aria-invalid="true"/);
});

Deno.test("an optional field is not required, and says so", () => {
  const html = renderToString(<Field name="phone" label="Telephone" optional />);
  assert.doesNotMatch(html, /required|aria-invalid|aria-describedby/);
  assert.match(textOf(html), /\(optional\)/);
});

Deno.test("only danger and warning notices interrupt a screen reader", () => {
  assert.match(renderToString(<Notice kind="danger" title="No" />), /role="alert"/);
  assert.match(renderToString(<Notice kind="success" title="Yes" />), /role="status"/);
});

Deno.test("equal standing places share a line of the summary; seats do not", () => {
  const seats = [
    { id: "a", section: "Stalls", row: "C", number: "12", zone: "front", price: 4200 },
    { id: "b", section: "Floor", zone: "standing", price: 1850 },
    { id: "c", section: "Floor", zone: "standing", price: 1850 },
  ];
  const text = textOf(renderToString(
    <BookingSummary
      seats={seats}
      total={7900}
      currency="EUR"
      zoneNames={{ front: "Front", standing: "Standing" }}
    />,
  ));
  assert.match(text, /Stalls, row C, seat 12 Front €42.00/);
  assert.match(text, /2 × Floor Standing €37.00/);
  assert.match(text, /Total €79.00/);
});

Deno.test("the number of seats left is shown, and none left is not the same as sold out", () => {
  const words = (seatsLeft: number, status: "on-sale" | "sold-out") =>
    textOf(renderToString(<SaleStatus status={status} seatsLeft={seatsLeft} />));
  assert.equal(words(1200, "on-sale"), "1,200 seats left");
  assert.equal(words(12, "on-sale"), "Only 12 left");
  assert.equal(words(1, "on-sale"), "Last seat");
  assert.equal(words(0, "on-sale"), "All seats in baskets");
  assert.equal(words(0, "sold-out"), "Sold out");
});

Deno.test("prices and dates follow the locale and the venue's zone", () => {
  assert.equal(textOf(renderToString(<PriceFrom amount={4500} currency="EUR" />, "de")), "from 45 €");
  const block = <DateBlock at="2026-11-27T23:30:00Z" timeZone="Asia/Tokyo" />;
  assert.equal(textOf(renderToString(block, "en-GB")), "28 Nov Sat 8:30");
  const past = <DateBlock at="2026-11-27T23:30:00Z" timeZone="Asia/Tokyo" year />;
  assert.equal(textOf(renderToString(past, "en-GB")), "28 Nov 2026 Sat 8:30");
});

Deno.test("dates and prices in a language other than the page's are marked with it", () => {
  const date = (locale: string) =>
    renderToString(<DateTime at="2026-11-27T23:30:00Z" timeZone="Asia/Tokyo" />, locale);
  assert.match(date("de-CH"), /<time datetime="2026-11-27T23:30:00Z" lang="de-CH">Sa/);
  assert.doesNotMatch(date("en-GB"), /lang/);
  const price = (locale: string) => renderToString(<Price amount={4500} currency="EUR" />, locale);
  assert.match(price("ar"), /<span class="number" lang="ar">/);
  assert.doesNotMatch(price("en"), /lang/);
});

Deno.test("a count in the navigation is formatted for the locale", () => {
  const links = [{ href: "/admin/deadletters", label: "Dead letters", count: 12000 }];
  assert.match(renderToString(<SideNav links={links} path="/" />), /12,000/);
  assert.match(renderToString(<SideNav links={links} path="/" />, "de"), /12\.000/);
});

Deno.test("the navigation item with the longest matching path is marked", () => {
  const links = [{ href: "/admin", label: "Overview" }, { href: "/admin/events", label: "Events" }];
  const html = renderToString(<SideNav links={links} path="/admin/events/42" />);
  assert.equal(html.match(/aria-current="page"/g)?.length, 1);
  assert.match(html, /href="\/admin\/events" aria-current="page"/);
});

Deno.test("signing in leads back to the page it was started from", () => {
  const html = renderToString(<SiteHeader path="/events/the-long-tide" user={null} />);
  assert.match(html, /href="\/login\?next=%2Fevents%2Fthe-long-tide"/);
});

Deno.test("the administration link shows only for users who may enter", () => {
  const header = (role: "visitor" | "checkin") =>
    renderToString(<SiteHeader path="/" user={{ name: "Ana", role }} />);
  assert.doesNotMatch(header("visitor"), /href="\/admin"/);
  assert.match(header("checkin"), /href="\/admin"/);
});

Deno.test("a standing ticket names its area and no row; a void one says that it is not valid", () => {
  const ticket = {
    title: "Low Sun",
    startsAt: "2026-11-27T20:00:00Z",
    venue: { name: "The Foundry", city: "London", timeZone: "Europe/London" },
    seat: { section: "Floor" },
    zone: "Standing",
    bookingCode: "K7QF-29XM",
    colours: { ground: "#fff", ink: "#000" },
  };
  const text = (isVoid: boolean) =>
    textOf(renderToString(<TicketStub ticket={ticket} isVoid={isVoid}>code</TicketStub>, "en-GB"));
  assert.match(text(false), /Place Floor code K7QF-29XM Standing/);
  assert.doesNotMatch(text(false), /Row/);
  assert.match(text(true), /Not valid/);
});

Deno.test("pagination keeps the query; a single page has no pagination", () => {
  const pages = (list: { nextCursor: string | null; cursor?: string }, href: string) => {
    const html = renderToString(<Pagination list={list} href={href} shown="2 shown" />);
    return [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href.replaceAll("&amp;", "&"));
  };
  assert.deepEqual(pages({ nextCursor: null }, "/events"), []);
  assert.deepEqual(pages({ nextCursor: "a+b" }, "/events"), ["/events?cursor=a%2Bb"]);
  assert.deepEqual(pages({ nextCursor: "b", cursor: "a" }, "/events?q=fog"), [
    "/events?q=fog",
    "/events?q=fog&cursor=b",
  ]);
  assert.deepEqual(pages({ nextCursor: null, cursor: "a" }, "/events"), ["/events"]);
});

Deno.test("an island uses the words passed to it, otherwise the page's, and fails without either", () => {
  const Said = () => <>{useWords("checkout").paying} {useWords("layout").events}</>;
  const words = { ...spokenIn("en", "en", "checkout"), patterns: { checkout: { paying: "Wird bezahlt…" } } };
  const island = (
    <IslandWords words={words}>
      <Said />
    </IslandWords>
  );
  assert.equal(renderToString(island), "Wird bezahlt… Events");
  assert.throws(() => render(island), /no words for layout/);
});
