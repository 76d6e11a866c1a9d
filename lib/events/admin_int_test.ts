import assert from "node:assert/strict";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import {
  cancelEvent,
  createEvent,
  deleteEvent,
  duplicateEvent,
  type Editor,
  eventToEdit,
  publishEvent,
  updateEvent,
} from "./admin.ts";
import type { EventInput, EventPatch } from "./admin_input.ts";
import { adminEventQuerySchema, listForStaff } from "./admin_view.ts";
import { EventCatalog } from "./catalog.ts";
import type { EditableEvent } from "./event.ts";
import { eventQuerySchema } from "./search.ts";
import {
  insertBooking,
  insertChartVersion,
  insertEvent,
  insertHall,
  insertUser,
  scriptedBoard,
  smallChart,
  type TestHall,
} from "./testing.ts";

const now = Date.parse("2026-06-01T12:00:00Z");

async function setUp(sql: Sql) {
  const catalog = new EventCatalog({ sql, board: scriptedBoard(new Map()), now: () => now });
  const hall = await insertHall(sql, { city: "Łódź" });
  const editor: Editor = { id: await insertUser(sql, "organizer"), role: "organizer", address: null };
  const resets: string[] = [];
  const board = { reset: (eventId: string) => Promise.resolve(void resets.push(eventId)) };
  return { needs: { sql, catalog, board, now: () => now }, catalog, hall, editor, resets };
}

function inputFor(hall: TestHall, changes: Partial<EventInput> = {}): EventInput {
  return {
    type: "concert",
    title: "Mgła nad Łodzią",
    description: "Fog.",
    venueId: hall.venueId,
    chartId: hall.chartId,
    startsAt: "2026-06-10T20:00:00+02:00",
    endsAt: "2026-06-10T22:00:00+02:00",
    currency: "PLN",
    maxSeatsPerBuyer: 6,
    zones: [{ id: "back", name: "Back", price: 9000 }, { id: "front", name: "Front", price: 12000 }],
    ...changes,
  };
}

/** The event of a write that must have succeeded. */
function eventOf(result: Awaited<ReturnType<typeof createEvent>>): EditableEvent {
  assert.ok(result.ok, JSON.stringify(result));
  return result.event;
}

const codeOf = (result: { ok: true } | { ok: false; code: string }) => result.ok ? "ok" : result.code;

async function actions(sql: Sql, id: string): Promise<string[]> {
  const rows = await sql<
    { action: string }[]
  >`select action from audit_log where subject_id = ${id} order by id`;
  return rows.map((row) => row.action);
}

Deno.test("a new event is a draft with a unique slug, its prices and an audit log entry", async () => {
  await withDatabase(async (sql) => {
    const { needs, hall, editor } = await setUp(sql);
    const event = eventOf(await createEvent(needs, editor, inputFor(hall)));
    assert.deepEqual(
      [event.status, event.slug, event.priceFrom, event.seatCount, event.revision],
      ["draft", "mgla-nad-lodzia", 9000, 20, 1],
    );
    assert.equal(event.startsAt?.toISOString(), "2026-06-10T18:00:00.000Z");
    assert.deepEqual(event.zones.map((zone) => zone.id), ["back", "front"]);
    assert.deepEqual(await actions(sql, event.id), ["event.created"]);

    const twins = await Promise.all([1, 2, 3].map(() => createEvent(needs, editor, inputFor(hall))));
    const slugs = new Set(twins.map((twin) => eventOf(twin).slug));
    assert.equal(slugs.size, 3);
    for (const slug of slugs) assert.match(slug, /^mgla-nad-lodzia-[0-9a-f]{6}$/);
  });
});

