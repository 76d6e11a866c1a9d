import type { ComponentChildren } from "preact";
import { EventLine } from "@/components/events/EventLine.tsx";
import { DateTime } from "@/components/layout/DateTime.tsx";
import { Place } from "@/components/layout/Place.tsx";
import { Price } from "@/components/layout/Price.tsx";
import { cancellableUntil } from "@/lib/bookings/state.ts";
import { attemptText } from "@/lib/bookings/attempts.ts";
import { cancelRefundOf } from "@/lib/bookings/queries.ts";
import type { BookingPage } from "@/lib/checkout/booking_page.ts";
import { waitingText } from "@/lib/checkout/waiting.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { changeSince, inWords } from "@/lib/events/changes.ts";
import { BookingSummary } from "./BookingSummary.tsx";
import { Tickets } from "./Tickets.tsx";

export interface BookingStateProps extends Omit<BookingPage, "latestId" | "isOwn"> {
  locale: string;
  /** Why a cancellation was refused just now. */
  refusal: ComponentChildren;
}

/** Where a booking is cancelled; a refusal leads back to it. */
const CANCEL_ID = "cancel";

/** The words that change while one waits. */
export const WAITING_ID = "waiting";

/** Where a booking stands, what became of the money and the seats, and what can be done. */
export function BookingState(props: BookingStateProps) {
  const { booking } = props;
  switch (booking.status) {
    case "pending":
      return <Pending {...props} />;
    case "confirmed":
      return <Confirmed {...props} />;
    case "failed":
      return <Failed {...props} />;
    case "cancelled":
    case "refunded":
      return <Refunded {...props} />;
    default:
      return booking.status satisfies never;
  }
}

function Pending(props: BookingStateProps) {
  return (
    <>
      <Headline title="Your payment is on its way">
        <span id={WAITING_ID}>{waitingText(props.waiting)}</span>
      </Headline>
      <p class="pending-bar" aria-hidden="true" />
      <Receipt {...props} />
    </>
  );
}

function Confirmed(props: BookingStateProps) {
  const { booking, event, hall, locale, canCancel, refusal } = props;
  const files = `/api/bookings/${booking.id}`;
  return (
    <>
      <Headline title="You are going">
        Booking <strong class="number">{booking.code}</strong>. The tickets are here and in{" "}
        <a href="/account/messages">your messages</a>.
      </Headline>
      <ChangeLine booking={booking} event={event} locale={locale} />
      <RefundLine booking={booking} locale={locale} />
      {hall && (
        <Tickets
          booking={booking}
          event={event}
          hall={hall}
          zoneNames={zoneNames(event)}
          change={changeOf(props)}
          locale={locale}
        />
      )}
      <div class="cluster no-print">
        <a class="button" href={`${files}/tickets.pdf`}>Tickets as PDF</a>
        <a class="button" href={`${files}/calendar.ics`}>Add to calendar</a>
      </div>
      <NextSteps event={event} locale={locale} />
      <Receipt {...props} />
      <div id={CANCEL_ID} class="stack no-print">
        {refusal && <p class="notice" data-kind="danger" role="alert">{refusal}</p>}
        {canCancel && (
          <Cancelling
            booking={booking}
            event={event}
            locale={locale}
            isOpen={refusal !== null}
          />
        )}
      </div>
    </>
  );
}

/** What there is still to do, and when. */
function NextSteps({ event, locale }: Pick<BookingStateProps, "event" | "locale">) {
  const { venue, startsAt, doorsAt } = event;
  const time = (at: Date) => (
    <DateTime at={at.toISOString()} timeZone={venue.timeZone} locale={locale} style="time" />
  );
  return (
    <section class="stack no-print" aria-labelledby="next-steps">
      <h2 id="next-steps" class="panel-subtitle">What next</h2>
      <ol class="next-steps">
        <li>Keep the tickets: this page opens without a network, too, and the PDF can be printed.</li>
        <li>
          Come to <Place parts={[venue.name, venue.address, venue.city]} />
          {doorsAt
            ? <>: doors open at {time(doorsAt)}, it begins at {time(startsAt)}.</>
            : <>{" "}by {time(startsAt)}.</>}
        </li>
        <li>Show each QR code once at the door. Every ticket admits one person.</li>
      </ol>
    </section>
  );
}

function Cancelling(
  { booking, event, locale, isOpen }: Pick<BookingStateProps, "booking" | "event" | "locale"> & {
    isOpen: boolean;
  },
) {
  const last = cancellableUntil(new Date(booking.createdAt), event) ?? event.startsAt;
  const refund = cancelRefundOf(booking);
  return (
    <details open={isOpen}>
      <summary class="plain-summary">Cancel this booking</summary>
      <form method="post" action={`/bookings/${booking.id}#${CANCEL_ID}`} class="notice" data-kind="warning">
        <input type="hidden" name="refund" value={refund} />
        <p>
          The tickets become void, and the seats free for others. {refund > 0
            ? (
              <>
                <Price amount={refund} currency={booking.currency} locale={locale} /> goes back to your card.
              </>
            )
            : "There is nothing to give back."} You can cancel until{" "}
          <DateTime
            at={last.toISOString()}
            timeZone={event.venue.timeZone}
            locale={locale}
            style="full"
          />.
        </p>
        <div class="cluster">
          <button type="submit" class="button button-danger" name="action" value="cancel">
            {refund > 0 ? "Cancel and take the money back" : "Cancel the booking"}
          </button>
        </div>
      </form>
    </details>
  );
}

