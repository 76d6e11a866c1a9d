import { page } from "fresh";
import { EventHead, eventTabPath } from "@/components/admin/EventHead.tsx";
import { TallyTable } from "@/components/admin/TallyTable.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { HallPicture } from "@/components/seat_map/HallThumbnail.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { loadMapPage } from "@/lib/events/map_page.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

/** An event's seats by status, section by section. */
export const handler = pageRoute({ access: "see-bookings" }, {
  async GET({ params, state: { services, caller } }) {
    return page(orNotFound(await loadMapPage(services, userOf(caller), params.id)));
  },
});

export default define.page<typeof handler>(function EventMapPage({ data, state: { words } }) {
  const { event, seats } = data;
  const { map } = words.admin;
  return (
    <>
      <EventHead event={event} tab="map" />
      {seats?.statuses === "" && (
        <Notice kind="warning" title={map.unreadable}>
          <p>
            <a href={eventTabPath(event.id, "map")}>{map.tryAgain}</a>
          </p>
        </Notice>
      )}
      {!seats
        ? (
          <EmptyState
            title={map.notOnSale}
            text={map.seatsHere}
          >
            <a class="button button-main" href={eventTabPath(event.id, "edit")}>{map.publish}</a>
          </EmptyState>
        )
        : (
          <div class="hall-status">
            <figure>
              <div class="hall-picture" role="img" aria-label={map.plan({ venue: event.venue.name })}>
                <HallPicture hall={seats.hall} statuses={seats.statuses} />
              </div>
              <figcaption class="small quiet">
                {map.colours}
              </figcaption>
            </figure>
            <TallyTable
              caption={map.seatsBySection}
              part={map.section}
              rows={seats.sections}
              currency={event.currency}
            />
          </div>
        )}
    </>
  );
});
