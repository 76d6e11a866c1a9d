import assert from "node:assert/strict";
import { v7 as uuidv7 } from "uuid";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { Unavailable } from "@/lib/errors.ts";
import { type EventFixture, insertEvent, insertUser } from "@/lib/testing/fixtures.ts";
import { newHoldId, type SeatBoard, type SyncRequest } from "./board.ts";
import { memoryBoard } from "./memory.ts";
import { syncSeats } from "./sync_seats.ts";
import { boardSource } from "./source.ts";

/** Inserts a booking with claims on these seats. */
async function insertBooking(
  sql: Sql,
  { eventId }: EventFixture,
  status: "pending" | "confirmed",
  seats: number[],
): Promise<{ bookingId: string; holdId: string }> {
  const [bookingId, holdId, userId] = [uuidv7(), newHoldId(eventId), await insertUser(sql)];
  await sql`
    insert into bookings (id, code, event_id, buyer_id, hold_id, attempt, chart_version, status, final, total,
      currency, payment_token, deadline_at)
    values (${bookingId}, ${bookingId}, ${eventId}, ${userId}, ${holdId}, 1, 1, ${status},
      ${status === "confirmed"}, 0, 'EUR', 'tok_approve', now())`;
  await sql`insert into seat_claims ${sql(seats.map((seatIndex) => ({ eventId, seatIndex, bookingId })))}`;
  return { bookingId, holdId };
}

function openBoard(sql: Sql): SeatBoard {
  return memoryBoard({ source: boardSource(sql), now: () => 0 });
}

async function statuses(board: SeatBoard, eventId: string): Promise<string> {
  return (await board.snapshot(eventId)).statuses;
}

Deno.test("a board source returns the seats, those not for sale, and the claims with their holds", async () => {
  await withDatabase(async (sql) => {
    const startsAt = new Date("2030-05-01T18:00:00Z");
    const event = await insertEvent(sql, { startsAt });
    await sql`update events set blocked_seats = '{9,0}' where id = ${event.eventId}`;
    const pending = await insertBooking(sql, event, "pending", [2]);
    const confirmed = await insertBooking(sql, event, "confirmed", [4, 3]);
    assert.deepEqual(await boardSource(sql).load(event.eventId), {
      seatCount: 10,
      endsAt: Date.parse("2030-05-01T20:00:00Z"),
      chartVersion: 1,
      blocked: [9, 0],
      claims: [
        { index: 2, claim: "pending", ...pending },
        { index: 3, claim: "confirmed", ...confirmed },
        { index: 4, claim: "confirmed", ...confirmed },
      ],
    });
    assert.equal(await statuses(openBoard(sql), event.eventId), "xahbbaaaax");
  });
});

Deno.test("a board source finds an event without bookings, and returns null for one that does not exist", async () => {
  await withDatabase(async (sql) => {
    const { eventId } = await insertEvent(sql);
    assert.deepEqual((await boardSource(sql).load(eventId))?.claims, []);
    assert.equal(await boardSource(sql).load(uuidv7()), null);
  });
});

Deno.test("syncing makes every seat on the board match Postgres", async () => {
  await withDatabase(async (sql) => {
    const event = await insertEvent(sql);
    const { eventId } = event;
    const board = openBoard(sql);
    assert.equal(await statuses(board, eventId), "aaaaaaaaaa");
    await insertBooking(sql, event, "confirmed", [0, 1]);
    const { bookingId } = await insertBooking(sql, event, "pending", [2]);
    await sql`update events set blocked_seats = '{4,5}' where id = ${eventId}`;
    await syncSeats({ board, sql }, eventId, [5, 0, 1, 2, 3, 3], []);
    assert.equal(await statuses(board, eventId), "bbhaaxaaaa");
    await sql`delete from seat_claims where booking_id = ${bookingId}`;
    await syncSeats({ board, sql }, eventId, [2], []);
    assert.equal(await statuses(board, eventId), "bbaaaxaaaa");
  });
});

Deno.test("syncing ends the claimed hold of a booking that is over", async () => {
  await withDatabase(async (sql) => {
    const { eventId } = await insertEvent(sql);
    const board = openBoard(sql);
    const request = { eventId, holdId: newHoldId(eventId), owner: "u:1", seats: [{ index: 1, price: 1 }] };
    const claimedBy = { bookingId: uuidv7() };
    await board.hold({ ...request, chartVersion: 1, ttlMs: 1, maxMs: 1, claimedBy });
    await syncSeats({ board, sql }, eventId, [1], []);
    assert.equal(await statuses(board, eventId), "ahaaaaaaaa");
    await syncSeats({ board, sql }, eventId, [1], [{ holdId: request.holdId, attempt: 1 }]);
    assert.equal(await statuses(board, eventId), "aaaaaaaaaa");
  });
});

Deno.test("seats whose booking ends during a sync are synced again before it returns", async () => {
  await withDatabase(async (sql) => {
    const event = await insertEvent(sql);
    const { eventId } = event;
    const board = openBoard(sql);
    const { bookingId } = await insertBooking(sql, event, "pending", [1]);
    let synced = 0;
    const sync = async (request: SyncRequest) => {
      await board.sync(request);
      if (++synced === 1) await sql`delete from seat_claims where booking_id = ${bookingId}`;
    };
    await syncSeats({ board: { sync }, sql }, eventId, [1], []);
    assert.equal(synced, 2);
    assert.equal(await statuses(board, eventId), "aaaaaaaaaa");
  });
});

Deno.test("syncing gives up if the claims change in every round", async () => {
  await withDatabase(async (sql) => {
    const event = await insertEvent(sql);
    const sync = async () => {
      await sql`
        update events set blocked_seats =
          case when blocked_seats = '{}' then array[1] else array[]::integer[] end
        where id = ${event.eventId}`;
    };
    await assert.rejects(syncSeats({ board: { sync }, sql }, event.eventId, [1], []), Unavailable);
  });
});
