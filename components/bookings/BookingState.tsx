import type { ComponentChildren } from "preact";
import { EventLine } from "@/components/events/EventLine.tsx";
import { DateTime } from "@/components/layout/DateTime.tsx";
import { VenueLocation } from "@/components/layout/VenueLocation.tsx";
import { Price } from "@/components/layout/Price.tsx";
import { useLocale, useWords } from "@/components/layout/words.tsx";
import { cancellableUntil } from "@/lib/bookings/state.ts";
import { attemptText } from "@/lib/bookings/attempts.ts";
import { cancelRefundOf } from "@/lib/bookings/queries.ts";
import type { BookingPage } from "@/lib/checkout/booking_page.ts";
import { waitingText } from "@/lib/checkout/waiting.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { changeSince, inWords } from "@/lib/events/changes.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { BookingSummary } from "./BookingSummary.tsx";
import { Tickets } from "./Tickets.tsx";

export interface BookingStateProps extends Omit<BookingPage, "latestId" | "isOwn"> {
  /** Why a cancellation was just refused. */
  refusal: ComponentChildren;
  /** Why the booking was just not added to the account. */
  joinRefusal: string | null;
}

/** The id of the section for cancelling a booking; a refusal leads back to it. */
const CANCEL_ID = "cancel";

/** The id of the section for adding a guest's booking to an account. */
const JOIN_ID = "join";

/** The id of the text that changes while the buyer waits. */
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
      <Headline title={useWords("bookings").paymentPending}>
        <span id={WAITING_ID}>{waitingText(useWords("waiting"), props.waiting)}</span>
      </Headline>
      <p class="pending-bar" aria-hidden="true" />
      <Receipt {...props} />
    </>
  );
}

function Confirmed(props: BookingStateProps) {
  const { booking, event, hall, canCancel, refusal, guest } = props;
  const words = useWords("bookings");
  const files = `/api/bookings/${booking.id}`;
  return (
    <>
      <Headline title={words.youAreGoing}>
        {guest
          ? words.guestTicketsAreHere({ code: codeOf(booking), email: () => <bdi>{guest.email}</bdi> })
          : words.ticketsAreHere({
            code: codeOf(booking),
            link: (inner) => <a href="/account/messages">{inner}</a>,
          })}
      </Headline>
      <ChangeLine booking={booking} event={event} />
      <RefundLine booking={booking} />
      {hall && (
        <Tickets
          booking={booking}
          event={event}
          hall={hall}
          zoneNames={zoneNames(event)}
          change={useChange(props)}
        />
      )}
      <div class="cluster no-print">
        <a class="button" href={`${files}/tickets.pdf`}>{words.ticketsAsPdf}</a>
        <a class="button" href={`${files}/calendar.ics`}>{words.addToCalendar}</a>
      </div>
      <NextSteps event={event} isGuest={guest !== null} />
      <Joining {...props} />
      <Receipt {...props} />
      <div id={CANCEL_ID} class="stack no-print">
        {refusal && <p class="notice" data-kind="danger" role="alert">{refusal}</p>}
        {canCancel && (
          <Cancelling
            booking={booking}
            event={event}
            isOpen={refusal !== null}
          />
        )}
        <Erasing {...props} />
      </div>
    </>
  );
}

/** What is left to do, and when. */
function NextSteps({ event, isGuest }: Pick<BookingStateProps, "event"> & { isGuest: boolean }) {
  const words = useWords("bookings");
  const { venue, startsAt, doorsAt } = event;
  const place = () => <VenueLocation venue={venue} withAddress />;
  const time = (at: Date) => () => <DateTime at={at.toISOString()} timeZone={venue.timeZone} style="time" />;
  return (
    <section class="stack no-print" aria-labelledby="next-steps">
      <h2 id="next-steps" class="panel-subtitle">{words.whatNext}</h2>
      <ol class="next-steps">
        <li>{isGuest ? words.keepGuestTickets : words.keepTickets}</li>
        <li>
          {doorsAt
            ? words.comeWithDoors({ place, doors: time(doorsAt), start: time(startsAt) })
            : words.comeBy({ place, start: time(startsAt) })}
        </li>
        <li>{words.showAtDoor}</li>
      </ol>
    </section>
  );
}

/** Lets a guest erase whom the booking is for. */
function Erasing({ booking, guest }: BookingStateProps) {
  const words = useWords("bookings").erasing;
  if (!guest) return null;
  if (guest.isErased) return <p class="notice" data-kind="success" role="status">{words.done}</p>;
  return (
    <details class="no-print">
      <summary class="plain-summary">{words.summary}</summary>
      <form method="post" action={`/bookings/${booking.id}`} class="notice" data-kind="warning">
        <p>{words.text}</p>
        <div class="cluster">
          <button type="submit" class="button button-danger" name="action" value="erase">
            {words.button}
          </button>
        </div>
      </form>
    </details>
  );
}

/** Offers a guest to keep the booking in an account. */
function Joining({ booking, guest, joinRefusal }: BookingStateProps) {
  const words = useWords("bookings").joining;
  if (!guest?.offer || guest.isErased) return null;
  const { offer } = guest;
  const path = `/bookings/${booking.id}`;
  const email = () => <bdi>{guest.email}</bdi>;
  const link = (to: string) => (inner: ComponentChildren) => (
    <a href={`${to}?next=${encodeURIComponent(path)}`}>{inner}</a>
  );
  return (
    <section id={JOIN_ID} class="stack no-print" aria-labelledby="join-title">
      <h2 id="join-title" class="panel-subtitle">{words.title}</h2>
      {joinRefusal && <p class="notice" data-kind="danger" role="alert">{joinRefusal}</p>}
      {offer === "sign-in" && (
        <p>{words.signIn({ email, signIn: link("/login"), register: link("/register") })}</p>
      )}
      {offer === "confirm" && (
        <p>{words.confirm({ email, link: (inner) => <a href="/account">{inner}</a> })}</p>
      )}
      {offer === "join" && (
        <form method="post" action={`${path}#${JOIN_ID}`} class="stack">
          <p>{words.join({ email })}</p>
          <div class="cluster">
            <button type="submit" class="button" name="action" value="join">{words.button}</button>
          </div>
        </form>
      )}
    </section>
  );
}