Deno.test("an event that does not fit its hall is refused with the path of the fault", async () => {
  await withDatabase(async (sql) => {
    const { needs, hall, editor } = await setUp(sql);
    const other = await insertHall(sql, { name: "Other" });
    const paths = async (changes: Partial<EventInput>) => {
      const result = await createEvent(needs, editor, inputFor(hall, changes));
      assert.ok(!result.ok && result.code === "validation", JSON.stringify(result));
      return result.errors.map((fault) => fault.path);
    };
    assert.deepEqual(await paths({ venueId: crypto.randomUUID() }), ["venueId"]);
    assert.deepEqual(await paths({ chartId: crypto.randomUUID() }), ["chartId"]);
    assert.deepEqual(await paths({ chartId: other.chartId }), ["chartId"]);
    assert.deepEqual(await paths({ zones: [{ id: "front", name: "Front", price: 1 }] }), ["zones"]);
    assert.deepEqual(await paths({ endsAt: "2026-06-10T18:00:00Z" }), ["endsAt"]);
    assert.deepEqual([...await sql`select from events`].length, 0);
  });
});

Deno.test("unreadable texts are refused unless unchanged", async () => {
  await withDatabase(async (sql) => {
    const { needs, hall, editor } = await setUp(sql);
    const { id } = eventOf(await createEvent(needs, editor, inputFor(hall)));
    const zones = [{ id: "front", name: "Front", price: 500 }, { id: "back", name: "\u2800", price: 400 }];
    const faults = async (patch: EventPatch) => {
      const result = await updateEvent(needs, editor, id, patch, null);
      return result.ok
        ? []
        : result.code === "validation"
        ? result.errors.map(({ path }) => path)
        : result.code;
    };
    assert.deepEqual(await faults({ title: "\u3164", description: "\x07", zones }), [
      "title",
      "description",
      "zones.1.name",
    ]);
    const created = await createEvent(needs, editor, inputFor(hall, { title: "a\u202eb" }));
    assert.deepEqual(codeOf(created), "validation");
    await sql`update events set title = ${"\u3164"}`;
    await sql`update zones set name = ${"\u2800"} where id = 'back'`;
    assert.deepEqual(await faults({ title: "\u3164", description: "Fog again.", zones }), []);
    assert.deepEqual(await faults({ title: "\u200b" }), ["title"]);
  });
});

Deno.test("a change touches only what it names, is searchable at once, and increments the revision", async () => {
  await withDatabase(async (sql) => {
    const { needs, catalog, hall, editor } = await setUp(sql);
    const { id } = eventOf(await createEvent(needs, editor, inputFor(hall)));
    eventOf(await publishEvent(needs, editor, id, null));
    const found = async (q: string) => (await catalog.list(eventQuerySchema.parse({ q }))).items.length;
    assert.equal(await found("clear"), 0);
    const zones = [{ id: "front", name: "Front", price: 500 }, { id: "back", name: "Back", price: 400 }];
    const event = eventOf(await updateEvent(needs, editor, id, { title: "Clear Skies", zones }, null));
    assert.deepEqual(
      [event.title, event.slug, event.priceFrom, event.description, event.revision],
      ["Clear Skies", "mgla-nad-lodzia", 400, "Fog.", 3],
    );
    assert.equal(await found("clear"), 1);
    assert.equal((await catalog.event(id))?.title, "Clear Skies");
    assert.deepEqual(await actions(sql, id), ["event.created", "event.published", "event.changed"]);
  });
});

Deno.test("null removes an optional date", async () => {
  await withDatabase(async (sql) => {
    const { needs, hall, editor } = await setUp(sql);
    const doorsAt = "2026-06-10T17:30:00Z";
    const { id } = eventOf(await createEvent(needs, editor, inputFor(hall, { doorsAt })));
    assert.equal(
      eventOf(await updateEvent(needs, editor, id, {}, null)).doorsAt?.toISOString(),
      "2026-06-10T17:30:00.000Z",
    );
    assert.equal(eventOf(await updateEvent(needs, editor, id, { doorsAt: null }, null)).doorsAt, null);
  });
});

