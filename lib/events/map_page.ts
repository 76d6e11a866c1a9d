import type { HallThumbnail } from "@/lib/charts/hall_thumbnail.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { type TalliedPart, tallyParts } from "@/lib/seats/tally.ts";
import type { Editor } from "./admin.ts";
import { type AdminEvent, findAdminEvent } from "./admin_view.ts";
import type { EventCatalog } from "./catalog.ts";

export interface HallState {
  /** One letter a seat; empty while they are not known. */
  statuses: string;
  sections: TalliedPart[];
  hall: HallThumbnail;
}

/** How the seats of an event stand, section by section: nothing of a draft. Null when the person has no such event. */
export async function loadHallState(
  needs: { sql: Sql; catalog: EventCatalog; now: () => number },
  person: Editor,
  eventId: string,
): Promise<{ event: AdminEvent; seats: HallState | null } | null> {
  const { catalog } = needs;
  const event = await findAdminEvent(needs, person, eventId);
  if (!event || event.status === "draft") return event && { event, seats: null };
  const [{ statuses }, { chart, thumbnail }] = await Promise.all([
    catalog.overview(event),
    catalog.chart(event),
  ]);
  const sections = tallyParts(chart.sections, chart.seats, statuses, ({ section }) => section);
  return { event, seats: { statuses, sections, hall: thumbnail() } };
}
