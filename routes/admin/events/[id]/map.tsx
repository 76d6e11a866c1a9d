import { page } from "fresh";
import { EventHead, eventTabPath } from "@/components/admin/EventHead.tsx";
import { TallyTable } from "@/components/admin/TallyTable.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { HallPicture } from "@/components/seat_map/HallThumbnail.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { loadHallState } from "@/lib/events/map_page.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

/** How the seats of an event stand, section by section. */
export const handler = pageRoute({ access: "see-bookings" }, {
  async GET({ params, state: { services, caller } }) {
    return page(orNotFound(await loadHallState(services, userOf(caller), params.id)));
  },
});

export default define.page<typeof handler>(function EventMapPage({ data, state: { locale } }) {
  const { event, seats } = data;
  return (
    <>
      <EventHead event={event} tab="map" locale={locale} />
      {seats?.statuses === "" && (
        <Notice kind="warning" title="The state of the seats can’t be read right now">
          <p>
            <a href={eventTabPath(event.id, "map")}>Try again</a>
          </p>
        </Notice>
      )}
      {!seats
        ? (
          <EmptyState
            title="Not on sale yet"
            text="The state of each seat appears here once the event is published."
          >
            <a class="button button-main" href={eventTabPath(event.id, "edit")}>Check and publish</a>
          </EmptyState>
        )
        : (
          <div class="hall-state">
            <figure>
              <div class="hall-picture" role="img" aria-label={`Plan of the hall at ${event.venue.name}`}>
                <HallPicture hall={seats.hall} statuses={seats.statuses} />
              </div>
              <figcaption class="small quiet">
                Seats that are left have the colour of their price; the others are faint.
              </figcaption>
            </figure>
            <TallyTable
              caption="Seats by section"
              part="Section"
              rows={seats.sections}
              currency={event.currency}
              locale={locale}
            />
          </div>
        )}
    </>
  );
});
