import assert from "node:assert/strict";
import type { Role } from "@/lib/auth/permissions.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { insertHall, insertUser, smallChart } from "@/lib/events/testing.ts";
import {
  createDraft,
  discardDraft,
  listVersions,
  OBJECTS_MAX,
  patchDraft,
  publishDraft,
  readDraft,
  saveDraft,
} from "./drafts.ts";
import { type Drawing, drawingOf, type DrawingOp } from "./drawing.ts";
import { listHallPage } from "./hall_list.ts";
import { addChartVersion, chartQuerySchema, createChart, listCharts, readChart } from "./halls.ts";
import { chartVersionSchema, checkDrawing, draftOpsSchema, draftSchema, newChartSchema } from "./input.ts";

const NOW = Date.parse("2027-03-01T10:00:00Z");
const LATER = NOW + 60_000;

const charts = {
  check: (drawing: string, newest: string | null) => Promise.resolve(checkDrawing({ drawing, newest })),
};

async function insertAccount(sql: Sql, role: Role) {
  return { id: await insertUser(sql, role), name: "Test", role, address: null };
}

type Account = Awaited<ReturnType<typeof insertAccount>>;

const hall = smallChart(4);
const { version: _, ...chart } = hall;
const textOf = (drawing: Drawing) => draftSchema.parse({ chart: drawing }).chart;
const opsOf = (...ops: DrawingOp[]) => draftOpsSchema.parse({ ops }).ops;
const zone = (id: string, name: string): DrawingOp => ({
  put: `zones/${id}`,
  value: { id, name, colour: 1 },
});

/** A published hall with its owner. */
async function prepare(sql: Sql) {
  const owner = await insertAccount(sql, "organizer");
  const { venueId } = await insertHall(sql);
  const made = await createChart(sql, owner, newChartSchema.parse({ venueId, name: "Hall", chart }));
  assert.ok(made.ok);
  return { owner, venueId, id: made.chart.id };
}

async function drawingIn(sql: Sql, id: string): Promise<Drawing> {
  return JSON.parse((await readDraft(sql, id))!.drawing);
}

const patch = (sql: Sql, editor: Account, id: string, ops: DrawingOp[], seen: number | null = null) =>
  patchDraft(sql, editor, id, opsOf(...ops), seen, NOW);

Deno.test("the draft of a published hall is its newest version until something changes", async () => {
  await withDatabase(async (sql) => {
    const { owner, id } = await prepare(sql);
    const draft = (await readDraft(sql, id))!;
    assert.deepEqual([draft.revision, draft.savedAt, draft.version, draft.name], [0, null, 1, "Hall"]);
    assert.deepEqual(JSON.parse(draft.drawing), drawingOf(hall));
    const changed = await patch(sql, owner, id, [zone("extra", "Extra")]);
    assert.deepEqual(changed, { ok: true, revision: 1, savedAt: new Date(NOW), conflicts: [] });
    const drawing = await drawingIn(sql, id);
    assert.deepEqual(drawing.seats, drawingOf(hall).seats);
    assert.equal(drawing.zones.at(-1)!.id, "extra");
    assert.equal(await readDraft(sql, crypto.randomUUID()), null);
  });
});

Deno.test("objects that someone else has changed since are left and listed, all others are written", async () => {
  await withDatabase(async (sql) => {
    const { owner, id } = await prepare(sql);
    const [first, second] = drawingOf(hall).seats;
    await patch(sql, owner, id, [{ put: `seats/${first.id}`, value: { ...first, number: "77" } }], 0);
    await patch(sql, owner, id, [{ remove: `seats/${second.id}` }], 1);
    const admin = await insertAccount(sql, "admin");
    const late = await patch(sql, admin, id, [
      { put: `seats/${first.id}`, value: { ...first, number: "88" } },
      { put: `seats/${second.id}`, value: second },
      zone("mine", "Mine"),
    ], 0);
    assert.ok(late.ok);
    assert.deepEqual(
      late.conflicts.toSorted((a, b) => a.key < b.key ? -1 : 1),
      [
        { key: `seats/${first.id}`, value: { ...first, number: "77" } },
        { key: `seats/${second.id}`, value: null },
      ].toSorted((a, b) => a.key < b.key ? -1 : 1),
    );
    const drawing = await drawingIn(sql, id);
    assert.equal(drawing.seats[0].number, "77");
    assert.ok(drawing.zones.some(({ id }) => id === "mine"));
    const forced = await patch(sql, admin, id, [{ put: `seats/${second.id}`, value: second }]);
    assert.deepEqual(forced.ok && forced.conflicts, []);
    assert.equal((await drawingIn(sql, id)).seats.at(-1)!.id, second.id, "what comes back is new");
  });
});

