import { DateTime } from "@/components/layout/DateTime.tsx";
import { VenueLocation } from "@/components/layout/VenueLocation.tsx";
import { PriceFrom } from "@/components/layout/Price.tsx";
import { useLocale, useWords } from "@/components/layout/words.tsx";
import { inWords } from "@/lib/events/changes.ts";
import type { EventDetail, EventItem } from "@/lib/events/event.ts";
import { offeredFrom } from "@/lib/events/sale_status.ts";
import type { DateStyle } from "@/lib/format/date_words.ts";
import { formatDuration } from "@/lib/format/durations.ts";
import { Poster } from "./Poster.tsx";
import { SaleStatus } from "./SaleStatus.tsx";

/** A title with more characters is set smaller, so that the map stays in view. */
const LONG_TITLE = 80;

interface IntroProps {
  event: EventDetail;
}

/** The head of an event's page: short, so that the map is in view at once. `others` are the title's other dates. */
export function EventIntro({ event, others }: IntroProps & { others: EventItem[] }) {
  const locale = useLocale();
  const { venue } = event;
  const words = useWords("events");
  return (
    <header class="event-intro">
      <Poster event={event} at="hero" transitionName={`poster-${event.slug}`} />
      <div class="event-intro-text">
        <p class="quiet">{words.typeOf({ type: event.type })}</p>
        <h1 class={event.title.length > LONG_TITLE ? "title title-long" : "title"}>
          <bdi>{event.title}</bdi>
        </h1>
        <p>
          <strong>
            <DateTime at={event.startsAt} timeZone={venue.timeZone} style="full" />
          </strong>
          <br />
          <VenueLocation venue={venue} />
        </p>
        {event.change && (
          <p class="event-change">
            {inWords(useWords("eventChange"), event.change, locale).sentence}
          </p>
        )}
        <div class={others.length > 0 ? "event-more with-links" : "event-more"}>
          <EventFacts event={event} />
          {others.length > 0 && <OtherDates event={event} others={others} />}
        </div>
      </div>
    </header>
  );
}

/** The facts that people decide by, on one line. */
function EventFacts({ event }: IntroProps) {
  const locale = useLocale();
  const words = useWords("events");
  const { currency, saleStatus, seatsLeft, minimumAge } = event;
  const price = offeredFrom(event);
  const duration = formatDuration(Date.parse(event.endsAt) - Date.parse(event.startsAt), locale);
  return (
    <ul class="event-facts">
      {price !== null && (
        <li>
          <PriceFrom amount={price} currency={currency} />
        </li>
      )}
      {duration && <li>{duration}</li>}
      {minimumAge !== null && <li>{words.ages({ age: minimumAge })}</li>}
      <li>
        <SaleStatus status={saleStatus} seatsLeft={seatsLeft} />
      </li>
    </ul>
  );
}

/** The title's other dates, each a tap away; with the city if it differs. */
function OtherDates({ event, others }: IntroProps & { others: EventItem[] }) {
  const words = useWords("events");
  return (
    <nav class="other-dates" aria-label={words.otherDates}>
      <span class="quiet small" aria-hidden="true">{words.also}</span>
      {others.map(({ id, slug, startsAt, venue, saleStatus }) => (
        <a key={id} class="chip" href={`/events/${slug}`} aria-current="false">
          <DateTime at={startsAt} timeZone={venue.timeZone} />
          {venue.city !== event.venue.city && <span class="quiet">{venue.city}</span>}
          {saleStatus === "sold-out" && <span class="quiet">{words.soldOutInline}</span>}
        </a>
      ))}
    </nav>
  );
}

/**
 * What the event is about, and the facts on one quiet line each. `cancelUntil`: the deadline for cancelling a booking
 * made now; null if it can't be cancelled.
 */
export function EventAbout({ event, cancelUntil }: IntroProps & { cancelUntil: Date | null }) {
  const { venue, saleStatus } = event;
  const words = useWords("events");
  const canBeBooked = saleStatus !== "ended" && saleStatus !== "cancelled";
  const at = (instant: string, style: DateStyle) => (
    <DateTime at={instant} timeZone={venue.timeZone} style={style} />
  );
  return (
    <section class="wide event-about" aria-labelledby="about">
      <div>
        <h2 id="about">{words.about}</h2>
        <p dir="auto">{event.description}</p>
      </div>
      <dl class="facts">
        {event.doorsAt && (
          <>
            <dt>{words.doors}</dt>
            <dd>{at(event.doorsAt, "time")}</dd>
          </>
        )}
        <dt>{words.starts}</dt>
        <dd>{at(event.startsAt, "time")}</dd>
        <dt>{words.ends}</dt>
        <dd>{words.endsAbout({ time: () => at(event.endsAt, "time") })}</dd>
        {event.minimumAge !== null && (
          <>
            <dt>{words.age}</dt>
            <dd>{words.ageAndOver({ age: event.minimumAge })}</dd>
          </>
        )}
        <dt>{words.where}</dt>
        <dd>
          <VenueLocation venue={venue} withAddress />
        </dd>
        {canBeBooked && (
          <>
            <dt>{words.cancellation}</dt>
            <dd>
              {cancelUntil
                ? words.cancelFreeUntil({ time: () => at(cancelUntil.toISOString(), "short") })
                : words.cancelNotPossible}
            </dd>
            <dt>{words.limit}</dt>
            <dd>{words.seatsPerPerson({ count: event.maxSeatsPerBuyer })}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
