import assert from "node:assert/strict";
import { contrast, parseColour } from "@/lib/design/contrast.ts";
import type { TimeAndPlace } from "@/lib/events/changes.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { listMessages } from "@/lib/i18n/check.ts";
import { readPattern } from "@/lib/i18n/pattern.ts";
import type { Pattern } from "@/lib/i18n/speak.ts";
import { catalogues } from "@/lib/i18n/catalogues.gen.ts";
import { LANGUAGES, type Messages } from "@/lib/i18n/words.ts";
import { posterDesign } from "@/lib/posters/drawn_poster.ts";
import { testSecrets } from "@/lib/server/testing.ts";
import { mailColours, mailHtml } from "./mail_html.tsx";
import { composeMail, type MailNeeds, type StoredMessage } from "./compose_mail.ts";
import { type AccountNews, composeAccountMessage } from "./account_messages.ts";
import {
  type BookingMessageKind,
  composeChange,
  composeMessage,
  type Message,
  type MessageFacts,
  type MessageKind,
} from "./templates.ts";

const facts: MessageFacts = {
  bookingId: "0199f0a0-0000-7000-8000-000000000001",
  code: "K7QX-2MVD",
  status: "confirmed",
  final: true,
  failureReason: null,
  total: 9000,
  refund: 1200,
  currency: "EUR",
  locale: "en-GB",
  name: "Ada <b>",
  title: `Night & "Music" <script>`,
  startsAt: new Date("2026-12-04T19:00:00Z"),
  doorsAt: new Date("2026-12-04T18:00:00Z"),
  venueName: "Teatr Wielki",
  venueAddress: "plac Dąbrowskiego 1",
  city: "Łódź",
  timeZone: "Europe/Warsaw",
  seats: [{ section: "Stalls", row: "C", number: "12" }, { section: "Floor", row: "", number: "" }],
};
const SITE = "https://aisle.test";
const event = {
  id: "0199f0a0-0000-7000-8000-000000000002",
  type: "concert",
  title: facts.title,
  poster: { motif: null, artwork: null },
  startsAt: facts.startsAt,
  venue: { name: facts.venueName, city: facts.city, country: "PL", timeZone: facts.timeZone },
} as const;
const tickets = { sign: ({ ticketId }: { ticketId: string }) => `signed ${ticketId}` };

/** What emails are composed with; an event's picture has this size, or can't be made (null). */
function needs(pictureBytes: number | null): MailNeeds {
  const pictures = {
    share: () =>
      pictureBytes === null
        ? Promise.reject(new Error("the thread has ended"))
        : Promise.resolve(new Uint8Array(pictureBytes)),
  };
  return {
    secrets: testSecrets,
    tickets,
    pictures,
    logger: silentLogger,
  };
}

const moment: TimeAndPlace = {
  startsAt: "2026-12-04T19:00:00.000Z",
  endsAt: "2026-12-04T21:00:00.000Z",
  doorsAt: null,
  chartId: "0199f0a0-0000-7000-8000-000000000003",
  hall: "Large hall",
  venue: { name: "Teatr Wielki", city: "Łódź", timeZone: "Europe/Warsaw" },
};

const declined = { failureReason: "payment-declined" } as const;
const eventCancelled = { failureReason: "event-cancelled" } as const;

/** One message of each kind and wording. */
function messagesFor(locale: string): [MessageKind, Message][] {
  const free = { total: 0, refund: 0 };
  const variants: [Exclude<BookingMessageKind, "event-changed">, Partial<MessageFacts>][] = [
    ["confirmation", {}],
    ["confirmation", free],
    ["confirmation", { name: "" }],
    ["payment-failed", declined],
    ["payment-failed", eventCancelled],
    ["payment-failed", { final: true }],
    ["payment-failed", { final: false }],
    ["cancelled", {}],
    ["cancelled", { ...eventCancelled, ...free }],
    ["refunded", { refundNote: "A pillar <hr>", refundFee: 100 }],
    ["refunded", { ...eventCancelled, ...free }],
    ["refunded", { failureReason: "seats-lost", refund: 0 }],
    ["partial-refund", {}],
    ["partial-refund", { returnedSeats: facts.seats }],
    ["partial-refund", { returnedSeats: facts.seats, refund: 0 }],
  ];
  const became = { ...moment, startsAt: "2026-12-05T19:00:00.000Z" };
  const written = {
    text: "We move.\nSorry & <i>thanks</i>",
    reason: "A strike",
    cancelUntil: new Date("2026-12-04T10:00:00Z"),
  };
  const linkId = "5d0f4c1e-6a54-4a53-8f0e-3f1c2b9b7a10";
  const email = "ada@example.org";
  const news: AccountNews[] = [
    { kind: "confirm-email", linkId, email, isNew: false },
    { kind: "confirm-email", linkId, email, isNew: true },
    { kind: "password-reset", linkId },
    { kind: "password-changed" },
    { kind: "email-changing", newEmail: email },
    { kind: "account-exists" },
    { kind: "new-device", device: "Firefox on Linux" },
    ...([
      "on",
      "off",
      "appRemoved",
      "passkeyAdded",
      "passkeyRemoved",
      "identityAdded",
      "identityRemoved",
    ] as const).map((change) => ({ kind: "factor-changed", change, passkey: "My phone" } as const)),
    { kind: "wrong-codes" },
  ];
  return [
    ...variants.map(([kind, changes]): [MessageKind, Message] => [
      kind,
      composeMessage(kind, { ...facts, ...changes, locale }, SITE),
    ]),
    ...[{ cancelUntil: null }, written].map((notice): [MessageKind, Message] => [
      "event-changed",
      composeChange({ ...facts, locale }, { was: moment, became, ...notice }, SITE),
    ]),
    ...news.map((news): [MessageKind, Message] => [
      news.kind,
      composeAccountMessage({ name: facts.name, locale, site: SITE }, news),
    ]),
  ];
}