function Cancelling(
  { booking, event, isOpen }: Pick<BookingStateProps, "booking" | "event"> & {
    isOpen: boolean;
  },
) {
  const words = useWords("bookings").cancelling;
  const deadline = cancellableUntil(new Date(booking.createdAt), event) ?? event.startsAt;
  const amount = cancelRefundOf(booking);
  const refund = () => <Price amount={amount} currency={booking.currency} />;
  const time = () => <DateTime at={deadline.toISOString()} timeZone={event.venue.timeZone} style="full" />;
  return (
    <details open={isOpen}>
      <summary class="plain-summary">{words.summary}</summary>
      <form method="post" action={`/bookings/${booking.id}#${CANCEL_ID}`} class="notice" data-kind="warning">
        <input type="hidden" name="refund" value={amount} />
        <p>
          {amount > 0 ? words.withRefund({ refund, time }) : words.withoutRefund({ time })}
        </p>
        <div class="cluster">
          <button type="submit" class="button button-danger" name="action" value="cancel">
            {amount > 0 ? words.cancelAndRefund : words.cancel}
          </button>
        </div>
      </form>
    </details>
  );
}

function Failed(props: BookingStateProps) {
  const { booking, event, heldMs } = props;
  const words = useWords("bookings");
  const { title, text } = failureText(props, words.failure);
  return (
    <>
      <Headline title={title}>{text}</Headline>
      <div class="cluster">
        {heldMs !== null && (
          <a class="button button-main" href={`/checkout/${booking.holdId}`}>{words.tryAgain}</a>
        )}
        {heldMs === null && booking.final && (
          <a class="button button-main" href={`/events/${event.slug}`}>{words.backToSeats}</a>
        )}
      </div>
      <Receipt {...props} />
      <Erasing {...props} />
    </>
  );
}

/** What happened, and what became of the money and the seats. */
function failureText(
  { booking, heldMs }: BookingStateProps,
  words: Words["bookings"]["failure"],
): { title: string; text: string } {
  if (!booking.final) return words.unclear;
  const failure = words[booking.failureReason ?? "other"];
  if (heldMs === null || !("textKept" in failure)) return failure;
  const minutes = Math.max(Math.round(heldMs / 60_000), 1);
  return { title: failure.title, text: failure.textKept({ minutes }) };
}

function Refunded(props: BookingStateProps) {
  const { booking, event } = props;
  const words = useWords("bookings");
  return (
    <>
      <Headline title={booking.status === "cancelled" ? words.bookingCancelled : words.bookingRefunded}>
        {words.noLongerValid({ code: codeOf(booking) })}
      </Headline>
      <RefundLine booking={booking} />
      <p class="no-print">
        <a href={`/api/bookings/${booking.id}/calendar.ics`}>{words.removeFromCalendar}</a>
      </p>
      <Receipt {...props} />
      {event.status === "published" && (
        <p>
          <a href={`/events/${event.slug}`}>{words.backToEvent}</a>
        </p>
      )}
      <Erasing {...props} />
    </>
  );
}

/** How the event has changed since it was booked, in a sentence. */
function useChange({ booking, event }: Pick<BookingStateProps, "booking" | "event">) {
  const words = useWords("eventChange");
  const locale = useLocale();
  const change = changeSince(event.changes, new Date(booking.createdAt));
  return change && inWords(words, change, locale).sentence;
}

function ChangeLine(props: Pick<BookingStateProps, "booking" | "event">) {
  const sentence = useChange(props);
  return sentence && <p class="notice" data-kind="warning">{sentence}.</p>;
}

function RefundLine({ booking }: Pick<BookingStateProps, "booking">) {
  const { refund: { status, amount }, currency } = booking;
  const words = useWords("bookings");
  const refund = () => <Price amount={amount} currency={currency} />;
  if (status === "none") return null;
  return (
    <p class="notice" data-kind={status === "done" ? "success" : "info"}>
      {status === "done" ? words.refundDone({ refund }) : words.refundPending({ refund })}
    </p>
  );
}

const codeOf = ({ code }: BookingStateProps["booking"]) => () => <strong class="number">{code}</strong>;

function Headline({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <header>
      <h1>{title}</h1>
      <p class="lead">{children}</p>
    </header>
  );
}

function Receipt({ booking, event, earlierAttempts }: BookingStateProps) {
  const locale = useLocale();
  const words = useWords("bookings");
  return (
    <section class="stack no-print" aria-label={words.whatWasBooked}>
      {earlierAttempts.length > 0 && (
        <ul class="quiet small">
          {earlierAttempts.map((attempt, n) => (
            <li key={attempt.at}>{attemptText(words, attempt, n, locale, event.venue.timeZone)}</li>
          ))}
        </ul>
      )}
      <EventLine event={event} />
      <BookingSummary
        seats={booking.seats}
        returnedSeats={booking.returnedSeats}
        total={booking.total}
        currency={booking.currency}
        zoneNames={zoneNames(event)}
      />
    </section>
  );
}

function zoneNames(event: EventRecord): Record<string, string> {
  return Object.fromEntries(event.zones.map(({ id, name }) => [id, name]));
}
