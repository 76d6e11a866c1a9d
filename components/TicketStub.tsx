import type { ComponentChildren } from "preact";
import { DateTime } from "@/components/DateTime.tsx";

/** What a ticket says. `row` and `number` are empty for standing places. */
export interface TicketDetails {
  title: string;
  startsAt: string;
  doorsAt?: string | null;
  venue: { name: string; city: string; timeZone: string };
  seat: { section: string; row?: string | null; number?: string | null };
  zone: string;
  /** How the event was changed since the ticket was bought, in a sentence. */
  change?: string | null;
  bookingCode: string;
}

/** A ticket with its stub; the children are the QR code, drawn dark on white. A void ticket keeps its shape and says so. */
export function TicketStub({ ticket, locale, isVoid = false, children }: {
  ticket: TicketDetails;
  locale: string;
  isVoid?: boolean;
  children: ComponentChildren;
}) {
  const { venue, seat } = ticket;
  return (
    <article class="ticket" data-void={isVoid || undefined}>
      <div class="ticket-paper">
        <div class="ticket-main">
          <div>
            <h2>{ticket.title}</h2>
            <p>
              <DateTime at={ticket.startsAt} timeZone={venue.timeZone} locale={locale} style="full" />
            </p>
            <p class="quiet">
              {venue.name}, {venue.city}
              {ticket.doorsAt && (
                <>
                  {", doors "}
                  <DateTime at={ticket.doorsAt} timeZone={venue.timeZone} locale={locale} style="time" />
                </>
              )}
            </p>
          </div>
          {ticket.change && <p class="ticket-change small">{ticket.change}</p>}
          <dl class="ticket-seat">
            <SeatPart label={seat.number ? "Section" : "Place"} value={seat.section} />
            {seat.row && <SeatPart label="Row" value={seat.row} />}
            {seat.number && <SeatPart label="Seat" value={seat.number} />}
          </dl>
        </div>
        <div class="ticket-stub">
          <div class="ticket-code">{children}</div>
          <span class="ticket-number">{isVoid ? "Not valid" : ticket.bookingCode}</span>
          <span class="small">{ticket.zone}</span>
        </div>
      </div>
    </article>
  );
}

function SeatPart({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
