import { type ChangeNotice, type EventMoment, inWords } from "@/lib/events/changes.ts";
import { formatDate } from "@/lib/events/dates.ts";
import { formatMoney } from "@/lib/events/money.ts";
import type { BookingStatus, FailureReason } from "@/lib/bookings/state.ts";

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
  was: EventMoment;
  became: EventMoment;
  cancelUntil: Date | null;
}

export interface Text {
  subject: string;
  text: string;
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
export function composeChange(facts: MessageFacts, change: ChangeFacts, address: string): Text {
  const { locale, timeZone, title, code } = facts;
  const { from, to } = inWords(change.was, change.became, locale);
  const defaults = changeDefaults(title);
  const lines = [
    `Hello ${facts.name},`,
    change.text || defaults.text,
    `Until now: ${from}\nNow: ${to}`,
    change.reason ? `Reason: ${change.reason}` : "",
    `Your booking ${code} stays valid, and so do your tickets.`,
    change.cancelUntil
      ? `Should it no longer suit you, you can cancel until ${
        formatDate(change.cancelUntil, locale, timeZone, "full")
      } and get all of your money back.`
      : "",
    `${address}/bookings/${facts.bookingId}`,
  ];
  return { subject: change.subject || defaults.subject, text: lines.filter(Boolean).join("\n\n") + "\n" };
}

/** The message in words. `address` is the site's, without a slash at the end. */
export function composeMessage(
  kind: Exclude<MessageKind, "event-changed">,
  facts: MessageFacts,
  address: string,
): Text {
  const when = formatDate(facts.startsAt, facts.locale, facts.timeZone, "full");
  const { subject, lines } = contents(kind, facts, {
    when,
    total: formatMoney(facts.total, facts.currency, facts.locale),
    refund: formatMoney(facts.refund, facts.currency, facts.locale),
    link: `${address}/bookings/${facts.bookingId}`,
  });
  return { subject, text: [`Hello ${facts.name},`, ...lines].join("\n\n") + "\n" };
}

interface Words {
  when: string;
  total: string;
  refund: string;
  link: string;
}

function contents(
  kind: Exclude<MessageKind, "event-changed">,
  facts: MessageFacts,
  { when, total, refund, link }: Words,
) {
  const { code, title, venueName, city } = facts;
  const place = [venueName, facts.venueAddress, city].filter(Boolean).join(", ");
  switch (kind) {
    case "confirmation":
      return {
        subject: `Your tickets for ${title}`,
        lines: [
          `You are going to ${title}.`,
          `${when}\n${place}${doors(facts)}`,
          seatLines(facts.seats),
          facts.total === 0 ? `Booking ${code}, free of charge.` : `Booking ${code}, ${total} paid.`,
          `Your tickets, as a page and as a PDF: ${link}`,
        ],
      };
    case "payment-failed":
      return { subject: `Your booking for ${title} did not go through`, lines: [whyFailed(facts), link] };
    case "cancelled":
      return {
        subject: `Your booking for ${title} is cancelled`,
        lines: [
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
        lines: [
          whyRefunded(facts),
          facts.refund > 0 ? `We are giving you back ${refund} for booking ${code}.` : nothingBack(facts),
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
          lines: [
            `These tickets of booking ${code} were taken back and are no longer valid:`,
            seatLines(facts.returnedSeats),
            facts.refund > 0 ? `${refund} is on its way back to you.` : nothingBack(facts),
            ...feeAndReason(facts),
            "Your other tickets stay valid.",
            link,
          ],
        };
      }
      return {
        subject: `${refund} for ${title} is on its way back`,
        lines: [
          `The organiser gives you back ${refund} of what you paid for ${title} (booking ${code}).`,
          ...feeAndReason(facts),
          "This refund changes nothing about your booking and your tickets.",
          link,
        ],
      };
    default:
      return kind satisfies never;
  }
}

function whyFailed({ failureReason, code, title, final }: MessageFacts): string {
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

function whyRefunded({ failureReason, title }: MessageFacts): string {
  switch (failureReason) {
    case "event-cancelled":
      return `${title} was cancelled while your payment was under way.`;
    case "seats-lost":
      return `Your payment for ${title} arrived after its time was up, and by then the seats could not be had any more.`;
    default:
      return `The organiser has refunded your booking for ${title}. Its tickets are no longer valid.`;
  }
}

function doors({ doorsAt, locale, timeZone }: MessageFacts): string {
  return doorsAt ? `\nDoors open at ${formatDate(doorsAt, locale, timeZone, "time")}` : "";
}

function nothingBack({ total }: MessageFacts): string {
  return total > 0 ? "No money goes back for it." : "Nothing was charged.";
}

function feeAndReason({ refundFee = 0, refundNote, currency, locale }: MessageFacts): string[] {
  return [
    refundFee > 0 ? `A fee of ${formatMoney(refundFee, currency, locale)} was kept.` : "",
    refundNote ? `The organizer writes: ${refundNote}` : "",
  ].filter(Boolean);
}

function seatLines(seats: MessageFacts["seats"]): string {
  return seats.map(({ section, row, number }) =>
    [section, row && `row ${row}`, number && `seat ${number}`].filter(Boolean).join(", ")
  ).join("\n");
}
