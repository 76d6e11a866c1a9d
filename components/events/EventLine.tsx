import { DateTime } from "@/components/layout/DateTime.tsx";
import { Place } from "@/components/layout/Place.tsx";
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
          <Place parts={[venue.name, venue.city]} />
        </span>
      </p>
    </div>
  );
}
