import { tallyParts } from "@/lib/seats/tally.ts";
import type { Viewer } from "./admin.ts";
import { findAdminEvent, type PageNeeds } from "./admin_view.ts";

/** The seat statuses of an event by section; `seats` is null for a draft. Null if the viewer has no such event. */
export async function loadMapPage(
  needs: PageNeeds,
  viewer: Viewer,
  eventId: string,
) {
  const { catalog } = needs;
  const event = await findAdminEvent(needs, viewer, eventId);
  if (!event || event.status === "draft") return event && { event, seats: null };
  const [{ statuses }, { chart, thumbnail }] = await Promise.all([
    catalog.overview(event),
    catalog.chart(event),
  ]);
  const sections = tallyParts(chart.sections, chart.seats, statuses, ({ section }) => section);
  return { event, seats: { statuses, sections, hall: thumbnail() } };
}
