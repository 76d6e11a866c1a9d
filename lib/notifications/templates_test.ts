import assert from "node:assert/strict";
import { composeMessage, type MessageFacts, messageKind } from "./templates.ts";

const facts: MessageFacts = {
  bookingId: "0199f0a0-0000-7000-8000-000000000001",
  code: "K7QX-2MVD",
  status: "confirmed",
  final: true,
  failureReason: null,
  total: 9000,
  refund: 0,
  currency: "EUR",
  locale: "en-GB",
  name: "Ada",
  title: "Night Music",
  startsAt: new Date("2026-12-04T19:00:00Z"),
  doorsAt: new Date("2026-12-04T18:00:00Z"),
  venueName: "Teatr Wielki",
  venueAddress: "plac Dąbrowskiego 1",
  city: "Łódź",
  timeZone: "Europe/Warsaw",
  seats: [{ section: "Stalls", row: "C", number: "12" }, { section: "Floor", row: "", number: "" }],
};
const SITE = "https://aisle.test";
const LINK = `${SITE}/bookings/${facts.bookingId}`;

function text(changes: Partial<MessageFacts>): string {
  const all = { ...facts, ...changes };
  const kind = messageKind(all.status);
  assert.ok(kind);
  const message = composeMessage(kind, all, SITE);
  assert.ok(!/undefined|null|NaN|Invalid/.test(message.subject + message.text), message.text);
  assert.ok(message.text.includes(LINK));
  return message.text;
}

Deno.test("each status of a booking has one kind of message, and pending has none", () => {
  const kinds = (["pending", "confirmed", "failed", "cancelled", "refunded"] as const).map(messageKind);
  assert.deepEqual(kinds, [null, "confirmation", "payment-failed", "cancelled", "refunded"]);
});

Deno.test("a confirmation states the event, its local time, the venue, the seats and what was paid", () => {
  assert.equal(composeMessage("confirmation", facts, SITE).subject, "Your tickets for Night Music");
  const confirmation = text({});
  assert.ok(confirmation.startsWith("Hello Ada,"));
  for (
    const part of [
      "Friday, 4 December 2026 at 20:00",
      "Teatr Wielki, plac Dąbrowskiego 1, Łódź",
      "Doors open at 19:00",
      "Stalls, row C, seat 12\nFloor",
      "Booking K7QX-2MVD, €90.00 paid.",
    ]
  ) assert.ok(confirmation.includes(part), `${part}\nis not in\n${confirmation}`);
});

Deno.test("names in right-to-left scripts are isolated", () => {
  const title = "ليلة 1001";
  const arabic = {
    ...facts,
    title,
    name: "ليلى",
    venueName: "دار الأوبرا",
    seats: [{ section: "الصالة", row: "ب", number: "12" }],
  };
  const { subject, text } = composeMessage("confirmation", arabic, SITE);
  assert.equal(subject, "Your tickets for \u2068ليلة 1001\u2069");
  assert.ok(text.startsWith("Hello \u2068ليلى\u2069,"));
  assert.ok(text.includes("\u2068دار الأوبرا\u2069, plac"));
  assert.ok(text.includes("\u2068الصالة\u2069, row \u2068ب\u2069, seat 12"));
});

Deno.test("a message has its reader's language, date and money formats, but the venue's time zone", () => {
  const german = text({ locale: "de-AT" });
  for (const part of ["Guten Tag Ada,", "Freitag, 4. Dezember 2026 um 20:00 Uhr", "€ 90,00 bezahlt."]) {
    assert.ok(german.replaceAll("\u00a0", " ").includes(part), `${part}\nis not in\n${german}`);
  }
  const polish = text({ locale: "pl" }).replaceAll("\u00a0", " ");
  assert.match(polish, /^Hello Ada,.*piątek, 4 grudnia 2026.* 90,00 € paid\./s);
});

Deno.test("a declined payment says that nothing was charged and that the seats are held for another attempt", () => {
  const declined = text({ status: "failed", failureReason: "payment-declined" });
  assert.match(declined, /declined.*Nothing was charged.*try again/s);
});

Deno.test("a timed-out payment promises seats or a refund only while it may still be approved", () => {
  const open = text({ status: "failed", failureReason: "payment-timeout", final: false });
  assert.match(open, /still arrives.*or a full refund/s);
  const closed = text({ status: "failed", failureReason: "payment-timeout" });
  assert.match(closed, /Nothing was charged/);
  assert.doesNotMatch(closed, /arrives/);
});

Deno.test("a cancellation says who cancelled and what is refunded: the rest after a partial refund", () => {
  const byBuyer = text({ status: "cancelled", refund: 4000 });
  assert.match(byBuyer, /K7QX-2MVD .* is cancelled/);
  assert.match(byBuyer, /€40\.00 is on its way back/);
  const byOrganizer = text({ status: "cancelled", failureReason: "event-cancelled", refund: 9000 });
  assert.match(byOrganizer, /will not take place/);
  assert.match(text({ status: "cancelled", total: 0 }), /Nothing was charged/);
});

Deno.test("a refund states its reason: seats gone, event cancelled, or the organizer's decision", () => {
  const refunded = { status: "refunded", refund: 9000 } as const;
  assert.match(text({ ...refunded, failureReason: "seats-lost" }), /arrived too late.*€90\.00/s);
  assert.match(text({ ...refunded, failureReason: "event-cancelled" }), /was cancelled while.*€90\.00/s);
  assert.match(text({ ...refunded, refund: 500 }), /organizer has cancelled.*no longer valid.*€5\.00/s);
  assert.match(text({ ...refunded, refund: 0 }), /organizer has cancelled.*No money is refunded/s);
});

Deno.test("a partial refund says that the booking and its tickets stay valid", () => {
  const { subject, text } = composeMessage("partial-refund", { ...facts, refund: 1200 }, SITE);
  assert.equal(subject, "€12.00 for Night Music is on its way back");
  assert.match(
    text,
    /€12\.00 of what you paid for Night Music \(booking K7QX-2MVD\).*Your booking and your tickets stay valid/s,
  );
  assert.ok(text.includes(LINK));
});