const messages = messagesFor("en-GB");
const accountKinds = new Set<MessageKind>([
  ...["confirm-email", "password-reset", "password-changed", "email-changing", "account-exists"] as const,
  ...["new-device", "factor-changed", "wrong-codes"] as const,
]);

function ticketsOf(count: number) {
  return Array.from({ length: count }, (_, index) => (
    {
      id: `0199f0a0-0000-7000-8000-0000000001${10 + index}`,
      section: "Stalls & Co",
      // The fourth seat is at a table.
      row: index === 3 ? "" : "C",
      number: `${index + 1}`,
    }
  ));
}

function mailOf(
  kind: MessageKind,
  { locale, subject, text, body }: Omit<Message, "body"> & { body: Message["body"] | null },
  count = 2,
  pictureBytes: number | null = 100_000,
) {
  const bookingId = accountKinds.has(kind) ? null : facts.bookingId;
  const message: StoredMessage = { id: "1", kind, bookingId, locale, subject, text, body };
  const shown = bookingId === null ? undefined : { event, tickets: ticketsOf(count), keyVersion: null };
  return composeMail(needs(pictureBytes), message, shown, "ada@example.org");
}

/** What a reader sees: the document's body without its markup. */
function words(html: string): string {
  const body = html.slice(html.indexOf("<body"));
  const plain = body.replace(/<br ?\/?>/g, "\n").replace(/<[^>]+>/g, "\0");
  return plain.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll(
    "&amp;",
    "&",
  );
}

Deno.test("the HTML of every kind of email has all words of its plain text, with user input escaped", async () => {
  for (const [kind, message] of messages) {
    const { html, text, subject } = await mailOf(kind, message);
    assert.ok(text.startsWith(message.text.trimEnd()));
    assert.equal(subject, message.subject);
    const shown = words(html);
    const hasTickets = kind === "confirmation";
    for (const part of text.trim().split("\n\n")) {
      if (hasTickets && part.startsWith("Stalls")) continue;
      const said = part.replace(/^Your tickets, as a page and as a PDF:\n/, "");
      assert.ok(shown.includes(said), `${kind}: “${said}” is not in\n${shown}`);
    }
    assert.doesNotMatch(html, /<script|<hr>|<b>|<i>/);
    assert.match(html, /<html lang="en" dir="ltr">/);
  }
});

Deno.test("a one-time link has its token in the email, alone on its line, and not in what is stored", async () => {
  const withLinks = messages.filter(([kind]) => kind === "confirm-email" || kind === "password-reset");
  assert.equal(withLinks.length, 3);
  for (const [kind, message] of withLinks) {
    const { html, text } = await mailOf(kind, message);
    const path = kind === "confirm-email" ? "confirm" : "reset";
    const [link, token] = text.match(new RegExp(`^${SITE}/${path}\\?token=(\\S+)$`, "m"))!;
    assert.ok(html.includes(`href="${link}"`));
    assert.ok(!JSON.stringify(message).includes(token));
    assert.doesNotMatch(message.text, /https:/);
  }
});

Deno.test("every link in a text is alone on its line", () => {
  for (const [kind, { text }] of messages) {
    for (const line of text.split("\n")) {
      if (line.includes("https://")) assert.match(line, /^https:\/\/\S+$/, kind);
    }
  }
});

