/** Builds the email of a message: its words as plain text and as HTML, with the QR codes of the tickets it delivers. */
import { bookingKey } from "@/lib/auth/booking_links.ts";
import { linkToken } from "@/lib/auth/one_time_links.ts";
import type { Secrets } from "@/lib/config/secrets.ts";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import type { Logger } from "@/lib/observability/log.ts";
import { posterDesign } from "@/lib/posters/drawn_poster.ts";
import type { PictureMaker, SharedEvent } from "@/lib/posters/picture_maker.ts";
import { posterOf } from "@/lib/posters/poster.ts";
import { qrPng } from "@/lib/print/qr_png.ts";
import type { TicketSigner } from "@/lib/ticket_codes/ticket_token.ts";
import { mailHtml, type MailImage, type MailTicket } from "./mail_html.tsx";
import type { Mail } from "./mailer.ts";
import { type MessageKind, type Part, plainTextOf } from "./templates.ts";

/** A message as stored. */
export interface StoredMessage {
  id: string;
  kind: MessageKind;
  bookingId: string | null;
  locale: string;
  subject: string;
  text: string;
  /** Null for messages written before emails had HTML. */
  body: Part[] | null;
}

/** What an email shows of its booking in addition to the message's words. */
export interface MailFacts {
  event: SharedEvent;
  /** The valid ones. */
  tickets: { id: string; section: string; row: string; number: string }[];
  /** Of the key that opens a guest's booking; null for an account's, which needs none. */
  keyVersion: number | null;
}

export interface MailNeeds {
  secrets: Pick<Secrets, "cookieSecrets">;
  tickets: Pick<TicketSigner, "sign">;
  pictures: Pick<PictureMaker, "share">;
  logger: Pick<Logger, "warn">;
}

/** A larger picture is omitted, so that an email stays below 200 KB. */
const PICTURE_BYTES_MAX = 110_000;
/** Leaves time to send the message before its lease expires. */
const PICTURE_MS_MAX = 5_000;
/** With more tickets an email would become too large; the booking's page has them all. */
const TICKETS_MAX = 20;
/** In CSS pixels: a code fits a phone 320 px wide. The image has twice as many pixels, for dense screens. */
const QR_SIDE_MAX = 240;
const DENSITY = 2;

/** Reads the facts of these bookings in one query, by booking id. */
export async function readMailFacts(sql: Sql, bookingIds: string[]): Promise<Map<string, MailFacts>> {
  const rows = await deadline(sql<(MailFacts & { bookingId: string })[]>`
    select b.id as booking_id, json_build_object('id', e.id, 'type', e.type, 'title', e.title,
        'poster', ${posterOf(sql)}, 'startsAt', e.starts_at,
        'venue', json_build_object('name', v.name, 'city', v.city, 'country', v.country,
          'timeZone', v.time_zone)) as event,
      coalesce((
        select json_agg(json_build_object('id', t.id, 'section', s.section, 'row', s.row, 'number', s.number)
          order by t.seat_index)
        from tickets t join booking_seats s on s.booking_id = t.booking_id and s.seat_index = t.seat_index
        where t.booking_id = b.id and t.voided_at is null
      ), '[]') as tickets,
      case when exists (select from booking_contacts where booking_id = b.id)
        and not exists (select from users where id = b.buyer_id) then b.key_version end as key_version
    from bookings b join events e on e.id = b.event_id join venues v on v.id = e.venue_id
    where b.id = any(${bookingIds})`);
  return new Map(rows.map(({ bookingId, ...facts }) => [bookingId, facts]));
}

/** Composes the email of a message to this address. Only a confirmation contains ticket codes. */
export async function composeMail(
  { secrets, tickets, pictures, logger }: MailNeeds,
  message: StoredMessage,
  facts: MailFacts | undefined,
  to: string,
): Promise<Mail> {
  const { id, kind, bookingId, locale, subject } = message;
  const { text, body } = withTokens(message, secrets.cookieSecrets, facts?.keyVersion);
  const delivered = kind === "confirmation" && facts ? facts.tickets : [];
  const signed = delivered.slice(0, TICKETS_MAX).map(({ id: ticketId, ...seat }) => {
    const token = tickets.sign({ ticketId, eventId: facts!.event.id });
    return ticketWithCode(seat, token, `${ticketId}@aisle`);
  });
  const picture = facts ? await pictureOf(pictures, facts.event, logger) : null;
  const html = mailHtml({
    locale,
    subject,
    isAboutBooking: bookingId !== null,
    body: body ?? text.trim().split("\n\n").map((text) => ({ kind: "text", text })),
    event: facts ? headOf(facts.event, picture) : null,
    tickets: signed.map(({ ticket }) => ticket),
    ticketsLeftOut: delivered.length - signed.length,
  });
  const images = [...(picture ? [picture] : []), ...signed.map(({ image }) => image)];
  return { id, to, subject, text, html, images };
}

/**
 * The words of a message as they are emailed: its one-time links have their tokens, and links to a guest's booking the key of
 * this version.
 */
export function withTokens(
  { text, body, locale }: Pick<StoredMessage, "text" | "body" | "locale">,
  cookieSecrets: readonly string[],
  keyVersion: number | null = null,
): Pick<StoredMessage, "text" | "body"> {
  const secretOf = ({ oneTimeLink, booking }: Extract<Part, { kind: "link" }>) => {
    if (oneTimeLink) return `?token=${linkToken(oneTimeLink, cookieSecrets)}`;
    return booking && keyVersion !== null
      ? `?key=${bookingKey({ id: booking, keyVersion }, cookieSecrets)}`
      : null;
  };
  if (!body?.some((part) => part.kind === "link" && secretOf(part))) return { text, body };
  const complete = body.map((part): Part => {
    const secret = part.kind === "link" && secretOf(part);
    if (part.kind !== "link" || !secret) return part;
    const { oneTimeLink: _, address, plain, ...link } = part;
    return { ...link, address: address + secret, plain: plain?.replace(address, address + secret) };
  });
  return { body: complete, text: plainTextOf(complete, locale) };
}

/** The event's picture with its title; null if it is not available in time, since the email must not wait for it. */
async function pictureOf(
  pictures: Pick<PictureMaker, "share">,
  event: SharedEvent,
  logger: Pick<Logger, "warn">,
): Promise<MailImage | null> {
  try {
    const bytes = await deadline(pictures.share(event, { titleOnly: true }), PICTURE_MS_MAX);
    if (bytes.length > PICTURE_BYTES_MAX) return null;
    return { cid: `${event.id}@aisle`, name: "event.jpg", type: "image/jpeg", bytes };
  } catch (error) {
    logger.warn("sending an email without its event's picture", { eventId: event.id, error });
    return null;
  }
}

function headOf(event: SharedEvent, picture: MailImage | null) {
  const { ground, ink } = posterDesign(event).palette;
  return { title: event.title, ground, ink, ...(picture && { picture: { cid: picture.cid } }) };
}

function ticketWithCode(
  seat: Omit<MailTicket, "qr">,
  token: string,
  cid: string,
): { ticket: MailTicket; image: MailImage } {
  const { png, side } = qrPng(token, QR_SIDE_MAX * DENSITY);
  const name = `ticket-${[seat.section, seat.row, seat.number].filter(Boolean).join("-")}.png`;
  return {
    ticket: { ...seat, qr: { cid, side: side / DENSITY } },
    image: { cid, name, type: "image/png", bytes: png },
  };
}
