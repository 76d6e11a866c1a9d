import { DateTime } from "@/components/layout/DateTime.tsx";
import { VenueLocation } from "@/components/layout/VenueLocation.tsx";
import type { EventRecord } from "@/lib/events/event.ts";
import { Poster } from "./Poster.tsx";

/** The event in brief: title, time and place, with a small poster. */
export function EventLine({ event }: { event: EventRecord }) {
  const { venue } = event;
  return (
    <div class="event-line">
      <Poster event={event} at="row" />
      <p>
        <strong>
          <bdi>{event.title}</bdi>
        </strong>
        <br />
        <DateTime at={event.startsAt.toISOString()} timeZone={venue.timeZone} style="full" />
        <br />
        <span class="quiet">
          <VenueLocation venue={venue} />
        </span>
      </p>
    </div>
  );
}
