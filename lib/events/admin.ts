/** Creates, changes, publishes, cancels, copies and deletes events: an organizer their own, an admin any. */
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { may, type Role } from "@/lib/auth/permissions.ts";
import type { SeatBoard } from "@/lib/board/board.ts";
import { type AuditAction, type AuditEntry, changesBetween, writeAudit } from "@/lib/db/audit_log.ts";
import { type KeyedRequest, replayOrRun } from "@/lib/db/idempotency.ts";
import { deadline, type Queryable, type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { etagOf, isStale } from "@/lib/http/wire/etags.ts";
import { copyArtwork } from "@/lib/posters/artwork.ts";
import { writeMotif } from "@/lib/posters/choose_motif.ts";
import { searchColumns } from "@/lib/search/columns.ts";
import {
  type ChangeOptions,
  type DraftInput,
  type EventInput,
  type EventPatch,
  inputOf,
  textFaults,
  timeFaults,
} from "./admin_input.ts";
import type { EventCatalog } from "./catalog.ts";
import type { TimeAndPlace } from "./changes.ts";
import { type EditableEvent, selectEvents } from "./event.ts";
import {
  blockedSeatsAfterMove,
  claimedSeats,
  hallConflicts,
  hallFaults,
  isSameSlot,
  lockHall,
  readHall,
} from "./event_hall.ts";
import { columnsOf, freeSlug, writeZones } from "./event_rows.ts";
import { recordChange, timeAndPlaceOf } from "./record_change.ts";
import type { WriteRefusal } from "./write_refusal.ts";

interface Needs {
  sql: Sql;
  catalog: Pick<EventCatalog, "forget" | "chart">;
  /** Returns Unix time in milliseconds. */
  now: () => number;
}

/** A member of staff who reads. */
export interface Viewer {
  id: string;
  role: Role;
}

/** A member of staff who writes, and their network address. */
export interface Editor extends Viewer {
  address: string | null;
}

export type WriteResult = { ok: true; event: EditableEvent } | WriteRefusal;

/** Creates an event as a draft that belongs to the editor, once per key. */
export function createEvent(
  needs: Needs,
  editor: Editor,
  input: EventInput,
  keyed: KeyedRequest | null = null,
): Promise<WriteResult> {
  return createOnce(needs, keyed, async (tx) => {
    const hall = await readHall(tx, input, null);
    const errors = [
      ...textFaults(input, { zones: hall.chart?.zones }),
      ...timeFaults(input),
      ...hallFaults(input, hall),
    ];
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
 * Copies an event to a draft that belongs to the editor: its texts, prices and rules, chart version, blocked seats and
 * artwork, under a new slug. The copy has no times yet.
 */
export async function duplicateEvent(
  needs: Needs,
  editor: Editor,
  id: string,
  keyed: KeyedRequest | null = null,
): Promise<WriteResult> {
  const event = await eventToEdit(needs.sql, editor, id);
  if (!event) return { ok: false, code: "not-found" };
  return createOnce(
    needs,
    keyed,
    async (tx) => {
      const created = await insertDraft(tx, editor, withoutTimes(inputOf(event)), event, { copyOf: id });
      await copyArtwork(tx, { from: id, to: created.value });
      return created;
    },
  );
}

function withoutTimes(input: DraftInput): DraftInput {
  return {
    ...input,
    startsAt: null,
    endsAt: null,
    doorsAt: null,
    salesOpenAt: null,
    salesCloseAt: null,
    accessibleReleaseAt: null,
    cancellation: { allowed: input.cancellation?.allowed ?? false },
  };
}

/** Runs `insert`, which writes a new event and returns its id. Repeating the key returns the event as it is now. */
async function createOnce(
  { sql, catalog }: Needs,
  keyed: KeyedRequest | null,
  insert: (tx: Transaction) => Promise<{ ok: true; value: string } | WriteRefusal>,
): Promise<WriteResult> {
  const result = await transaction(sql, async (tx): Promise<WriteResult> => {
    const created = await replayOrRun(tx, keyed, () => insert(tx));
    if (!created.ok) return created;
    const event = await readEvent(tx, created.value);
    return event ? { ok: true, event } : { ok: false, code: "not-found" };
  });
  if (result.ok) catalog.forget(result.event.id);
  return result;
}

async function insertDraft(
  tx: Transaction,
  editor: Editor,
  input: DraftInput,
  hall: Pick<EditableEvent, "chartVersion" | "seatCount" | "blockedSeats"> & {
    venue: { name: string; city: string };
  },
  detail?: { copyOf: string },
): Promise<{ ok: true; value: string }> {
  const id = uuidv7();
  await tx`insert into events ${
    tx({
      ...columnsOf(input),
      id,
      slug: await freeSlug(tx, input.title, id),
      chartVersion: hall.chartVersion,
      seatCount: hall.seatCount,
      blockedSeats: hall.blockedSeats,
      ...searchColumns(input, hall.venue),
      organizerId: editor.id,
    })
  }`;
  await writeZones(tx, id, input.zones);
  await auditEvent(tx, editor, "event.created", id, detail);
  return { ok: true, value: id };
}

/**
 * Changes any part of an event. With `chartId` it moves to that chart's newest version, where every seat that is sold
 * or being paid for must keep its index (otherwise `seats-sold`). A published event keeps all its seats and its
 * currency, and the hall must be free at its time. If its time, doors or hall change after people have booked, they are
 * notified. `ifMatch` is the header: the ETag of the revision that the editor has seen, or null for any.
 * @throws {Unavailable} if the board can't be reset for the new chart; the change itself has then been written.
 */
export async function updateEvent(
  needs: Needs & { board: Pick<SeatBoard, "reset"> },
  editor: Editor,
  id: string,
  patch: EventPatch,
  ifMatch: string | null,
  options: ChangeOptions = {},
): Promise<WriteResult> {
  const result = await writeChange(needs, editor, id, patch, ifMatch, options);
  // Even if nothing moved: repeating the write fixes a move whose reset failed.
  if (result.ok && patch.chartId !== undefined) await needs.board.reset(id);
  return result;
}

function writeChange(
  needs: Needs,
  editor: Editor,
  id: string,
  patch: EventPatch,
  ifMatch: string | null,
  options: ChangeOptions,
): Promise<WriteResult> {
  return writeEvent(needs, editor, id, ifMatch, async (tx, event) => {
    if (Object.keys(patch).length === 0) return null;
    const input = { ...inputOf(event), ...patch };
    const hall = await readHall(tx, input, patch.chartId === undefined ? event.chartVersion : null);
    const errors = [
      ...textFaults(input, { ...event, zones: [...event.zones, ...hall.chart?.zones ?? []] }),
      ...timeFaults(input),
      ...hallFaults(input, hall),
    ];
    if (errors.length > 0 || !hall.venue || !hall.chart) return { ok: false, code: "validation", errors };
    const claimed = await claimedSeats(tx, id);
    // Seats are held and sold at prices in the old currency.
    if (event.status !== "draft" && input.currency !== event.currency) {
      return claimed.length > 0
        ? { ok: false, code: "seats-sold" }
        : refuse("currency", "a published event cannot change its currency");
    }
    const to = { chartId: input.chartId, chartVersion: hall.chart.version };
    const blockedSeats = await blockedSeatsAfterMove(needs.catalog, event, to, claimed);
    if (!Array.isArray(blockedSeats)) return blockedSeats;
    if (event.status === "published") {
      const became = timeAndPlaceOf(input, hall.chart, hall.venue);
      const refusal = await refuseOverlap(tx, needs, event, became, options.allowOverlap) ??
        (claimed.length > 0
          ? await recordChange(tx, event, became, options.notify ?? {}, needs.now())
          : null);
      if (refusal) return refusal;
    }
    await tx`update events set ${
      tx({
        ...columnsOf(input),
        chartVersion: hall.chart.version,
        seatCount: hall.chart.seatCount,
        blockedSeats,
        ...searchColumns(input, hall.venue),
      })
    }, revision = revision + 1, updated_at = now() where id = ${id}`;
    if (event.status === "published" && input.type !== event.type) {
      const startsAt = new Date(input.startsAt!);
      await writeMotif(tx, { id, type: input.type, startsAt, city: hall.venue.city });
    }
    await tx`delete from zones where event_id = ${id}`;
    await writeZones(tx, id, input.zones);
    await auditEvent(tx, editor, "event.changed", id, changesBetween(inputOf(event), patch));
    return null;
  });
}

/** Refuses a new time or hall if another event is in that hall at that time. */
async function refuseOverlap(
  tx: Transaction,
  { now }: Needs,
  event: EditableEvent,
  became: Pick<TimeAndPlace, "startsAt" | "endsAt" | "chartId">,
  allowOverlap = false,
): Promise<WriteRefusal | null> {
  const { chartId } = became;
  const [startsAt, endsAt] = [new Date(became.startsAt), new Date(became.endsAt)];
  const stays = event.status === "published" && isSameSlot(event, { chartId, startsAt, endsAt });
  if (stays || allowOverlap) return null;
  await lockHall(tx, chartId);
  const conflicts = await hallConflicts(tx, { id: event.id, chartId, startsAt, endsAt }, now());
  return conflicts.length > 0 ? { ok: false, code: "hall-occupied", conflicts } : null;
}

/**
 * Publishes a draft if its hall is free at the event's time. If it is already published, nothing changes. An event
 * that is cancelled or over, or has no times, is refused.
 */
export function publishEvent(
  needs: Needs,
  editor: Editor,
  id: string,
  ifMatch: string | null,
  { allowOverlap }: Pick<ChangeOptions, "allowOverlap"> = {},
): Promise<WriteResult> {
  return writeEvent(needs, editor, id, ifMatch, async (tx, event) => {
    if (event.status === "published") return null;
    if (event.status === "cancelled") return refuse("status", "a cancelled event cannot be published");
    const { startsAt, endsAt, chartId } = event;
    if (!startsAt || !endsAt) return refuse("startsAt", "is required to publish");
    if (endsAt.getTime() <= needs.now()) return refuse("endsAt", "must be in the future");
    const time = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), chartId };
    const refusal = await refuseOverlap(tx, needs, event, time, allowOverlap);
    if (refusal) return refusal;
    await tx`
      update events set status = 'published', revision = revision + 1, updated_at = now() where id = ${id}`;
    await writeMotif(tx, { id, type: event.type, startsAt, city: event.venue.city });
    await auditEvent(tx, editor, "event.published", id);
    return null;
  });
}

/**
 * Cancels a published event for good. Once this is committed, nobody can book it; the sweeper cancels and refunds its
 * bookings and notifies the buyers. If the event is already cancelled, nothing changes. A draft is refused: it can be
 * deleted. `isAsShown` checks, while no booking can be placed, that what the editor was shown still holds (otherwise
 * `stale`).
 */
export function cancelEvent(
  needs: Needs,
  editor: Editor,
  id: string,
  ifMatch: string | null,
  isAsShown: (tx: Transaction) => Promise<boolean> = () => Promise.resolve(true),
): Promise<WriteResult> {
  return writeEvent(needs, editor, id, ifMatch, async (tx, event) => {
    if (event.status === "cancelled") return null;
    if (!await isAsShown(tx)) return { ok: false, code: "stale" };
    if (event.status === "draft") return refuse("status", "a draft cannot be cancelled: delete it instead");
    await tx`
      update events set status = 'cancelled', revision = revision + 1, updated_at = now() where id = ${id}`;
    await auditEvent(tx, editor, "event.cancelled", id);
    return null;
  });
}

/**
 * Deletes an event that has never had a booking; streams of its seats end.
 * @throws {Unavailable} if the board can't be reset; the event has then been deleted.
 */
export async function deleteEvent(
  needs: Needs & { board: Pick<SeatBoard, "reset"> },
  editor: Editor,
  id: string,
  ifMatch: string | null,
): Promise<{ ok: true } | WriteRefusal> {
  const result = await transaction(needs.sql, async (tx): Promise<{ ok: true } | WriteRefusal> => {
    const event = await lockEvent(tx, editor, id, ifMatch);
    if (!("id" in event)) return event;
    // Placing a booking waits for this lock, so none can appear between the check and the deletion.
    const [{ booked }] = await tx<[{ booked: boolean }]>`
      select exists (select from bookings where event_id = ${id}) as booked`;
    if (booked) return { ok: false, code: "has-bookings" };
    await tx`delete from events where id = ${id}`;
    await auditEvent(tx, editor, "event.deleted", id);
    return { ok: true };
  });
  needs.catalog.forget(id);
  if (result.ok) await needs.board.reset(id);
  return result;
}

/** One of the viewer's events, or any for an admin; null otherwise. Not cached, since forms are filled in from it. */
export async function eventToEdit(sql: Sql, viewer: Viewer, id: string): Promise<EditableEvent | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const [event] = await deadline(sql<EditableEvent[]>`
    ${selectEvents(sql)} where e.id = ${id} and ${isWithinReach(sql, viewer, "every-event")}`);
  return event ?? null;
}

function refuse(path: string, message: string): WriteRefusal {
  return { ok: false, code: "validation", errors: [{ path, message }] };
}

/** Runs `change`, which returns null on success, on the locked event. Returns the changed event. */
export async function writeEvent(
  { sql, catalog }: Needs,
  editor: Editor,
  id: string,
  ifMatch: string | null,
  change: (tx: Transaction, event: EditableEvent) => Promise<WriteRefusal | null>,
): Promise<WriteResult> {
  const result = await transaction(sql, async (tx): Promise<WriteResult> => {
    const event = await lockEvent(tx, editor, id, ifMatch);
    if (!("id" in event)) return event;
    const refusal = await change(tx, event);
    if (refusal) return refusal;
    return { ok: true, event: (await readEvent(tx, id))! };
  });
  catalog.forget(id);
  return result;
}

async function lockEvent(
  tx: Transaction,
  editor: Editor,
  id: string,
  ifMatch: string | null,
): Promise<EditableEvent | WriteRefusal> {
  const [event] = await tx<EditableEvent[]>`
    ${selectEvents(tx)} where e.id = ${id} and ${isWithinReach(tx, editor, "every-event")} for update of e`;
  if (!event) return { ok: false, code: "not-found" };
  return isStale(ifMatch, etagOf(event.revision)) ? { ok: false, code: "stale" } : event;
}

/** SQL: whether the viewer may do `action` with event `e`: any event if their role may, otherwise their own. */
export function isWithinReach(
  sql: Queryable,
  { id, role }: Viewer,
  action: "every-event" | "see-every-event",
) {
  return may(role, action) ? sql`true` : sql`e.organizer_id = ${id}`;
}

async function readEvent(tx: Transaction, id: string): Promise<EditableEvent | undefined> {
  const [event] = await tx<EditableEvent[]>`${selectEvents(tx)} where e.id = ${id}`;
  return event;
}

/** Records an action on an event in the audit log, in the action's transaction. */
export async function auditEvent(
  tx: Transaction,
  editor: Editor,
  action: Extract<AuditAction, `event.${string}`>,
  eventId: string,
  detail?: AuditEntry["detail"],
): Promise<void> {
  await writeAudit(tx, { actor: editor, action, subject: { type: "event", id: eventId }, detail });
}
