import { SeatMarks } from "@/components/seat_map/HallThumbnail.tsx";
import { QrPicture } from "@/components/layout/QrPicture.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { BookingView } from "@/lib/bookings/queries.ts";
import { seatName } from "@/lib/charts/seats_in_words.ts";
import type { TicketHall } from "@/lib/checkout/booking_page.ts";
import type { HallMarks } from "@/lib/charts/hall_thumbnail.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { posterDesign } from "@/lib/posters/drawn_poster.ts";
import { TicketStub } from "./TicketStub.tsx";

interface TicketsProps {
  booking: BookingView;
  event: EventRecord;
  hall: TicketHall;
  zoneNames: Record<string, string>;
  /** How the event has changed since the tickets were bought, in a sentence. */
  change: string | null;
}

/** Minimum radius, in thousandths of the picture: a mark must be visible in a picture the size of a stamp. */
const MARK_MIN = 45;

/** The id of the full-screen view. */
const FULL = "full";

const ticketId = (n: number) => `ticket-${n + 1}`;
const slideId = (n: number) => `slide-${n + 1}`;
const codeId = (n: number) => `code-${n + 1}`;

/**
 * The tickets of a booking. On phones they are swiped one at a time; they can also fill the screen. Neither needs a
 * script; islands/TicketSlides.tsx marks which ticket is shown, opens and leaves full screen at that ticket, and keeps
 * the screen awake.
 */
export function Tickets({ booking, event, hall, zoneNames, change }: TicketsProps) {
  const words = useWords("tickets");
  const seatWords = useWords("seats");
  const { title, startsAt, doorsAt, venue } = event;
  const { ground, ink } = posterDesign(event).palette;
  const { tickets } = booking;
  const count = tickets.length;
  const seatOf = (seatId: string) => booking.seats.find(({ id }) => id === seatId)!;
  const position = (n: number) => count > 1 ? words.position({ n: n + 1, count }) : null;
  return (
    <section class="tickets-part" aria-label={words.tickets}>
      <svg class="visually-hidden" aria-hidden="true">
        <symbol id="hall" viewBox={hall.viewBox} dangerouslySetInnerHTML={{ __html: hall.picture }} />
      </svg>
      {count > 1 && (
        <nav class="ticket-steps no-print" aria-label={words.chooseTicket}>
          {tickets.map(({ id, seatId }, n) => (
            <a
              key={id}
              href={`#${ticketId(n)}`}
              aria-label={words.ticketOf({ n: n + 1, count, seat: seatName(seatOf(seatId), seatWords) })}
              aria-current={n === 0 ? "true" : "false"}
            >
              {n + 1}
            </a>
          ))}
        </nav>
      )}
      <div class={count > 1 ? "tickets several" : "tickets"}>
        {tickets.map(({ id, seatId, token }, n) => {
          const seat = seatOf(seatId);
          return (
            <TicketStub
              key={id}
              id={ticketId(n)}
              hall={hall.marks[seatId] && <HallWithSeat hall={hall} marks={hall.marks[seatId]} />}
              action={
                <button
                  type="button"
                  class="button button-small no-print"
                  popovertarget={FULL}
                  data-slide={slideId(n)}
                  aria-label={words.fullScreenOf({ n: n + 1 })}
                >
                  {words.fullScreen}
                </button>
              }
              ticket={{
                title,
                startsAt: startsAt.toISOString(),
                doorsAt: doorsAt?.toISOString(),
                venue,
                seat,
                zone: zoneNames[seat.zone] ?? "",
                change,
                bookingCode: booking.code,
                colours: { ground, ink },
                position: position(n),
              }}
            >
              <TicketCode token={token} id={codeId(n)} />
            </TicketStub>
          );
        })}
      </div>
      <div
        id={FULL}
        popover="auto"
        role="dialog"
        aria-label={words.ticketsFullScreen}
        class="ticket-full no-print"
      >
        <div class="ticket-slides">
          {tickets.map(({ id, seatId, token }, n) => (
            <div key={id} id={slideId(n)} class="ticket-slide">
              <p class="ticket-slide-title" dir="auto">{title}</p>
              <TicketCode token={token} copyOf={codeId(n)} />
              <p class="ticket-slide-seat">{seatName(seatOf(seatId), seatWords)}</p>
              <div class="ticket-slide-steps">
                <SlideStep to={n > 0 ? slideId(n - 1) : null} label={words.previous} sign="‹" />
                <span>{position(n) ?? booking.code}</span>
                <SlideStep to={n + 1 < count ? slideId(n + 1) : null} label={words.next} sign="›" />
              </div>
            </div>
          ))}
        </div>
        <button type="button" class="button" popovertarget={FULL} popovertargetaction="hide">
          {words.close}
        </button>
      </div>
    </section>
  );
}

/** Leads to the previous or next ticket, as swiping does. */
function SlideStep({ to, label, sign }: { to: string | null; label: string; sign: string }) {
  return to === null ? <span /> : <a class="button" href={`#${to}`} aria-label={label}>{sign}</a>;
}

/** A ticket's QR code. With `copyOf`, it reuses the drawing with that id on the page. */
export function TicketCode({ token, id, copyOf }: { token: string; id?: string; copyOf?: string }) {
  return <QrPicture text={token} label={useWords("tickets").qrCode} id={id} copyOf={copyOf} />;
}

/** The hall with one seat marked; the seat's name is beside it. */
function HallWithSeat({ hall, marks }: { hall: TicketHall; marks: HallMarks }) {
  return (
    <div class="hall-thumbnail ticket-hall" aria-hidden="true">
      <svg class="hall-thumbnail-picture" viewBox={hall.viewBox}>
        <use href="#hall" />
      </svg>
      <SeatMarks {...marks} radius={Math.max(marks.radius, MARK_MIN)} />
    </div>
  );
}