Deno.test("an email is in its reader's language, from the subject to the alternative texts of its pictures", async () => {
  for (const language of LANGUAGES) {
    const said = await Promise.all(
      messagesFor(language).map(async ([kind, message], index) => {
        const { html, subject, text } = await mailOf(kind, message, 21 + index);
        assert.match(html, new RegExp(`<html lang="${language}" dir="ltr">`));
        return [subject, text, html].join("\n").replace(/https?:[^\s"<]+/g, "");
      }),
    );
    const own = literalsOf(catalogues[language].mail);
    const others = LANGUAGES.filter((other) => other !== language)
      .flatMap((other) => literalsOf(catalogues[other].mail));
    const foreign = others.filter((text) => !own.some((ownText) => ownText.includes(text)));
    assert.ok(foreign.length > 50);
    assert.deepEqual(foreign.filter((text) => said.some((mail) => mail.includes(text))), [], language);
    const all = said.join("\n");
    assert.deepEqual(own.filter((text) => !all.includes(text)), [], `${language}: in no mail of this test`);
  }
});

/** The literal texts of messages between their arguments. */
function literalsOf(messages: Messages): string[] {
  return listMessages(messages).flatMap(([, message]) => piecesOf(readPattern(message)))
    .map((text) => text.trim()).filter((text) => /\p{L}{3}/u.test(text));
}

function piecesOf(pattern: Pattern): string[] {
  if (typeof pattern === "string") return [pattern];
  return pattern.flatMap((part) =>
    typeof part === "string" ? [part] : "cases" in part ? Object.values(part.cases).flatMap(piecesOf) : []
  );
}

Deno.test("an email loads nothing: pictures are attached, each with an alternative text", async () => {
  for (const [kind, message] of messages) {
    const { html, images } = await mailOf(kind, message);
    const pictures = [...html.matchAll(/<img (?:[^">]|"[^"]*")*>/g)].map(([picture]) => picture);
    assert.equal(pictures.length, images.length);
    for (const [index, picture] of pictures.entries()) {
      assert.ok(picture.includes(`src="cid:${images[index].cid}"`), picture);
      assert.match(picture, / alt="[^"]+"/);
    }
    assert.doesNotMatch(html, /url\(|@import|<link|src="http/);
    assert.equal(pictures.length, accountKinds.has(kind) ? 0 : kind === "confirmation" ? 3 : 1, kind);
  }
});

Deno.test("a confirmation contains each ticket with its seat and code", async () => {
  const [kind, message] = messages[0];
  const { html, images } = await mailOf(kind, message, 3);
  const shown = words(html).replaceAll(/\0+/g, " ").replaceAll(/\s+/g, " ");
  assert.match(shown, /Ticket 1 of 3 Row C, seat 1 Stalls & Co .*Ticket 3 of 3 Row C, seat 3 Stalls & Co/);
  assert.match(html, /alt="QR code of the ticket for Stalls &amp; Co, row C, seat 2"/);
  assert.equal(new Set(images.map(({ cid }) => cid)).size, 4);
});

Deno.test("an email stays small, however many tickets a booking has, and says where the rest are", async () => {
  const [kind, message] = messages[0];
  const { html, images } = await mailOf(kind, message, 80);
  const bytes = new TextEncoder().encode(html).length +
    images.reduce((sum, { bytes }) => sum + bytes.length * 4 / 3, 0);
  assert.ok(bytes < 200_000, `${bytes} bytes`);
  assert.equal(images.length, 21);
  assert.match(words(html), /60 more tickets are on the page of your booking/);
});

Deno.test("an email begins with its event's picture and title, or with just the title in the poster's colours", async () => {
  const [kind, message] = messages.find(([kind]) => kind === "cancelled")!;
  const { ground } = posterDesign(event).palette;
  const { html } = await mailOf(kind, message);
  const [heading, ...others] = html.matchAll(/<h1 [^>]*>(.*?)<\/h1>/g);
  assert.match(heading[1], /^<img src="cid:0199f0a0-0000-7000-8000-000000000002@aisle" [^>]*alt="Night /);
  assert.deepEqual(others, [], "the title appears once");
  for (const pictureBytes of [110_001, null]) {
    const { html, images } = await mailOf(kind, message, 2, pictureBytes);
    assert.deepEqual(images, []);
    assert.match(html, new RegExp(`background-color:${ground};"><p [^]*<h1 [^>]*>Night`));
  }
});

Deno.test("a message stored without parts is split into paragraphs", async () => {
  const { html } = await mailOf("cancelled", {
    locale: "en",
    subject: "s",
    text: "Hello Ada,\n\nrow C,\nseat 12.\n",
    body: null,
  });
  assert.match(words(html), /\0Hello Ada,\0+row C,\nseat 12\.\0/);
});

Deno.test("the text of an email is readable in both schemes and on a poster's ground", () => {
  const pairs = [["ink", "surface"], ["quiet", "surface"], ["quiet", "paper"], [
    "onVelvet",
    "velvet",
  ]] as const;
  for (const scheme of ["light", "dark"] as const) {
    for (const [text, ground] of pairs) {
      const [one, other] = [mailColours[text][scheme], mailColours[ground][scheme]].map(parseColour);
      assert.ok(contrast(one, other) >= 4.5, `${text} on ${ground}, ${scheme}`);
    }
  }
  const { ground, ink } = posterDesign(event).palette;
  const html = mailHtml({
    locale: "en",
    subject: "s",
    isAboutBooking: true,
    body: [],
    event: { title: "T", ground, ink },
    tickets: [],
    ticketsLeftOut: 0,
  });
  assert.ok(html.includes(`background-color:${ground}`) && html.includes(`color:${ink}`));
});
