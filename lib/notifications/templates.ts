import { type ChangeNotice, inWords, type TimeAndPlace } from "@/lib/events/changes.ts";
import { formatDate } from "@/lib/format/dates.ts";
import { formatMoney } from "@/lib/format/money.ts";
import { wordsIn } from "@/lib/i18n/words.ts";
import type { BookingStatus, FailureReason } from "@/lib/messaging/booking_status.ts";
import { isolated } from "@/lib/text/isolated.ts";

export type MessageKind =
  | "event-changed"
  | "confirmation"
  | "payment-failed"
  | "cancelled"
  | "refunded"
  | "partial-refund";

/** What a message about a booking tells of. */
export interface MessageFacts {
  bookingId: string;
  code: string;
  status: BookingStatus;
  final: boolean;
  failureReason: FailureReason | null;
  total: number;
  /** The latest refund, such as the one that ended the booking; 0 without one. */
  refund: number;
  /** What the organizer kept of the price of the tickets of that refund. */
  refundFee?: number;
  /** Why, in the organizer's words. */
  refundNote?: string | null;
  /** The seats of that refund, given back by ticket; none when it was an amount or everything. */
  returnedSeats?: { section: string; row: string; number: string }[];
  currency: string;
  locale: string;
  name: string;
  title: string;
  startsAt: Date;
  doorsAt: Date | null;
  venueName: string;
  venueAddress: string;
  city: string;
  timeZone: string;
  seats: { section: string; row: string; number: string }[];
}

/** A change of an event, as those who had booked are told of it. */
export interface ChangeFacts extends Omit<ChangeNotice, "cancelUntil"> {
  was: TimeAndPlace;
  became: TimeAndPlace;
  cancelUntil: Date | null;
}

/** A part of a message: a paragraph, lines that belong together, the seats of a booking, or a link. */
export type Part =
  | { kind: "text"; text: string }
  | { kind: "lines"; lines: string[] }
  | { kind: "seats"; seats: MessageFacts["seats"] }
  /** `lead` comes before the address where there are no buttons. */
  | { kind: "link"; address: string; label: string; lead?: string };

/** A message, whose plain text and HTML are made of the same parts. */
export interface Message {
  subject: string;
  text: string;
  body: Part[];
}

/** The kind of message that a booking in this state owes its buyer; null while there is nothing to say. */
export function messageKind(status: BookingStatus): Exclude<MessageKind, "event-changed"> | null {
  switch (status) {
    case "pending":
      return null;
    case "confirmed":
      return "confirmation";
    case "failed":
      return "payment-failed";
    case "cancelled":
      return "cancelled";
    case "refunded":
      return "refunded";
    default:
      return status satisfies never;
  }
}

/** What an organizer's own words take the place of. */
export function changeDefaults(title: string): { subject: string; text: string } {
  return { subject: `${title}: please note the change`, text: `${title} has changed.` };
}

/** The message about a change of an event. `address` is the site's, without a slash at the end. */
export function composeChange(given: MessageFacts, change: ChangeFacts, address: string): Message {
  const facts = withIsolatedNames(given);
  const { locale, timeZone, title, code } = facts;
  const { from, to } = inWords(wordsIn("en", locale).eventChange, change, locale);
  const defaults = changeDefaults(title);
  const until = change.cancelUntil && formatDate(change.cancelUntil, locale, timeZone, "full");
  return messageOf(change.subject || defaults.subject, facts, [
    change.text || defaults.text,
    { kind: "lines", lines: [`Until now: ${from}`, `Now: ${to}`] },
    change.reason && `Reason: ${isolated(change.reason)}`,
    `Your booking ${code} stays valid, and so do your tickets.`,
    until && `Should it no longer suit you, you can cancel until ${until} and get all of your money back.`,
    bookingLink(facts, address),
  ]);
}

/** The message in words. `address` is the site's, without a slash at the end. */
export function composeMessage(
  kind: Exclude<MessageKind, "event-changed">,
  given: MessageFacts,
  address: string,
): Message {
  const facts = withIsolatedNames(given);
  const { subject, parts } = contents(kind, facts, {
    when: formatDate(facts.startsAt, facts.locale, facts.timeZone, "full"),
    total: formatMoney(facts.total, facts.currency, facts.locale),
    refund: formatMoney(facts.refund, facts.currency, facts.locale),
    address,
  });
  return messageOf(subject, facts, parts);
}

/** A paragraph, a part that is more than that, or nothing. */
type Written = string | Part | null | undefined | false;

function messageOf(subject: string, { name }: MessageFacts, written: Written[]): Message {
  const body = [`Hello ${name},`, ...written].filter(Boolean).map((part) =>
    typeof part === "string" ? { kind: "text", text: part } as const : part as Part
  );
  return { subject, body, text: body.map(plainText).join("\n\n") + "\n" };
}

function plainText(part: Part): string {
  switch (part.kind) {
    case "text":
      return part.text;
    case "lines":
      return part.lines.join("\n");
    case "seats":
      return part.seats.map(seatLine).join("\n");
    case "link":
      return part.lead ? `${part.lead}: ${part.address}` : part.address;
    default:
      return part satisfies never;
  }
}

/** A seat as it is named in a message. */
export function seatLine({ section, row, number }: MessageFacts["seats"][number]): string {
  return [isolated(section), row && `row ${isolated(row)}`, number && `seat ${isolated(number)}`]
    .filter(Boolean).join(", ");
}