function Failed(props: BookingStateProps) {
  const { booking, event, keptMs } = props;
  const [title, text] = failureText(props);
  return (
    <>
      <Headline title={title}>{text}</Headline>
      <div class="cluster">
        {keptMs !== null && <a class="button button-main" href={`/checkout/${booking.holdId}`}>Try again</a>}
        {keptMs === null && booking.final && (
          <a class="button button-main" href={`/events/${event.slug}`}>Back to the seats</a>
        )}
      </div>
      <Receipt {...props} />
    </>
  );
}

/** What happened, what became of the money and of the seats. */
function failureText({ booking, keptMs }: BookingStateProps): [title: string, text: string] {
  if (!booking.final) {
    return [
      "No answer from the bank yet",
      "We waited as long as we could and let the seats go. A payment may still arrive: then you get your seats if they are " +
      "still free, else all of the money back. Either way we write to you.",
    ];
  }
  switch (booking.failureReason) {
    case "payment-declined":
      return [
        "The bank said no",
        keptMs === null
          ? "Nothing was charged. The seats are free again, for you too."
          : `Nothing was charged, and your seats are kept for ${minutes(keptMs)}.`,
      ];
    case "payment-timeout":
      return [
        "The bank did not answer",
        "Nothing was charged and nothing will be. The seats are free again, for you too.",
      ];
    case "seats-lost":
      return [
        "The seats are gone",
        "Someone else has them by now. What was charged goes back to your card.",
      ];
    case "event-cancelled":
      return ["The event was cancelled", "What was charged goes back to your card."];
    case null:
      return ["This booking did not work", "Nothing was charged. The seats are free again, for you too."];
    default:
      return booking.failureReason satisfies never;
  }
}

function Refunded(props: BookingStateProps) {
  const { booking, event, locale } = props;
  return (
    <>
      <Headline
        title={booking.status === "cancelled" ? "This booking is cancelled" : "This booking was refunded"}
      >
        Booking <strong class="number">{booking.code}</strong>. Its tickets are not valid any more.
      </Headline>
      <RefundLine booking={booking} locale={locale} />
      <p class="no-print">
        <a href={`/api/bookings/${booking.id}/calendar.ics`}>Take it out of your calendar</a>
      </p>
      <Receipt {...props} />
      {event.status === "published" && (
        <p>
          <a href={`/events/${event.slug}`}>Back to the event</a>
        </p>
      )}
    </>
  );
}

/** How the event was changed since it was booked, in a sentence. */
function changeOf({ booking, event, locale }: Pick<BookingStateProps, "booking" | "event" | "locale">) {
  const change = changeSince(event.changes, new Date(booking.createdAt));
  return change && inWords(change.was, change.became, locale).sentence;
}

function ChangeLine(props: Pick<BookingStateProps, "booking" | "event" | "locale">) {
  const sentence = changeOf(props);
  return sentence && <p class="notice" data-kind="warning">{sentence}.</p>;
}

function RefundLine({ booking, locale }: Pick<BookingStateProps, "booking" | "locale">) {
  const { refund, currency } = booking;
  if (refund.status === "none") return null;
  return (
    <p class="notice" data-kind={refund.status === "done" ? "success" : "info"}>
      <Price amount={refund.amount} currency={currency} locale={locale} />{" "}
      {refund.status === "done" ? "went back to your card." : "is on its way back to your card."}
    </p>
  );
}

function Headline({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <header>
      <h1>{title}</h1>
      <p class="lead">{children}</p>
    </header>
  );
}

function Receipt({ booking, event, locale, tries }: BookingStateProps) {
  return (
    <section class="stack no-print" aria-label="What was booked">
      {tries.length > 0 && (
        <ul class="quiet small">
          {tries.map((one, n) => <li key={one.at}>{attemptText(one, n, locale, event.venue.timeZone)}</li>)}
        </ul>
      )}
      <EventLine event={event} locale={locale} />
      <BookingSummary
        seats={booking.seats}
        returnedSeats={booking.returnedSeats}
        total={booking.total}
        currency={booking.currency}
        locale={locale}
        zoneNames={zoneNames(event)}
      />
    </section>
  );
}

function zoneNames(event: EventRecord): Record<string, string> {
  return Object.fromEntries(event.zones.map(({ id, name }) => [id, name]));
}

function minutes(durationMs: number): string {
  const count = Math.max(Math.round(durationMs / 60_000), 1);
  return count === 1 ? "a minute" : `${count} minutes`;
}
