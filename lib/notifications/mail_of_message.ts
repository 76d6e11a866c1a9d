/** Makes the mail of a message: its words as plain text and as HTML, with the codes of the tickets that it brings. */
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { posterDesign, type PosterSubject } from "@/lib/events/poster.ts";
import { posterOf } from "@/lib/posters/poster.ts";
import { qrPng } from "@/lib/tickets/qr_png.ts";
import type { TicketSigner } from "@/lib/tickets/ticket_token.ts";
import { mailHtml, type MailImage, type MailTicket } from "./mail_html.tsx";
import type { Mail } from "./mailer.ts";
import type { MessageKind, Part } from "./templates.ts";

/** A message as it is stored. */
export interface StoredMessage {
  id: string;
  kind: MessageKind;
  bookingId: string | null;
  subject: string;
  text: string;
  /** Null for messages from before mails had HTML. */
  body: Part[] | null;
}

/** What a mail shows of the booking that it is about, besides the message's own words. */
export interface MailFacts {
  event: PosterSubject;
  /** Those that admit now. */
  tickets: { id: string; section: string; row: string; number: string }[];
}

/** With more than these a mail would become large; the page of the booking has all. */
const TICKETS_MAX = 20;
/** CSS pixels, so that a code fits a phone of 320 px; the picture has twice as many, for dense screens. */
const QR_SIDE_MAX = 240;
const DENSITY = 2;

/** The facts of each of these bookings, by booking id, in one query. */
export async function readMailFacts(sql: Sql, bookingIds: string[]): Promise<Map<string, MailFacts>> {
  const rows = await deadline(sql<(MailFacts & { bookingId: string })[]>`
    select b.id as booking_id, json_build_object('id', e.id, 'type', e.type, 'title', e.title,
        'poster', ${posterOf(sql)}) as event,
      coalesce((
        select json_agg(json_build_object('id', t.id, 'section', s.section, 'row', s.row, 'number', s.number)
          order by t.seat_index)
        from tickets t join booking_seats s on s.booking_id = t.booking_id and s.seat_index = t.seat_index
        where t.booking_id = b.id and t.voided_at is null
      ), '[]') as tickets
    from bookings b join events e on e.id = b.event_id
    where b.id = any(${bookingIds})`);
  return new Map(rows.map(({ bookingId, ...facts }) => [bookingId, facts]));
}

/** The mail of a message to this address. Codes of tickets are only in the mail that brings them. */
export function mailOfMessage(
  tickets: Pick<TicketSigner, "sign">,
  { id, kind, subject, text, body }: StoredMessage,
  facts: MailFacts | undefined,
  to: string,
): Mail {
  const brought = kind === "confirmation" && facts ? facts.tickets : [];
  const signed = brought.slice(0, TICKETS_MAX).map(({ id: ticketId, ...seat }) => {
    const token = tickets.sign({ ticketId, eventId: facts!.event.id });
    return ticketWithCode(seat, token, `${ticketId}@aisle`);
  });
  const html = mailHtml({
    subject,
    body: body ?? text.trim().split("\n\n").map((text) => ({ kind: "text", text })),
    event: facts ? headOf(facts.event) : null,
    tickets: signed.map(({ ticket }) => ticket),
    ticketsLeftOut: brought.length - signed.length,
  });
  return { id, to, subject, text, html, images: signed.map(({ image }) => image) };
}

function headOf(event: PosterSubject) {
  const { ground, ink } = posterDesign(event).palette;
  return { title: event.title, ground, ink };
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
