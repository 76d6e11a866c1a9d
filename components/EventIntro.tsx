import { DateTime } from "@/components/DateTime.tsx";
import { Poster } from "@/components/Poster.tsx";
import { SaleStatus } from "@/components/SaleStatus.tsx";
import { inWords } from "@/lib/events/changes.ts";
import type { DateStyle } from "@/lib/events/date_words.ts";
import type { EventDetail } from "@/lib/events/event.ts";

interface IntroProps {
  event: EventDetail;
  locale: string;
}

/** The head of an event's page: short, so that the map is in sight at once. */
export function EventIntro({ event, locale }: IntroProps) {
  const { venue } = event;
  return (
    <header class="event-intro">
      <Poster event={event} transitionName={`poster-${event.slug}`} />
      <div>
        <p class="quiet">{event.type === "film" ? "Film" : "Concert"}</p>
        <h1 class="title">{event.title}</h1>
        <p>
          <strong>
            <DateTime at={event.startsAt} timeZone={venue.timeZone} locale={locale} style="full" />
          </strong>
          <br />
          {venue.name}, {venue.city}
        </p>
        {event.change && (
          <p class="event-change">
            {inWords(event.change.was, event.change.became, locale).sentence}
          </p>
        )}
        <SaleStatus status={event.saleStatus} seatsLeft={event.seatsLeft} locale={locale} />
      </div>
    </header>
  );
}

/** What the evening is, and the facts in one quiet line each. */
export function EventAbout({ event, locale }: IntroProps) {
  const { venue, cancellation } = event;
  const at = (instant: string, style: DateStyle) => (
    <DateTime at={instant} timeZone={venue.timeZone} locale={locale} style={style} />
  );
  return (
    <section class="wide event-about" aria-labelledby="about">
      <div>
        <h2 id="about">About the evening</h2>
        <p>{event.description}</p>
      </div>
      <dl class="facts">
        {event.doorsAt && (
          <>
            <dt>Doors</dt>
            <dd>{at(event.doorsAt, "time")}</dd>
          </>
        )}
        <dt>Starts</dt>
        <dd>{at(event.startsAt, "time")}</dd>
        <dt>Ends</dt>
        <dd>about {at(event.endsAt, "time")}</dd>
        <dt>Where</dt>
        <dd>{venue.name}, {venue.address}, {venue.city}</dd>
        <dt>Cancelling</dt>
        <dd>
          {cancellation.allowed
            ? <>free until {at(cancellation.until ?? event.startsAt, "short")}</>
            : "not possible"}
        </dd>
        <dt>At most</dt>
        <dd>{event.maxSeatsPerBuyer} seats a person</dd>
      </dl>
    </section>
  );
}