function seatsPart(seats: MessageFacts["seats"]): Part {
  return { kind: "seats", seats: seats.map(({ section, row, number }) => ({ section, row, number })) };
}

function bookingLink({ bookingId }: MessageFacts, address: string): Extract<Part, { kind: "link" }> {
  return { kind: "link", address: `${address}/bookings/${bookingId}`, label: "Open the booking" };
}

/** With names that keep to themselves in a sentence, whatever their script. */
function withIsolatedNames(facts: MessageFacts): MessageFacts {
  const { name, title, venueName, venueAddress, city, refundNote } = facts;
  return {
    ...facts,
    name: isolated(name),
    title: isolated(title),
    venueName: isolated(venueName),
    venueAddress: isolated(venueAddress),
    city: isolated(city),
    refundNote: refundNote && isolated(refundNote),
  };
}

interface Words {
  when: string;
  total: string;
  refund: string;
  address: string;
}

function contents(
  kind: Exclude<MessageKind, "event-changed">,
  facts: MessageFacts,
  { when, total, refund, address }: Words,
): { subject: string; parts: Written[] } {
  const { code, title, venueName, city } = facts;
  const link = bookingLink(facts, address);
  switch (kind) {
    case "confirmation":
      return {
        subject: `Your tickets for ${title}`,
        parts: [
          `You are going to ${title}.`,
          {
            kind: "lines",
            lines: [when, [venueName, facts.venueAddress, city].filter(Boolean).join(", "), ...doors(facts)],
          },
          seatsPart(facts.seats),
          facts.total === 0 ? `Booking ${code}, free of charge.` : `Booking ${code}, ${total} paid.`,
          { ...link, label: "Open your tickets", lead: "Your tickets, as a page and as a PDF" },
        ],
      };
    case "payment-failed":
      return { subject: `Your booking for ${title} did not go through`, parts: [failureText(facts), link] };
    case "cancelled":
      return {
        subject: `Your booking for ${title} is cancelled`,
        parts: [
          facts.failureReason === "event-cancelled"
            ? `${title} on ${when} will not take place.`
            : `Booking ${code} for ${title} on ${when} is cancelled, and its tickets are no longer valid.`,
          facts.refund > 0 ? `${refund} is on its way back to you.` : "Nothing was charged.",
          link,
        ],
      };
    case "refunded":
      return {
        subject: `Your money for ${title} is on its way back`,
        parts: [
          refundReasonText(facts),
          facts.refund > 0 ? `We are giving you back ${refund} for booking ${code}.` : noRefundText(facts),
          ...feeAndReason(facts),
          link,
        ],
      };
    case "partial-refund":
      if (facts.returnedSeats?.length) {
        return {
          subject: facts.refund > 0
            ? `${refund} for ${title} is on its way back`
            : `Your booking for ${title} has fewer seats`,
          parts: [
            `These tickets of booking ${code} were taken back and are no longer valid:`,
            seatsPart(facts.returnedSeats),
            facts.refund > 0 ? `${refund} is on its way back to you.` : noRefundText(facts),
            ...feeAndReason(facts),
            "Your other tickets stay valid.",
            link,
          ],
        };
      }
      return {
        subject: `${refund} for ${title} is on its way back`,
        parts: [
          `The organizer gives you back ${refund} of what you paid for ${title} (booking ${code}).`,
          ...feeAndReason(facts),
          "This refund changes nothing about your booking and your tickets.",
          link,
        ],
      };
    default:
      return kind satisfies never;
  }
}

function failureText({ failureReason, code, title, final }: MessageFacts): string {
  const nothing = "Nothing was charged.";
  switch (failureReason) {
    case "payment-declined":
      return `The bank declined the payment for booking ${code} (${title}). ${nothing} ` +
        "For a few minutes the same seats may still be yours: try again with another card.";
    case "event-cancelled":
      return `${title} was cancelled before your payment went through. ` +
        "Should money have been taken, it comes back by itself.";
    default:
      return `The payment for booking ${code} (${title}) was not answered in time, so your seats are free again. ` +
        (final
          ? nothing
          : "Should it arrive late, you get your seats if they are still free, or all your money back. We will write.");
  }
}

function refundReasonText({ failureReason, title }: MessageFacts): string {
  switch (failureReason) {
    case "event-cancelled":
      return `${title} was cancelled while your payment was under way.`;
    case "seats-lost":
      return `Your payment for ${title} arrived after its time was up, and by then the seats could not be had any more.`;
    default:
      return `The organizer has refunded your booking for ${title}. Its tickets are no longer valid.`;
  }
}

function doors({ doorsAt, locale, timeZone }: MessageFacts): string[] {
  return doorsAt ? [`Doors open at ${formatDate(doorsAt, locale, timeZone, "time")}`] : [];
}

function noRefundText({ total }: MessageFacts): string {
  return total > 0 ? "No money goes back for it." : "Nothing was charged.";
}

function feeAndReason({ refundFee = 0, refundNote, currency, locale }: MessageFacts): string[] {
  return [
    refundFee > 0 ? `A fee of ${formatMoney(refundFee, currency, locale)} was kept.` : "",
    refundNote ? `The organizer writes: ${refundNote}` : "",
  ].filter(Boolean);
}
