/** What organisers do with events: write, publish, cancel, copy, delete. Organisers see their own events only, admins every one. */
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { writeAudit } from "@/lib/db/audit_log.ts";
import { answerOnce, type KeyedRequest, type KeyReused } from "@/lib/db/idempotency.ts";
import { deadline, type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { etagOf, isStale } from "@/lib/http/etags.ts";
import type { Role } from "@/lib/auth/permissions.ts";
import type { SeatBoard } from "@/lib/seats/board.ts";
import { keepsSeats } from "@/lib/seats/chart.ts";
import {
  type EventInput,
  type EventPatch,
  type Fault,
  inputOf,
  timeFaults,
  zoneFaults,
} from "./admin_input.ts";
import type { EventCatalog } from "./catalog.ts";
import { type EventRecord, selectEvents } from "./event.ts";
import { searchTextOf } from "./search.ts";
import { slugify } from "./slug.ts";

interface Needs {
  sql: Sql;
  catalog: Pick<EventCatalog, "forget" | "chart">;
  /** Milliseconds. */
  now: () => number;
}

/** Who writes. */
export interface Editor {
  id: string;
  role: Role;
}

export type WriteRefusal =
  /** Unknown, or another organiser's. */
  | { ok: false; code: "not-found" }
  /** It is not the revision that the editor has seen. */
  | { ok: false; code: "stale" }
  /** Seats that are sold or being paid would be broken. */
  | { ok: false; code: "seats-sold" }
  | { ok: false; code: "has-bookings" }
  | KeyReused
  | { ok: false; code: "validation"; errors: Fault[] };

export type WriteAnswer = { ok: true; event: EventRecord } | WriteRefusal;

/** Writes a new event as a draft that belongs to the editor; once for each key. */
export function createEvent(
  needs: Needs,
  editor: Editor,
  input: EventInput,
  keyed: KeyedRequest | null = null,
): Promise<WriteAnswer> {
  return createOnce(needs, keyed, async (tx) => {
    const hall = await readHall(tx, input, null);
    const errors = [...timeFaults(input), ...hallFaults(input, hall)];
    if (errors.length > 0 || !hall.venue || !hall.chart) return { ok: false, code: "validation", errors };
    const { version, seatCount } = hall.chart;
    return await insertDraft(tx, editor, input, {
      chartVersion: version,
      seatCount,
      blockedSeats: [],
      venue: hall.venue,
    });
  });
}

/**
 * Writes a copy of an event as a draft that belongs to the editor: all that was written about the event, its times, its
 * version of the chart and the seats that are not for sale, under a slug of its own.
 */
export async function duplicateEvent(
  needs: Needs,
  editor: Editor,
  id: string,
  keyed: KeyedRequest | null = null,
): Promise<WriteAnswer> {
  const event = await eventToEdit(needs.sql, editor, id);
  if (!event) return { ok: false, code: "not-found" };
  return createOnce(needs, keyed, (tx) => insertDraft(tx, editor, inputOf(event), event, { copyOf: id }));
}

/** Runs what writes a new event and answers with its id. A repeat of the key gets the event as it is now. */
async function createOnce(
  { sql, catalog }: Needs,
  keyed: KeyedRequest | null,
  insert: (tx: Transaction) => Promise<{ ok: true; answer: string } | WriteRefusal>,
): Promise<WriteAnswer> {
  const answer = await transaction(sql, async (tx): Promise<WriteAnswer> => {
    const created = await answerOnce(tx, keyed, () => insert(tx));
    if (!created.ok) return created;
    const event = await readEvent(tx, created.answer);
    return event ? { ok: true, event } : { ok: false, code: "not-found" };
  });
  if (answer.ok) catalog.forget(answer.event.id);
  return answer;
}

async function insertDraft(
  tx: Transaction,
  editor: Editor,
  input: EventInput,
  hall: Pick<EventRecord, "chartVersion" | "seatCount" | "blockedSeats"> & {
    venue: { name: string; city: string };
  },
  detail?: { copyOf: string },
): Promise<{ ok: true; answer: string }> {
  const id = uuidv7();
  await tx`insert into events ${
    tx({
      ...columnsOf(input),
      id,
      slug: await freeSlug(tx, input.title, id),
      chartVersion: hall.chartVersion,
      seatCount: hall.seatCount,
      blockedSeats: hall.blockedSeats,
      searchText: searchTextOf(input, hall.venue),
      organizerId: editor.id,
    })
  }`;
  await writeZones(tx, id, input.zones);
  await auditEvent(tx, editor, "event.created", id, detail);
  return { ok: true, answer: id };
}

/**
 * Changes any part of an event. With `chartId` it moves to that chart's newest version, where every seat that is sold or
 * being paid must keep its index (`seats-sold`); once published, every seat and the currency stay. `ifMatch` is the
 * header: the ETag of the revision that the editor has seen, or null for whatever there is.
 * @throws {Unavailable} when the board can't be told of the new chart; the change itself is written then.
 */
export async function updateEvent(
  needs: Needs & { board: Pick<SeatBoard, "reset"> },
  editor: Editor,
  id: string,
  patch: EventPatch,
  ifMatch: string | null,
): Promise<WriteAnswer> {
  const answer = await writeChange(needs, editor, id, patch, ifMatch);
  // Also when nothing moved: a move whose reset failed is mended by writing it again.
  if (answer.ok && patch.chartId !== undefined) await needs.board.reset(id);
  return answer;
}

function writeChange(
  needs: Needs,
  editor: Editor,
  id: string,
  patch: EventPatch,
  ifMatch: string | null,
): Promise<WriteAnswer> {
  return write(needs, editor, id, ifMatch, async (tx, event) => {
    if (Object.keys(patch).length === 0) return null;
    const input = { ...inputOf(event), ...patch };
    const hall = await readHall(tx, input, patch.chartId === undefined ? event.chartVersion : null);
    const errors = [...timeFaults(input), ...hallFaults(input, hall)];
    if (errors.length > 0 || !hall.venue || !hall.chart) return { ok: false, code: "validation", errors };
    const claimed = await claimedSeats(tx, id);
    // Seats are held and sold at prices of the old currency.
    if (event.status !== "draft" && input.currency !== event.currency) {
      return claimed.length > 0
        ? { ok: false, code: "seats-sold" }
        : refuse("currency", "a published event keeps its currency");
    }
    const to = { chartId: input.chartId, chartVersion: hall.chart.version };
    const blockedSeats = await moveToChart(needs.catalog, event, to, claimed);
    if (!Array.isArray(blockedSeats)) return blockedSeats;
    await tx`update events set ${
      tx({
        ...columnsOf(input),
        chartVersion: hall.chart.version,
        seatCount: hall.chart.seatCount,
        blockedSeats,
        searchText: searchTextOf(input, hall.venue),
      })
    }, revision = revision + 1, updated_at = now() where id = ${id}`;
    await tx`delete from zones where event_id = ${id}`;
    await writeZones(tx, id, input.zones);
    await auditEvent(tx, editor, "event.changed", id, { members: Object.keys(patch) });
    return null;
  });
}

/** Puts a draft on sale. Published already: nothing changes. One that is cancelled or over is refused. */
export function publishEvent(
  needs: Needs,
  editor: Editor,
  id: string,
  ifMatch: string | null,
): Promise<WriteAnswer> {
  return write(needs, editor, id, ifMatch, async (tx, event) => {
    if (event.status === "published") return null;
    if (event.status === "cancelled") return refuse("status", "a cancelled event cannot be published");
    if (event.endsAt.getTime() <= needs.now()) return refuse("endsAt", "is over");
    await tx`
      update events set status = 'published', revision = revision + 1, updated_at = now() where id = ${id}`;
    await auditEvent(tx, editor, "event.published", id);
    return null;
  });
}

/**
 * Calls a published event off, for good. From the commit on nobody can book it; its bookings are cancelled and refunded
 * by the sweeper, and their buyers told. Cancelled already: nothing changes. A draft is refused: it can be deleted.
 * `isAsShown` says whether what the editor was shown still holds, while no booking can be placed; else it is `stale`.
 */
export function cancelEvent(
  needs: Needs,
  editor: Editor,
  id: string,
  ifMatch: string | null,
  isAsShown: (tx: Transaction) => Promise<boolean> = () => Promise.resolve(true),
): Promise<WriteAnswer> {
  return write(needs, editor, id, ifMatch, async (tx, event) => {
    if (event.status === "cancelled") return null;
    if (!await isAsShown(tx)) return { ok: false, code: "stale" };
    if (event.status === "draft") return refuse("status", "a draft was never announced: delete it instead");
    await tx`
      update events set status = 'cancelled', revision = revision + 1, updated_at = now() where id = ${id}`;
    await auditEvent(tx, editor, "event.cancelled", id);
    return null;
  });
}

/**
 * Deletes an event that never had a booking; streams of its seats end.
 * @throws {Unavailable} when the board can't be told; the event is deleted then.
 */
export async function deleteEvent(
  needs: Needs & { board: Pick<SeatBoard, "reset"> },
  editor: Editor,
  id: string,
  ifMatch: string | null,
): Promise<{ ok: true } | WriteRefusal> {
  const answer = await transaction(needs.sql, async (tx): Promise<{ ok: true } | WriteRefusal> => {
    const event = await lockEvent(tx, editor, id, ifMatch);
    if (!("id" in event)) return event;
    // Placing a booking waits for this lock, so none can appear between the question and the deletion.
    const [{ booked }] = await tx<[{ booked: boolean }]>`
      select exists (select from bookings where event_id = ${id}) as booked`;
    if (booked) return { ok: false, code: "has-bookings" };
    await tx`delete from events where id = ${id}`;
    await auditEvent(tx, editor, "event.deleted", id);
    return { ok: true };
  });
  needs.catalog.forget(id);
  if (answer.ok) await needs.board.reset(id);
  return answer;
}

/** An event of the editor's own, or any for an admin; null otherwise. Not cached: a form is filled from it. */
export async function eventToEdit(sql: Sql, editor: Editor, id: string): Promise<EventRecord | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const [event] = await deadline(sql<EventRecord[]>`
    ${selectEvents(sql)} where e.id = ${id} and ${mayEdit(sql, editor)}`);
  return event ?? null;
}