Deno.test("a full drawing can still be changed, but nothing can be added", async () => {
  await withDatabase(async (sql) => {
    const { owner, id } = await prepare(sql);
    const [seat] = drawingOf(hall).seats;
    const put = (id: string, number: string): DrawingOp => ({
      put: `seats/${id}`,
      value: { ...seat, id, number },
    });
    await patch(sql, owner, id, [put(seat.id, "76")]);
    const [{ count }] = await sql<[{ count: number }]>`
      select count(*)::integer from chart_draft_objects where chart_id = ${id}`;
    await sql`
      insert into chart_draft_objects (chart_id, kind, id, value, revision)
      select ${id}, 'seats', 'filler-' || n, ${sql.json({ ...seat })}, 1
      from generate_series(1, ${OBJECTS_MAX - count}::integer) as n`;
    const changed = await patch(sql, owner, id, [put(seat.id, "77"), put("filler-1", "78")]);
    assert.equal(changed.ok, true);
    const refused = await patch(sql, owner, id, [put(seat.id, "79"), put("one-more", "80")]);
    assert.deepEqual(refused, { ok: false, code: "too-many-objects" });
    assert.equal((await drawingIn(sql, id)).seats[0].number, "77", "a refused change writes nothing");
    const swapped = await patch(sql, owner, id, [{ remove: "seats/filler-1" }, put("one-more", "80")]);
    assert.equal(swapped.ok, true);
  });
});

Deno.test("only the owner and admins change a draft, and a stale one is not replaced", async () => {
  await withDatabase(async (sql) => {
    const { owner, id } = await prepare(sql);
    const stranger = await insertAccount(sql, "organizer");
    const drawing = drawingOf(hall);
    const refused = { ok: false, code: "forbidden" };
    assert.deepEqual(await patch(sql, stranger, id, [zone("a", "A")]), refused);
    assert.deepEqual(await saveDraft(sql, stranger, id, textOf(drawing), null, NOW), refused);
    assert.deepEqual(await discardDraft(sql, stranger, id, null), refused);
    assert.deepEqual(await publishDraft(sql, charts, stranger, id, null), refused);
    assert.equal((await sql`select from chart_drafts`).count, 0);
    await patch(sql, owner, id, [zone("a", "A")]);
    const stale = { ok: false, code: "stale" };
    assert.deepEqual(await saveDraft(sql, owner, id, textOf(drawing), '"0"', NOW), stale);
    assert.deepEqual(await discardDraft(sql, owner, id, '"0"'), stale);
    assert.deepEqual(await publishDraft(sql, charts, owner, id, '"0"'), stale);
    assert.equal((await drawingIn(sql, id)).zones.at(-1)!.id, "a");
    const saved = await saveDraft(sql, owner, id, textOf(drawing), '"1"', LATER);
    assert.deepEqual(saved, { ok: true, revision: 2, savedAt: new Date(LATER) });
    assert.deepEqual(await drawingIn(sql, id), drawing);
  });
});

Deno.test("a new hall is published once nothing is wrong with it, and again only if it changed", async () => {
  await withDatabase(async (sql) => {
    const { owner, venueId } = await prepare(sql);
    const seats = drawingOf(hall).seats;
    const drawing = { ...drawingOf(hall), seats: [...seats, { ...seats[0], id: "again", x: 5 }] };
    const created = await createDraft(sql, owner, { venueId, name: "New", drawing: textOf(drawing) }, NOW);
    assert.ok(created.ok);
    const id = created.value;
    const refused = await publishDraft(sql, charts, owner, id, null);
    assert.ok(!refused.ok && refused.code === "not-publishable");
    assert.deepEqual(refused.problems.map(({ code }) => code), ["name-double"]);
    assert.equal(await readChart(sql, id), null);
    await patch(sql, owner, id, [{ remove: "seats/again" }]);
    const published = await publishDraft(sql, charts, owner, id, null);
    assert.ok(published.ok);
    assert.deepEqual(JSON.parse(published.chart.chart), hall);
    assert.equal((await sql`select from chart_draft_objects`).count, 0);
    const again = await publishDraft(sql, charts, owner, id, null);
    assert.deepEqual([again.ok, again.ok && again.chart.version], [true, 1]);
    await patch(sql, owner, id, [zone(drawing.zones[0].id, "Renamed")]);
    assert.equal((await publishDraft(sql, charts, owner, id, null)).ok, true);
    const versions = await listVersions(sql, id);
    assert.deepEqual(versions.map(({ version, by }) => [version, by]), [[2, "Test"], [1, "Test"]]);
  });
});