Deno.test("a write with an older revision is stale and changes nothing", async () => {
  await withDatabase(async (sql) => {
    const { needs, hall, editor } = await setUp(sql);
    const { id } = eventOf(await createEvent(needs, editor, inputFor(hall)));
    eventOf(await updateEvent(needs, editor, id, { title: "Second" }, '"1"'));
    assert.equal(codeOf(await updateEvent(needs, editor, id, { title: "Lost" }, '"1"')), "stale");
    assert.equal(codeOf(await publishEvent(needs, editor, id, '"1"')), "stale");
    assert.equal(codeOf(await deleteEvent(needs, editor, id, '"1"')), "stale");
    const event = await eventToEdit(sql, editor, id);
    assert.deepEqual([event?.title, event?.status, event?.revision], ["Second", "draft", 2]);
    const writes = await Promise.all(
      [1, 2, 3, 4].map((n) => updateEvent(needs, editor, id, { title: `Writer ${n}` }, '"2"')),
    );
    assert.deepEqual(writes.map(codeOf).toSorted(), ["ok", "stale", "stale", "stale"]);
  });
});

Deno.test("organizers can reach only their own events, admins any", async () => {
  await withDatabase(async (sql) => {
    const { needs, hall, editor } = await setUp(sql);
    const { id } = eventOf(await createEvent(needs, editor, inputFor(hall)));
    const stranger: Editor = { id: await insertUser(sql, "organizer"), role: "organizer", address: null };
    const admin: Editor = { id: await insertUser(sql, "admin"), role: "admin", address: null };
    const door: Editor = { id: await insertUser(sql, "checkin"), role: "checkin", address: null };
    const listed = async (who: Editor) =>
      (await listForStaff(sql, who, adminEventQuerySchema.parse({}), now)).items.map((event) => event.id);

    assert.equal(codeOf(await updateEvent(needs, stranger, id, { title: "Mine" }, null)), "not-found");
    assert.equal(codeOf(await publishEvent(needs, stranger, id, null)), "not-found");
    assert.equal(codeOf(await deleteEvent(needs, stranger, id, null)), "not-found");
    assert.equal(await eventToEdit(sql, stranger, id), null);
    assert.deepEqual([await listed(stranger), await listed(editor), await listed(admin)], [[], [id], [id]]);
    assert.deepEqual(await listed(door), []);
    eventOf(await publishEvent(needs, admin, id, null));
    assert.deepEqual(await listed(door), [id]);
  });
});

Deno.test("only a draft that is not over can be published, and publishing twice changes nothing", async () => {
  await withDatabase(async (sql) => {
    const { needs, hall, editor } = await setUp(sql);
    const { id } = eventOf(await createEvent(needs, editor, inputFor(hall)));
    const late = { ...needs, now: () => Date.parse("2026-06-10T20:00:00Z") };
    assert.equal(codeOf(await publishEvent(late, editor, id, null)), "validation");
    assert.equal(eventOf(await publishEvent(needs, editor, id, null)).status, "published");
    assert.equal(eventOf(await publishEvent(needs, editor, id, null)).revision, 2);
    assert.deepEqual(await actions(sql, id), ["event.created", "event.published"]);
    await sql`update events set status = 'cancelled' where id = ${id}`;
    assert.equal(codeOf(await publishEvent(needs, editor, id, null)), "validation");
  });
});

Deno.test("an event is deleted unless it has ever had a booking", async () => {
  await withDatabase(async (sql) => {
    const { needs, catalog, hall, editor, resets } = await setUp(sql);
    const [kept, gone] = [
      eventOf(await createEvent(needs, editor, inputFor(hall))).id,
      eventOf(await createEvent(needs, editor, inputFor(hall))).id,
    ];
    await insertBooking(sql, { eventId: kept, seats: [], status: "cancelled" });
    assert.equal(codeOf(await deleteEvent(needs, editor, kept, null)), "has-bookings");
    assert.ok(await catalog.event(gone));
    assert.equal(codeOf(await deleteEvent(needs, editor, gone, null)), "ok");
    assert.equal(await catalog.event(gone), null);
    assert.deepEqual(resets, [gone], "its seat streams are reset");
    assert.equal(codeOf(await deleteEvent(needs, editor, gone, null)), "not-found");
    assert.deepEqual(await actions(sql, gone), ["event.created", "event.deleted"]);
  });
});