function refuse(path: string, message: string): WriteRefusal {
  return { ok: false, code: "validation", errors: [{ path, message }] };
}

/** Runs a change on the locked event; `change` answers null when it is done. Gives the event as it is then. */
async function write(
  { sql, catalog }: Needs,
  editor: Editor,
  id: string,
  ifMatch: string | null,
  change: (tx: Transaction, event: EventRecord) => Promise<WriteRefusal | null>,
): Promise<WriteAnswer> {
  const answer = await transaction(sql, async (tx): Promise<WriteAnswer> => {
    const event = await lockEvent(tx, editor, id, ifMatch);
    if (!("id" in event)) return event;
    const refusal = await change(tx, event);
    if (refusal) return refusal;
    return { ok: true, event: (await readEvent(tx, id))! };
  });
  catalog.forget(id);
  return answer;
}

async function lockEvent(
  tx: Transaction,
  editor: Editor,
  id: string,
  ifMatch: string | null,
): Promise<EventRecord | WriteRefusal> {
  const [event] = await tx<EventRecord[]>`
    ${selectEvents(tx)} where e.id = ${id} and ${mayEdit(tx, editor)} for update of e`;
  if (!event) return { ok: false, code: "not-found" };
  return isStale(ifMatch, etagOf(event.revision)) ? { ok: false, code: "stale" } : event;
}

