import { commaList, seatName } from "@/lib/charts/seats_in_words.ts";
import { type ChangeNotice, inWords, type TimeAndPlace } from "@/lib/events/changes.ts";
import { formatDate } from "@/lib/format/dates.ts";
import { formatMoney } from "@/lib/format/money.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { wordsFor } from "@/lib/i18n/words.ts";
import type { BookingStatus, FailureReason } from "@/lib/messaging/booking_status.ts";
import { isolated } from "@/lib/text/isolated.ts";

/** The kinds of messages about an account. */
export type AccountMessageKind =
  | "confirm-email"
  | "password-reset"
  | "password-changed"
  | "email-changing"
  | "account-exists"
  | "new-device"
  | "factor-changed"
  | "wrong-codes";

/** The kinds of messages about a booking. */
export type BookingMessageKind =
  | "event-changed"
  | "confirmation"
  | "payment-failed"
  | "cancelled"
  | "refunded"
  | "partial-refund";

export type MessageKind = BookingMessageKind | AccountMessageKind;

/** The facts from which a message about a booking is composed. */
export interface MessageFacts {
  bookingId: string;
  code: string;
  status: BookingStatus;
  final: boolean;
  failureReason: FailureReason | null;
  total: number;
  /** The amount of the latest refund, such as the one that ended the booking; 0 without one. */
  refund: number;
  /** The fee that the organizer withheld from that refund. */
  refundFee?: number;
  /** The reason, in the organizer's words. */
  refundNote?: string | null;
  /** The seats that were returned with that refund; none if an amount or everything was refunded. */
  returnedSeats?: { section: string; row: string; number: string }[];
  currency: string;
  /** The reader's: determines the language and the formats of dates and money. */
  locale: string;
  /** Empty if unknown. */
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

/** A change to an event, as its message shows it. */
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
  /**
   * `plain` is the plain-text version; by default the URL. With `oneTimeLink`, the id of a one-time link, only the email
   * has the link: its token is added when it is sent, and what is stored and shown in the app goes without. With `booking`,
   * the id of a booking, the email to a guest has its key in the link.
   */
  | { kind: "link"; address: string; label: string; plain?: string; oneTimeLink?: string; booking?: string };

/** A part as composed: a paragraph, any other part, or nothing. */
export type Written = string | Part | null | undefined | false;

/** A message, whose plain text and HTML are rendered from the same parts. */
export interface Message {
  /** The reader's locale when it was written. */
  locale: string;
  subject: string;
  text: string;
  body: Part[];
}

/** The kind of message due to the buyer of a booking in this status; null for none. */
export function messageKind(status: BookingStatus): Exclude<BookingMessageKind, "event-changed"> | null {
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

/** The default texts, used unless the organizer writes their own. */
export function changeDefaults(
  { change }: Words["mail"],
  title: string,
): { subject: string; text: string } {
  return { subject: change.subject({ event: title }), text: change.text({ event: title }) };
}

/** Composes the message about a change to an event. `site` is the site's URL, without a trailing slash. */
export function composeChange(given: MessageFacts, change: ChangeFacts, site: string): Message {
  const facts = withIsolatedNames(given);
  const { locale, timeZone, title, code } = facts;
  const { mail, eventChange } = wordsFor(locale);
  const words = mail.change;
  const { from, to } = inWords(eventChange, change, locale);
  const defaults = changeDefaults(mail, title);
  const until = change.cancelUntil && formatDate(change.cancelUntil, locale, timeZone, "full");
  return messageOf(facts, site, {
    subject: change.subject || defaults.subject,
    parts: [
      change.text || defaults.text,
      { kind: "lines", lines: [words.was({ fact: from }), words.now({ fact: to })] },
      change.reason && words.reason({ reason: isolated(change.reason) }),
      words.ticketsValid({ code }),
      until && words.cancelUntil({ time: until }),
    ],
  });
}

/** Composes a message. `site` is the site's URL, without a trailing slash. */
export function composeMessage(
  kind: Exclude<BookingMessageKind, "event-changed">,
  given: MessageFacts,
  site: string,
): Message {
  const facts = withIsolatedNames(given);
  return messageOf(facts, site, contents[kind](facts, wordsFor(facts.locale)));
}

/** The content of a message between its greeting and the link to its booking. */
interface Content {
  subject: string;
  parts: Written[];
  /** By default, it opens the booking. */
  link?: { label: string; plain(args: { address: string }): string };
}

function messageOf(
  { name, locale, bookingId }: MessageFacts,
  site: string,
  { subject, parts, link }: Content,
): Message {
  const words = wordsFor(locale);
  const address = `${site}/bookings/${bookingId}`;
  return letter({ name, locale, subject }, [
    ...parts,
    {
      kind: "link",
      address,
      label: link?.label ?? words.mail.openBooking,
      plain: link?.plain({ address }),
      booking: bookingId,
    },
  ]);
}

/** The message with these parts after the greeting. */
export function letter(
  { name, locale, subject }: { name: string; locale: string; subject: string },
  parts: Written[],
): Message {
  const { greeting, greetingNoName } = wordsFor(locale).mail;
  const body = [name === "" ? greetingNoName : greeting({ name }), ...parts]
    .flatMap((part): Part[] =>
      !part ? [] : typeof part === "string" ? [{ kind: "text", text: part }] : [part]
    );
  return { locale, subject, body, text: plainTextOf(body, locale) };
}

/** The parts as plain text, without one-time links that have no token. */
export function plainTextOf(parts: Part[], locale: string): string {
  const words = wordsFor(locale);
  return parts.filter((part) => !(part.kind === "link" && part.oneTimeLink))
    .map((part) => plainText(part, words)).join("\n\n") + "\n";
}

function plainText(part: Part, words: Words): string {
  switch (part.kind) {
    case "text":
      return part.text;
    case "lines":
      return part.lines.join("\n");
    case "seats":
      return part.seats.map((seat) => seatLine(seat, words)).join("\n");
    case "link":
      return part.plain ?? part.address;
    default:
      return part satisfies never;
  }
}

/** A seat's name in a message. */
export function seatLine({ section, row, number }: MessageFacts["seats"][number], words: Words): string {
  const seat = { section: isolated(section), row: isolated(row), number: isolated(number) };
  return seatName(seat, words.seats);
}

function seatsPart(seats: MessageFacts["seats"]): Part {
  return { kind: "seats", seats: seats.map(({ section, row, number }) => ({ section, row, number })) };
}

/** Isolates names, so that their writing direction does not affect the sentence around them. */
function withIsolatedNames(facts: MessageFacts): MessageFacts {
  const { name, title, venueName, venueAddress, city, refundNote } = facts;
  return {
    ...facts,
    name: name && isolated(name),
    title: isolated(title),
    venueName: isolated(venueName),
    venueAddress: isolated(venueAddress),
    city: isolated(city),
    refundNote: refundNote && isolated(refundNote),
  };
}

type MailWords = Words["mail"];

/** The content of each kind of message. */
const contents: Record<
  Exclude<BookingMessageKind, "event-changed">,
  (facts: MessageFacts, words: Words) => Content
> = {
  confirmation(facts, { mail, seats }) {
    const { title, code, doorsAt, locale, timeZone } = facts;
    const words = mail.confirmation;
    const place = commaList([facts.venueName, facts.venueAddress, facts.city].filter(Boolean), seats);
    const doors = doorsAt && words.doors({ time: formatDate(doorsAt, locale, timeZone, "time") });
    return {
      subject: words.subject({ event: title }),
      parts: [
        words.youAreGoing({ event: title }),
        { kind: "lines", lines: [words.starts({ time: startOf(facts) }), place, ...(doors ? [doors] : [])] },
        seatsPart(facts.seats),
        facts.total > 0 ? words.paid({ code, total: money(facts, facts.total) }) : words.free({ code }),
      ],
      link: { label: words.openTickets, plain: words.ticketsAt },
    };
  },
  "payment-failed"(facts, { mail: { notBooked } }) {
    return { subject: notBooked.subject({ event: facts.title }), parts: [failureText(facts, notBooked)] };
  },
  cancelled(facts, { mail }) {
    const { title: event, code, failureReason, refund } = facts;
    const args = { event, code, time: startOf(facts), refund: money(facts, refund) };
    return {
      subject: mail.cancelled.subject(args),
      parts: [
        failureReason === "event-cancelled" ? mail.cancelled.byOrganizer(args) : mail.cancelled.byBuyer(args),
        refund > 0 ? mail.refundOnItsWay(args) : mail.nothingCharged,
      ],
    };
  },
  refunded(facts, { mail }) {
    const { title: event, code, refund } = facts;
    const words = mail.refunded;
    const args = { event, code, refund: money(facts, refund) };
    return {
      subject: refund > 0 ? words.subject(args) : words.subjectNothing(args),
      parts: [
        refundReasonText(facts, words),
        refund > 0 ? words.amount(args) : noRefundText(facts, mail),
        ...feeAndNote(facts, mail),
      ],
    };
  },
  "partial-refund"(facts, { mail }) {
    const { title: event, code, refund, returnedSeats } = facts;
    const words = mail.partialRefund;
    const args = { event, code, refund: money(facts, refund) };
    const isOfTickets = returnedSeats?.length;
    const parts = isOfTickets
      ? [
        words.ticketsReturned(args),
        seatsPart(returnedSeats),
        refund > 0 ? mail.refundOnItsWay(args) : noRefundText(facts, mail),
      ]
      : [words.amount(args)];
    return {
      subject: refund > 0 ? words.subject(args) : words.subjectNothing(args),
      parts: [
        ...parts,
        ...feeAndNote(facts, mail),
        isOfTickets ? words.otherTicketsValid : words.bookingUnchanged,
      ],
    };
  },
};

function startOf({ startsAt, locale, timeZone }: MessageFacts): string {
  return formatDate(startsAt, locale, timeZone, "full");
}

function money({ currency, locale }: MessageFacts, amount: number): string {
  return formatMoney(amount, currency, locale);
}

function failureText(
  { failureReason, code, title, final }: MessageFacts,
  words: MailWords["notBooked"],
): string {
  const args = { code, event: title };
  switch (failureReason) {
    case "payment-declined":
      return words.declined(args);
    case "event-cancelled":
      return words.eventCancelled(args);
    default:
      return final ? words.timedOut(args) : words.unclear(args);
  }
}

function refundReasonText({ failureReason, title }: MessageFacts, words: MailWords["refunded"]): string {
  const args = { event: title };
  switch (failureReason) {
    case "event-cancelled":
      return words.eventCancelled(args);
    case "seats-lost":
      return words.seatsLost(args);
    default:
      return words.byOrganizer(args);
  }
}

function noRefundText({ total }: MessageFacts, { nothingRefunded, nothingCharged }: MailWords): string {
  return total > 0 ? nothingRefunded : nothingCharged;
}

function feeAndNote(facts: MessageFacts, words: MailWords): Written[] {
  const { refundFee = 0, refundNote } = facts;
  return [
    refundFee > 0 && words.feeKept({ fee: money(facts, refundFee) }),
    refundNote && words.organizerWrites({ note: refundNote }),
  ];
}