Deno.test("an event moves to a new chart version only if all sold seats keep their indexes", async () => {
  await withDatabase(async (sql) => {
    const { needs, hall, editor } = await setUp(sql);
    const { id } = eventOf(await createEvent(needs, editor, inputFor(hall)));
    await insertBooking(sql, { eventId: id, seats: [4] });

    // One more row: no existing seat moves.
    await insertChartVersion(sql, { ...hall, chart: { ...smallChart(3), version: 2 } });
    assert.equal(eventOf(await updateEvent(needs, editor, id, { title: "Same" }, null)).chartVersion, 1);
    const moved = eventOf(await updateEvent(needs, editor, id, { chartId: hall.chartId }, null));
    assert.deepEqual([moved.chartVersion, moved.seatCount], [2, 30]);

    const seats = smallChart(3).seats.toReversed();
    await insertChartVersion(sql, { ...hall, chart: { ...smallChart(3), seats, version: 3 } });
    assert.equal(codeOf(await updateEvent(needs, editor, id, { chartId: hall.chartId }, null)), "seats-sold");
    assert.equal((await eventToEdit(sql, editor, id))?.chartVersion, 2);
  });
});

Deno.test("a published event keeps all its seats in a new chart version", async () => {
  await withDatabase(async (sql) => {
    const { needs, hall, editor, resets } = await setUp(sql);
    const { id } = eventOf(await createEvent(needs, editor, inputFor(hall)));
    await sql`update events set blocked_seats = '{2,3}' where id = ${id}`;
    eventOf(await publishEvent(needs, editor, id, null));
    await insertChartVersion(sql, { ...hall, chart: { ...smallChart(3), version: 2 } });
    assert.equal(codeOf(await updateEvent(needs, editor, id, { chartId: hall.chartId }, null)), "validation");
    await insertChartVersion(sql, { ...hall, chart: { ...smallChart(2), width: 900, version: 3 } });
    assert.deepEqual(resets, []);
    const moved = eventOf(await updateEvent(needs, editor, id, { chartId: hall.chartId }, null));
    assert.deepEqual([moved.chartVersion, moved.blockedSeats], [3, [2, 3]]);
    assert.deepEqual(resets, [id], "the board is reset for the new chart");
  });
});

Deno.test("a published event keeps its currency", async () => {
  await withDatabase(async (sql) => {
    const { needs, hall, editor } = await setUp(sql);
    const { id } = eventOf(await createEvent(needs, editor, inputFor(hall)));
    const changeTo = async (currency: string) =>
      codeOf(await updateEvent(needs, editor, id, { currency }, null));
    assert.equal(await changeTo("EUR"), "ok");
    eventOf(await publishEvent(needs, editor, id, null));
    assert.equal(await changeTo("PLN"), "validation");
    await insertBooking(sql, { eventId: id, seats: [0] });
    assert.equal(await changeTo("PLN"), "seats-sold");
    assert.equal(await changeTo("EUR"), "ok");
  });
});

Deno.test("upcoming events are listed soonest first, past ones latest first", async () => {
  await withDatabase(async (sql) => {
    const { hall, editor } = await setUp(sql);
    const insert = (title: string, day: string) =>
      insertEvent(sql, hall, {
        now,
        title,
        organizerId: editor.id,
        startsAt: new Date(`2026-${day}T18:00:00Z`),
      });
    for (
      const [title, day] of [["March", "03-01"], ["April", "04-01"], ["July", "07-01"], ["June", "06-20"]]
    ) {
      await insert(title, day);
    }
    const titles = async (period: "upcoming" | "past") => {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listForStaff(sql, editor, { period, limit: 1, cursor }, now);
        found.push(...page.items.map((event) => event.title));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      return found;
    };
    assert.deepEqual(await titles("upcoming"), ["June", "July"]);
    assert.deepEqual(await titles("past"), ["April", "March"]);
  });
});

