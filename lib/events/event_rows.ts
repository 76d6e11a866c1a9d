/** Converts what an organizer writes about an event to rows. */
import type { Transaction } from "@/lib/db/pool.ts";
import type { DraftInput, EventInput } from "./admin_input.ts";
import { slugify } from "./slug.ts";

/** The columns of an event's row that come from its input. */
export function columnsOf(input: DraftInput) {
  const date = (text: string | null | undefined) => text == null ? null : new Date(text);
  return {
    type: input.type,
    title: input.title,
    description: input.description,
    venueId: input.venueId,
    chartId: input.chartId,
    startsAt: date(input.startsAt),
    endsAt: date(input.endsAt),
    doorsAt: date(input.doorsAt),
    salesOpenAt: date(input.salesOpenAt),
    salesCloseAt: date(input.salesCloseAt),
    currency: input.currency,
    maxSeatsPerBuyer: input.maxSeatsPerBuyer,
    minimumAge: input.minimumAge ?? null,
    orphans: input.orphans ?? "warn",
    accessibleReleaseAt: date(input.accessibleReleaseAt),
    cancellationAllowed: input.cancellation?.allowed ?? false,
    cancellationUntil: date(input.cancellation?.until),
    priceFrom: Math.min(...input.zones.map((zone) => zone.price)),
  };
}

/** Writes the prices of an event that has none yet. */
export async function writeZones(
  tx: Transaction,
  eventId: string,
  zones: EventInput["zones"],
): Promise<void> {
  await tx`insert into zones ${
    tx(zones.map(({ id, name, price }, position) => ({ eventId, id, name, price, position })))
  }`;
}

/** The title's slug, with the end of the id (its random part) appended if another event has it. */
export async function freeSlug(tx: Transaction, title: string, id: string): Promise<string> {
  const slug = slugify(title);
  // A form submitted twice may write the same title concurrently: the second waits here.
  await tx`select pg_advisory_xact_lock(hashtextextended(${"slug " + slug}, 0))`;
  const [taken] = await tx`select from events where slug = ${slug}`;
  return taken ? `${slug}-${id.slice(-6)}` : slug;
}
