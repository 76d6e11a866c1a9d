/** Overlapping events in one hall, copies without times, and messages to buyers about a change. */
import assert from "node:assert/strict";
import { type Sale, withSale } from "@/lib/bookings/testing.ts";
import { cancelBooking } from "@/lib/bookings/cancel.ts";
import { transaction } from "@/lib/db/pool.ts";
import { listMessages } from "@/lib/notifications/inbox.ts";
import { writeChangeMessages } from "@/lib/notifications/write.ts";
import { insertUser } from "@/lib/testing/fixtures.ts";
import {
  createEvent,
  duplicateEvent,
  eventToEdit,
  publishEvent,
  updateEvent,
  type WriteResult,
} from "./admin.ts";
import type { ChangeOptions, EventPatch } from "./admin_input.ts";

const SITE = "http://aisle.test";
const startsAt = new Date("2090-06-10T18:00:00Z");

/** The sale's event, with actions of its organizer. */
async function organized(sale: Sale) {
  const { sql, catalog, board, now } = sale.services;
  const needs = { sql, catalog, board, now };
  const { eventId, venueId, chartId } = sale.event;
  const editor = {
    id: await insertUser(sql, { role: "organizer" }),
    role: "organizer",
    address: null,
  } as const;
  await sql`update events set organizer_id = ${editor.id}`;
  const create = async (from: string, to: string) => {
    const result = await createEvent(needs, editor, {
      type: "concert",
      title: `From ${from}`,
      description: "",
      venueId,
      chartId,
      startsAt: from,
      endsAt: to,
      currency: "EUR",
      maxSeatsPerBuyer: 4,
      zones: [{ id: "main", name: "Main", price: 100 }],
    });
    assert.ok(result.ok);
    return result.event.id;
  };
  const publish = (id: string, allowOverlap?: boolean) =>
    publishEvent(needs, editor, id, null, { allowOverlap });
  const change = (patch: EventPatch, options?: ChangeOptions, id = eventId) =>
    updateEvent(needs, editor, id, patch, null, options);
  return { needs, editor, create, publish, change };
}

/** The event's status, or the conflicting events, or the refusal's code. */
function outcome(result: WriteResult): string {
  if (result.ok) return result.event.status;
  return result.code === "hall-occupied"
    ? result.conflicts.map(({ title }) => title).join(" and ")
    : result.code;
}

async function sendChangeMessages(sale: Sale): Promise<void> {
  while (await transaction(sale.sql, (tx) => writeChangeMessages(tx, SITE)));
}

async function changeMessages(sale: Sale, userId: string) {
  const { items } = await listMessages(sale.sql, userId, { limit: 20 });
  return items.filter(({ kind }) => kind === "event-changed");
}

Deno.test("an event can't be published over another in its hall, unless allowed; back to back is fine", () =>
  withSale(async (sale) => {
    const { create, publish, change } = await organized(sale);
    const drafts = [
      await create("2090-06-10T20:00:00Z", "2090-06-10T22:00:00Z"),
      await create("2090-06-10T19:00:00Z", "2090-06-10T21:00:00Z"),
    ];
    assert.equal(outcome(await publish(drafts[0])), "published", "it starts when the other ends");
    assert.equal(outcome(await publish(drafts[1])), "A Concert and From 2090-06-10T20:00:00Z");
    assert.equal(outcome(await publish(drafts[1], true)), "published");
    assert.equal(
      outcome(await change({ title: "Renamed" }, {}, drafts[1])),
      "published",
      "its time is unchanged",
    );

    const later = { startsAt: "2090-06-10T21:30:00Z", endsAt: "2090-06-10T23:00:00Z" };
    assert.equal(outcome(await change(later)), "From 2090-06-10T20:00:00Z");
    assert.equal(outcome(await change(later, { allowOverlap: true })), "published");
    await sale.sql`update events set status = 'cancelled' where id = ${drafts[0]}`;
    const between = await create("2090-06-10T21:00:00Z", "2090-06-10T21:30:00Z");
    assert.equal(outcome(await publish(between)), "published", "a cancelled event does not conflict");
    const after = { startsAt: "2091-06-10T21:30:00Z", endsAt: "2091-06-10T23:00:00Z" };
    assert.equal(outcome(await change(after, {}, between)), "published");
  }, { startsAt }));

Deno.test("of events published concurrently for the same hall and time, only one succeeds", () =>
  withSale(async (sale) => {
    const { create, publish } = await organized(sale);
    for (let round = 0; round < 5; round++) {
      const day = `2090-07-1${round}`;
      const times = [`${day}T18:00:00Z`, `${day}T20:00:00Z`] as const;
      const drafts = [await create(...times), await create(...times), await create(...times)];
      const outcomes = (await Promise.all(drafts.map((id) => publish(id)))).map(outcome);
      assert.equal(outcomes.filter((outcome) => outcome === "published").length, 1, outcomes.join(", "));
    }
  }, { startsAt }));

