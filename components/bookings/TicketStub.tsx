import type { ComponentChildren } from "preact";
import { DateTime } from "@/components/layout/DateTime.tsx";
import { VenueLocation } from "@/components/layout/VenueLocation.tsx";
import { useWords } from "@/components/layout/words.tsx";

/** A ticket's details. `row` and `number` are empty for standing places. */
export interface TicketDetails {
  title: string;
  startsAt: string;
  doorsAt?: string | null;
  venue: { name: string; city: string; timeZone: string };
  seat: { section: string; row?: string | null; number?: string | null };
  zone: string;
  /** How the event has changed since the ticket was bought, in a sentence. */
  change?: string | null;
  bookingCode: string;
  /** The poster's background colour, and the text colour on it. */
  colours: { ground: string; ink: string };
  /** Such as "2 of 4"; null for a single ticket. */
  position?: string | null;
}

interface TicketProps {
  ticket: TicketDetails;
  id?: string;
  isVoid?: boolean;
  /** Where the seat is in the hall. */
  hall?: ComponentChildren;
  /** Shown below the code. */
  action?: ComponentChildren;
  children: ComponentChildren;
}

/**
 * A ticket with its stub; the children are the QR code, drawn dark on white. A void ticket keeps its shape and says
 * that it is not valid.
 */
export function TicketStub({ ticket, id, isVoid = false, hall, action, children }: TicketProps) {
  const words = useWords("tickets");
  const { venue, seat, colours: { ground, ink } } = ticket;
  const doors = (at: string) => <DateTime at={at} timeZone={venue.timeZone} style="time" />;
  return (
    <article
      class="ticket"
      id={id}
      data-void={isVoid || undefined}
      style={{ "--ticket-ground": ground, "--ticket-ink": ink }}
    >
      <div class="ticket-paper">
        <div class="ticket-main">
          <h2 dir="auto">{ticket.title}</h2>
          <div class="ticket-when">
            <p>
              <DateTime at={ticket.startsAt} timeZone={venue.timeZone} style="full" />
            </p>
            <p>
              <VenueLocation venue={venue} />
            </p>
            {ticket.doorsAt && <p>{words.doors({ time: () => doors(ticket.doorsAt!) })}</p>}
          </div>
          {ticket.change && <p class="ticket-change small">{ticket.change}</p>}
          {hall}
          <dl class="ticket-seat">
            <SeatPart label={seat.number ? words.section : words.place} value={seat.section} />
            {seat.row && <SeatPart label={words.row} value={seat.row} />}
            {seat.number && <SeatPart label={words.seat} value={seat.number} />}
          </dl>
        </div>
        <div class="ticket-stub">
          {ticket.position && <span class="ticket-position">{ticket.position}</span>}
          <div class="ticket-code">{children}</div>
          <span>
            <span class="ticket-number">{isVoid ? words.notValid : ticket.bookingCode}</span>{" "}
            {ticket.zone !== seat.section && <span class="small" dir="auto">{ticket.zone}</span>}
          </span>
          {action}
        </div>
      </div>
    </article>
  );
}

function SeatPart({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd dir="auto">{value}</dd>
    </div>
  );
}