Deno.test("a draft without problems that is no chart yet is refused with what is missing", async () => {
  await withDatabase(async (sql) => {
    const { owner, venueId } = await prepare(sql);
    const empty = { ...drawingOf(hall), zones: [], sections: [], seats: [], areas: [], shapes: [] };
    const created = await createDraft(sql, owner, { venueId, name: "Empty", drawing: textOf(empty) }, NOW);
    assert.ok(created.ok);
    const refused = await publishDraft(sql, charts, owner, created.value, null);
    assert.ok(!refused.ok && refused.code === "not-publishable");
    assert.deepEqual(refused.problems, []);
    assert.ok(refused.faults.some(({ path }) => path[0] === "seats"));
    assert.deepEqual(await discardDraft(sql, owner, created.value, null), { ok: true });
    assert.equal(await readDraft(sql, created.value), null);
  });
});

Deno.test("the list has halls that were never published, page by page among the others", async () => {
  await withDatabase(async (sql) => {
    const { owner, venueId, id } = await prepare(sql);
    const begin = async (name: string) => {
      const created = await createDraft(sql, owner, { venueId, name, drawing: textOf(drawingOf(hall)) }, NOW);
      assert.ok(created.ok);
      return created.value;
    };
    const drawn = await begin("Drawn");
    const made = await createChart(sql, owner, newChartSchema.parse({ venueId, name: "Last", chart }));
    assert.ok(made.ok);
    await patch(sql, owner, id, [zone("a", "A")]);
    const query = (limit: string, cursor?: string) => chartQuerySchema.parse({ venueId, limit, cursor });
    const rows: unknown[] = [];
    let cursor: string | undefined;
    do {
      const { items, nextCursor } = await listCharts(sql, query("1", cursor));
      rows.push(...items.map(({ id, version, seatCount, draft }) => [id, version, seatCount, draft]));
      cursor = nextCursor ?? undefined;
    } while (cursor);
    const draft = { savedAt: new Date(NOW).toISOString(), by: "Test" };
    const ours = rows.filter((row) => [id, drawn, made.chart.id].includes((row as [string])[0]));
    const count = hall.seats.length;
    const listed = await listHallPage(sql, { q: "", venueId, limit: 10, now: NOW });
    assert.deepEqual(
      listed.items.slice(0, 3).map(({ name, version, hasDraft, seatCount }) => [
        name,
        version,
        hasDraft,
        seatCount,
      ]),
      [["Last", 1, false, count], ["Drawn", null, true, count], ["Hall", 1, true, count]],
    );
    const search = async (q: string) =>
      (await listHallPage(sql, { q, venueId, limit: 10, now: NOW })).items.map(({ name }) => name);
    assert.deepEqual([await search("DRÁWN"), await search("no such hall")], [["Drawn"], []]);
    assert.deepEqual(ours, [
      [id, 1, hall.seats.length, draft],
      [drawn, null, hall.seats.length, draft],
      [made.chart.id, 1, hall.seats.length, null],
    ]);
  });
});

Deno.test("what someone saw of an earlier draft or version is never taken for the current one", async () => {
  await withDatabase(async (sql) => {
    const { owner, id } = await prepare(sql);
    const admin = await insertAccount(sql, "admin");
    const conflictsOf = async (seen: number, ...ops: DrawingOp[]) => {
      const changed = await patch(sql, admin, id, ops, seen);
      assert.ok(changed.ok);
      return changed.conflicts.map(({ key }) => key);
    };
    const revision = async () => (await readDraft(sql, id))!.revision;
    const { seats: [seat] } = drawingOf(hall);
    const put: DrawingOp = { put: `seats/${seat.id}`, value: { ...seat, number: "55" } };

    const seen = await revision();
    await patch(sql, owner, id, [zone("a", "A")]);
    await publishDraft(sql, charts, owner, id, null);
    assert.deepEqual(await conflictsOf(seen, put), [`seats/${seat.id}`], "a version was published since");
    assert.deepEqual(await conflictsOf(await revision(), put), []);

    const ofDraft = await revision();
    await discardDraft(sql, owner, id, null);
    assert.deepEqual(await conflictsOf(ofDraft, put, zone("new", "New")), [`seats/${seat.id}`, "zones/new"]);

    await discardDraft(sql, owner, id, null);
    const ofVersion = await revision();
    const version = chartVersionSchema.parse({ chart });
    assert.ok((await addChartVersion(sql, owner, id, version, null)).ok);
    assert.deepEqual(await conflictsOf(ofVersion, put), [`seats/${seat.id}`]);

    const whole = await revision();
    const without = { ...drawingOf(hall), seats: drawingOf(hall).seats.slice(1) };
    await saveDraft(sql, owner, id, textOf(without), null, NOW);
    assert.deepEqual(await conflictsOf(whole, put), [`seats/${seat.id}`], "it was removed since");
  });
});

Deno.test("removing what never existed leaves nothing behind", async () => {
  await withDatabase(async (sql) => {
    const { owner, id } = await prepare(sql);
    await patch(sql, owner, id, [{ remove: "seats/none" }]);
    assert.equal((await sql`select from chart_draft_objects where value is null`).count, 0);
  });
});