function mayEdit(sql: Sql | Transaction, { id, role }: Editor) {
  return role === "admin" ? sql`true` : sql`e.organizer_id = ${id}`;
}

async function readEvent(tx: Transaction, id: string): Promise<EventRecord | undefined> {
  const [event] = await tx<EventRecord[]>`${selectEvents(tx)} where e.id = ${id}`;
  return event;
}

/** What an event's venue and chart have to say about it. */
interface Hall {
  venue: { name: string; city: string } | undefined;
  chart: { version: number; venueId: string; seatCount: number; zones: { id: string }[] } | undefined;
}

/** The venue and the chart that are written, the latter in its newest version unless told. */
async function readHall(
  tx: Transaction,
  { venueId, chartId }: EventInput,
  version: number | null,
): Promise<Hall> {
  const [venue] = await tx<NonNullable<Hall["venue"]>[]>`select name, city from venues where id = ${venueId}`;
  const [chart] = await tx<NonNullable<Hall["chart"]>[]>`
    select version, venue_id, seat_count, body -> 'zones' as zones from charts
    where id = ${chartId} and (version = ${version} or ${version}::integer is null)
    order by version desc limit 1`;
  return { venue, chart };
}

function hallFaults({ venueId, zones }: EventInput, { venue, chart }: Hall): Fault[] {
  if (!venue) return [{ path: "venueId", message: "there is no such venue" }];
  if (!chart) return [{ path: "chartId", message: "there is no such chart" }];
  if (chart.venueId !== venueId) return [{ path: "chartId", message: "is a chart of another venue" }];
  return zoneFaults(zones, chart.zones);
}