Deno.test("a published event can be cancelled, once and for good; a draft can't", async () => {
  await withDatabase(async (sql) => {
    const { needs, catalog, hall, editor } = await setUp(sql);
    const { id, slug } = eventOf(await createEvent(needs, editor, inputFor(hall)));
    const draft = await cancelEvent(needs, editor, id, null);
    assert.ok(!draft.ok && draft.code === "validation");
    assert.deepEqual(draft.errors.map(({ path }) => path), ["status"]);
    const { revision } = eventOf(await publishEvent(needs, editor, id, null));
    const stranger: Editor = { id: await insertUser(sql, "organizer"), role: "organizer", address: null };
    assert.equal(codeOf(await cancelEvent(needs, stranger, id, null)), "not-found");
    assert.equal(codeOf(await cancelEvent(needs, editor, id, `"${revision - 1}"`)), "stale");

    const cancelled = eventOf(await cancelEvent(needs, editor, id, `"${revision}"`));
    assert.deepEqual([cancelled.status, cancelled.revision], ["cancelled", revision + 1]);
    assert.equal((await catalog.event(slug))?.status, "cancelled");
    const again = eventOf(await cancelEvent(needs, editor, id, null));
    assert.equal(again.revision, cancelled.revision);
    assert.equal(codeOf(await publishEvent(needs, editor, id, null)), "validation");
    assert.deepEqual(await actions(sql, id), ["event.created", "event.published", "event.cancelled"]);
  });
});

Deno.test("a copy is a draft with everything but the times, in the same chart version, under a new slug", async () => {
  await withDatabase(async (sql) => {
    const { needs, hall, editor } = await setUp(sql);
    const written = inputFor(hall, {
      doorsAt: "2026-06-10T17:00:00.000Z",
      orphans: "refuse",
      accessibleReleaseAt: "2026-06-09T12:00:00.000Z",
      cancellation: { allowed: true, until: "2026-06-09T00:00:00.000Z" },
    });
    const { id } = eventOf(await createEvent(needs, editor, written));
    await sql`update events set blocked_seats = '{3,4}', status = 'cancelled' where id = ${id}`;
    await insertChartVersion(sql, { ...hall, chart: { ...smallChart(3), version: 2 } });
    const event = await eventToEdit(sql, editor, id);
    assert.ok(event);
    const copy = eventOf(await duplicateEvent(needs, editor, id));
    assert.notEqual(copy.id, id);
    assert.equal(copy.orphans, "refuse");
    const renamed = eventOf(await updateEvent(needs, editor, copy.id, { title: copy.title }, null));
    assert.equal(renamed.orphans, "refuse", "an unrelated change keeps the rule");
    const mild = eventOf(await updateEvent(needs, editor, copy.id, { orphans: "warn" }, null));
    assert.equal(mild.orphans, "warn");
    assert.match(copy.slug, /^mgla-nad-lodzia-[0-9a-f]{6}$/);
    const { slug, revision, updatedAt } = copy;
    const undated = { startsAt: null, endsAt: null, doorsAt: null, accessibleReleaseAt: null };
    assert.deepEqual(
      { ...copy, id },
      { ...event, slug, revision, updatedAt, ...undated, cancellationUntil: null, status: "draft" },
    );
    const stranger: Editor = { id: await insertUser(sql, "organizer"), role: "organizer", address: null };
    assert.equal(codeOf(await duplicateEvent(needs, stranger, id)), "not-found");
    assert.ok(await eventToEdit(sql, editor, copy.id), "the copy belongs to the user who made it");
  });
});
