import assert from "node:assert/strict";
import { withDatabase } from "@/lib/db/testing.ts";
import { insertBooking, insertEvent, insertHall } from "@/lib/events/testing.ts";
import { testSecrets } from "@/lib/server/testing.ts";
import { ticketSigner } from "@/lib/ticket_codes/ticket_token.ts";
import { listPast, listUpcoming } from "./own_bookings.ts";

const now = Date.parse("2026-06-01T12:00:00Z");
const DAY_MS = 24 * 3_600_000;

Deno.test("bookings are listed by their event's date, past and cancelled ones apart from upcoming ones", async () => {
  await withDatabase(async (sql) => {
    const needs = { sql, tickets: ticketSigner(testSecrets.ticketKey) };
    const hall = await insertHall(sql);
    const book = async (title: string, inDays: number, status: "confirmed" | "cancelled" = "confirmed") => {
      const eventId = await insertEvent(sql, hall, { now, title, startsAt: new Date(now + inDays * DAY_MS) });
      return await insertBooking(sql, { eventId, seats: status === "confirmed" ? [0] : [], status });
    };
    await book("in two weeks", 14);
    const first = await book("tomorrow", 1);
    await book("called off", 3, "cancelled");
    await book("yesterday", -1);
    await book("last month", -30);
    await book("now playing", -1 / 24);
    const [{ userId }] = await sql<
      [{ userId: string }]
    >`select buyer_id as user_id from bookings where id = ${first}`;
    await sql`update bookings set buyer_id = ${userId} where true`;
    await insertBooking(sql, {
      eventId: await insertEvent(sql, hall, { now, title: "another's" }),
      seats: [1],
    });

    const upcoming = await listUpcoming(needs, userId, now);
    assert.deepEqual(upcoming.map(({ event }) => event.title), ["now playing", "tomorrow", "in two weeks"]);
    const { event, zoneNames } = upcoming[1];
    assert.equal(event.startsAt, "2026-06-02T12:00:00.000Z");
    assert.deepEqual(event.venue, { name: "Kino Svět", city: "Brno", timeZone: "Europe/Prague" });
    assert.deepEqual(zoneNames, { front: "Front", back: "Back" });

    const page = await listPast(needs, userId, { now, limit: 2 });
    assert.deepEqual(page.items.map(({ event }) => event.title), ["called off", "yesterday"]);
    const rest = await listPast(needs, userId, { now, limit: 2, cursor: page.nextCursor! });
    assert.deepEqual(rest.items.map(({ event }) => event.title), ["last month"]);
    assert.equal(rest.nextCursor, null);
  });
});