Deno.test("a copy has no times, can still be changed, and can be published once it has some", () =>
  withSale(async (sale) => {
    const { needs, editor, publish, change } = await organized(sale);
    const copied = await duplicateEvent(needs, editor, sale.event.eventId);
    assert.ok(copied.ok);
    const { id, startsAt, endsAt, doorsAt, salesOpenAt, status } = copied.event;
    assert.deepEqual([startsAt, endsAt, doorsAt, salesOpenAt, status], [null, null, null, null, "draft"]);
    assert.equal(outcome(await change({ title: "Second Night" }, {}, id)), "draft");
    assert.equal(outcome(await publish(id)), "validation");
    assert.equal(outcome(await change({ startsAt: "2090-06-11T18:00:00Z" }, {}, id)), "validation");
    const times = { startsAt: "2090-06-11T18:00:00Z", endsAt: "2090-06-11T20:00:00Z" };
    assert.equal(outcome(await change(times, {}, id)), "draft");
    assert.equal(outcome(await publish(id)), "published");
    await assert.rejects(async () => await sale.sql`update events set starts_at = null where id = ${id}`);
  }, { startsAt }));

Deno.test("each change of time, doors or hall is sent once to everyone who has booked, with the old and new details", () =>
  withSale(async (sale) => {
    const { change } = await organized(sale);
    const { bookingId, userId } = await sale.placed(0, 1);
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    assert.ok((await change({ title: "A Concert, sold out" })).ok);
    await sendChangeMessages(sale);
    assert.deepEqual(await changeMessages(sale, userId), [], "a new title affects nobody's plans");

    const moved = { startsAt: "2090-06-11T18:00:00Z", endsAt: "2090-06-11T20:00:00Z" };
    const cancelUntil = "2090-06-01T10:00:00Z";
    const text = "The singer is ill.";
    assert.ok((await change(moved, { notify: { text, reason: "A cold", cancelUntil } })).ok);
    await sendChangeMessages(sale);
    await sendChangeMessages(sale);
    const [first, ...others] = await changeMessages(sale, userId);
    assert.equal(others.length, 0);
    assert.equal(first.subject, "A Concert, sold out: please note the change");
    assert.match(
      first.text,
      /The singer is ill\.\n\nBefore: Saturday, June 10, 2090 at 8:00.PM\nNow: Sunday, June 11, 2090 at 8:00.PM\n\nReason: A cold/,
    );
    assert.match(
      first.text,
      /you can cancel until Thursday, June 1, 2090 at 12:00.PM for a full refund/,
    );

    assert.ok((await change({ doorsAt: "2090-06-11T17:00:00Z" })).ok);
    assert.ok((await change({ doorsAt: "2090-06-11T17:30:00Z" }, { notify: false })).ok);
    await sendChangeMessages(sale);
    const [second, ...rest] = await changeMessages(sale, userId);
    assert.equal(rest.length, 1);
    assert.match(second.text, /Before: no door time\nNow: doors at 7:00.PM/);

    assert.deepEqual(await cancelBooking(sale.services, bookingId, { id: userId, address: null }), {
      ok: true,
    });
    assert.equal((await sale.view(bookingId)).refund.amount, 5000);
  }, { startsAt }));

Deno.test("a change without bookings sends no message, and a cancellation deadline must not be after the start", () =>
  withSale(async (sale) => {
    const { needs, editor, change } = await organized(sale);
    const { eventId } = sale.event;
    assert.ok((await change({ endsAt: "2090-06-10T21:00:00Z" })).ok);
    assert.deepEqual((await eventToEdit(needs.sql, editor, eventId))?.changes, []);
    await sale.placed(0);
    const notify = { cancelUntil: "2090-06-12T18:00:00Z" };
    assert.equal(outcome(await change({ endsAt: "2090-06-10T22:00:00Z" }, { notify })), "validation");
    assert.ok((await change({ endsAt: "2090-06-10T22:00:00Z" }, { notify: false })).ok);
    const event = await eventToEdit(needs.sql, editor, eventId);
    assert.equal(event?.changes.length, 1, "pages show the change although no message is sent");
    await sendChangeMessages(sale);
    const [{ count }] = await sale.sql`select count(*)::integer as count from messages`;
    assert.equal(count, 0);
  }, { startsAt }));

Deno.test("a change is sent for each booking made before it, and for none after it", () =>
  withSale(async (sale) => {
    const { change } = await organized(sale);
    const buyers = [await sale.placed(0), await sale.placed(1), await sale.placed(2)];
    assert.ok((await change({ endsAt: "2090-06-10T22:00:00Z" })).ok);
    const late = await sale.placed(3);
    // All within the same millisecond as the change.
    const at = (microseconds: number) => `2026-01-01 12:00:00.000${microseconds}Z`;
    await sale.sql`update event_changes set at = ${at(500)}::text::timestamptz`;
    await sale.sql`update bookings set created_at = ${at(400)}::text::timestamptz`;
    await sale.sql`update bookings set created_at = ${
      at(600)
    }::text::timestamptz where id = ${late.bookingId}`;
    await sendChangeMessages(sale);
    for (const { userId } of buyers) assert.equal((await changeMessages(sale, userId)).length, 1);
    assert.equal((await changeMessages(sale, late.userId)).length, 0, "later buyers already know");
  }, { startsAt }));
