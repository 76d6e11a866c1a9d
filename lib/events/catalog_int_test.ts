import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { gunzipSync } from "node:zlib";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { Unavailable } from "@/lib/errors.ts";
import { EventCatalog } from "./catalog.ts";
import { eventQuerySchema } from "./search.ts";
import { insertBooking, insertEvent, insertHall, scriptedBoard } from "./testing.ts";

function setUp(sql: Sql) {
  const clock = { ms: Date.parse("2026-06-01T12:00:00Z") };
  const statuses = new Map<string, string>();
  const board = scriptedBoard(statuses);
  return { clock, statuses, board, catalog: new EventCatalog({ sql, board, now: () => clock.ms }) };
}

Deno.test("an event is found by id and by slug, with its venue and its prices in order", async () => {
  await withDatabase(async (sql) => {
    const { catalog, clock } = setUp(sql);
    const id = await insertEvent(sql, await insertHall(sql), { now: clock.ms, title: "One" });
    const event = await catalog.event(id);
    assert.deepEqual(await catalog.event(`event-${id}`), event);
    assert.equal(event?.title, "One");
    assert.equal(event.venue.timeZone, "Europe/Prague");
    assert.deepEqual(event.zones, [{ id: "front", name: "Front", price: 1000 }, {
      id: "back",
      name: "Back",
      price: 1000,
    }]);
    assert.deepEqual(event.startsAt, new Date(clock.ms + 86_400_000));
  });
});

Deno.test("an unknown event is null, and so is a draft for the public", async () => {
  await withDatabase(async (sql) => {
    const { catalog, clock } = setUp(sql);
    const draft = await insertEvent(sql, await insertHall(sql), { now: clock.ms, status: "draft" });
    for (const name of ["", "nothing", "a b", "\0", crypto.randomUUID(), "x".repeat(500)]) {
      assert.equal(await catalog.event(name), null);
    }
    assert.equal((await catalog.event(draft))?.id, draft);
    assert.equal(await catalog.publicEvent(draft), null);
  });
});

Deno.test("a change is seen after a second, and at once in the process that made it", async () => {
  await withDatabase(async (sql) => {
    const { catalog, clock } = setUp(sql);
    const id = await insertEvent(sql, await insertHall(sql), { now: clock.ms, title: "Before" });
    const query = eventQuerySchema.parse({});
    const seen = async () => {
      const { items: [listed] } = await catalog.list(query);
      const { first: { events: [onHome] } } = await catalog.homeLists();
      const { events: [browsed] } = await catalog.browsePage(query);
      return new Set([(await catalog.event(id))?.title, listed.title, onHome.title, browsed.title]);
    };
    assert.deepEqual(await seen(), new Set(["Before"]));
    const [home, browsed] = [await catalog.homeLists(), await catalog.browsePage(query)];
    await sql`update events set title = 'After'`;
    assert.deepEqual(await seen(), new Set(["Before"]));
    // The same objects, so that pages rendered from them need not be rendered again.
    assert.equal(await catalog.homeLists(), home);
    assert.equal(await catalog.browsePage(query), browsed);
    clock.ms += 1000;
    assert.deepEqual(await seen(), new Set(["After"]));
    await sql`update events set title = 'Later'`;
    catalog.forget(id);
    assert.deepEqual(await seen(), new Set(["Later"]));
  });
});

Deno.test("seats are counted for all events together, and again after a second", async () => {
  await withDatabase(async (sql) => {
    const { catalog, clock, statuses, board } = setUp(sql);
    const hall = await insertHall(sql);
    const ids = [
      await insertEvent(sql, hall, { now: clock.ms }),
      await insertEvent(sql, hall, { now: clock.ms }),
    ];
    const { items: events } = await catalog.list(eventQuerySchema.parse({}));
    statuses.set(ids[0], "aahb").set(ids[1], "xxaa");
    const expected = new Map([[ids[0], { left: 2, held: 1 }], [ids[1], { left: 2, held: 0 }]]);
    assert.deepEqual(await catalog.counts(events), expected);
    statuses.set(ids[0], "bbbb");
    assert.deepEqual(await catalog.counts(events), expected);
    assert.deepEqual(board.calls, [ids]);
    clock.ms += 1000;
    assert.deepEqual((await catalog.counts([events[0]])).get(ids[0]), { left: 0, held: 0 });
    assert.deepEqual(board.calls.at(-1), [ids[0]]);
  });
});

Deno.test("claims and blocked seats are counted while the board is down and for drafts", async () => {
  await withDatabase(async (sql) => {
    const { clock } = setUp(sql);
    const down = () => Promise.reject(new Unavailable("down"));
    const board = { snapshot: down, snapshots: down };
    const catalog = new EventCatalog({ sql, board, now: () => clock.ms });
    const hall = await insertHall(sql);
    const id = await insertEvent(sql, hall, { now: clock.ms, blockedSeats: [0, 1] });
    const draft = await insertEvent(sql, hall, { now: clock.ms, status: "draft" });
    await insertBooking(sql, { eventId: id, seats: [5] });
    const events = [(await catalog.event(id))!, (await catalog.event(draft))!];
    assert.deepEqual(
      await catalog.counts(events),
      new Map([[id, { left: 17, held: 0 }], [draft, { left: 20, held: 0 }]]),
    );
  });
});

Deno.test("board errors other than unavailability are not hidden", async () => {
  await withDatabase(async (sql) => {
    const broken = () => Promise.reject(new TypeError("a bug"));
    const board = { snapshot: broken, snapshots: broken };
    const catalog = new EventCatalog({ sql, board, now: () => 0 });
    const id = await insertEvent(sql, await insertHall(sql), { now: 0 });
    await assert.rejects(catalog.counts([(await catalog.event(id))!]), TypeError);
  });
});

Deno.test("a chart is served as stored, plain and compressed, and loaded once", async () => {
  await withDatabase(async (sql) => {
    const { catalog, clock } = setUp(sql);
    const hall = await insertHall(sql);
    const id = await insertEvent(sql, hall, { now: clock.ms });
    const event = (await catalog.event(id))!;
    const [loaded, again] = await Promise.all([catalog.chart(event), catalog.chart(event)]);
    assert.equal(loaded, again);
    assert.deepEqual(JSON.parse(new TextDecoder().decode(loaded.json)), hall.chart);
    assert.deepEqual(gunzipSync(loaded.gzip), Buffer.from(loaded.json));
    assert.equal(loaded.index.indexById.get(hall.chart.seats[3].id), 3);
    assert.equal(loaded.etag, `W/"${hall.chartId}.1"`);
    clock.ms += 3_600_000;
    assert.equal(await catalog.chart(event), loaded);
    await assert.rejects(catalog.chart({ chartId: hall.chartId, chartVersion: 9 }), /no version 9 of chart/);
  });
});