/** The event's blocked seats on the new chart, or why it can't move there. */
async function moveToChart(
  catalog: Needs["catalog"],
  event: EventRecord,
  to: Pick<EventRecord, "chartId" | "chartVersion">,
  claimed: number[],
): Promise<number[] | WriteRefusal> {
  if (event.chartId === to.chartId && event.chartVersion === to.chartVersion) return event.blockedSeats;
  const [{ chart: oldChart }, { chart: newChart }] = [await catalog.chart(event), await catalog.chart(to)];
  if (!keepsSeats(oldChart, newChart, claimed)) return { ok: false, code: "seats-sold" };
  // The board and every open map count in indexes of the old chart.
  const keepsAll = oldChart.seatCount === newChart.seatCount &&
    keepsSeats(oldChart, newChart, oldChart.seats.keys());
  if (event.status !== "draft" && !keepsAll) {
    return refuse("chartId", "a published event moves only to a chart with the same seats");
  }
  return event.blockedSeats.filter((index) => keepsSeats(oldChart, newChart, [index]));
}

async function claimedSeats(tx: Transaction, eventId: string): Promise<number[]> {
  const rows = await tx<{ seatIndex: number }[]>`
    select seat_index from seat_claims where event_id = ${eventId}`;
  return rows.map((row) => row.seatIndex);
}

function columnsOf(input: EventInput) {
  const date = (text: string | null | undefined) => text == null ? null : new Date(text);
  return {
    type: input.type,
    title: input.title,
    description: input.description,
    venueId: input.venueId,
    chartId: input.chartId,
    startsAt: new Date(input.startsAt),
    endsAt: new Date(input.endsAt),
    doorsAt: date(input.doorsAt),
    salesOpenAt: date(input.salesOpenAt),
    salesCloseAt: date(input.salesCloseAt),
    currency: input.currency,
    maxSeatsPerBuyer: input.maxSeatsPerBuyer,
    orphans: input.orphans ?? "warn",
    accessibleReleaseAt: date(input.accessibleReleaseAt),
    cancellationAllowed: input.cancellation?.allowed ?? false,
    cancellationUntil: date(input.cancellation?.until),
    priceFrom: Math.min(...input.zones.map((zone) => zone.price)),
  };
}

async function writeZones(tx: Transaction, eventId: string, zones: EventInput["zones"]): Promise<void> {
  await tx`insert into zones ${
    tx(zones.map(({ id, name, price }, position) => ({ eventId, id, name, price, position })))
  }`;
}

/** The title's own slug, or with the end of the id (its random part) when another event has it. */
async function freeSlug(tx: Transaction, title: string, id: string): Promise<string> {
  const slug = slugify(title);
  // A form sent twice writes the same title twice at the same time: the second waits here.
  await tx`select pg_advisory_xact_lock(hashtextextended(${"slug " + slug}, 0))`;
  const [taken] = await tx`select from events where slug = ${slug}`;
  return taken ? `${slug}-${id.slice(-6)}` : slug;
}

async function auditEvent(
  tx: Transaction,
  editor: Editor,
  action: string,
  subjectId: string,
  detail?: { members: string[] } | { copyOf: string },
): Promise<void> {
  await writeAudit(tx, { actorId: editor.id, action, subjectType: "event", subjectId, detail });
}
