import assert from "node:assert/strict";
import { cancelBooking } from "@/lib/bookings/cancel.ts";
import { refundBooking } from "@/lib/bookings/refund.ts";
import { type Placed, type Sale, withSale } from "@/lib/bookings/testing.ts";
import { insertEvent, insertUser } from "@/lib/testing/fixtures.ts";
import { checkIn, type Door } from "./check_in.ts";

async function confirmed(sale: Sale, ...seats: number[]): Promise<Placed & { tokens: string[] }> {
  const placed = await sale.placed(...seats);
  await sale.recordPayment(placed.bookingId, "approved");
  await sale.settle(placed.bookingId);
  const { tickets } = await sale.view(placed.bookingId);
  return { ...placed, tokens: tickets.map(({ token }) => token) };
}

async function staff(
  sale: Sale,
  role: "checkin" | "organizer" | "admin",
  device: string | null = null,
): Promise<Door> {
  return { person: { id: await insertUser(sale.sql, { role }), role, address: null }, device };
}

/** The result of reading text at a door. */
async function read(sale: Sale, door: Door, token: string, eventId = sale.event.eventId) {
  return (await checkIn(sale.services, door, eventId, token))?.checkIn ?? null;
}

Deno.test("a ticket admits once, however many doors scan it at once", () =>
  withSale(async (sale) => {
    const door = await staff(sale, "checkin");
    const { tokens: [first, second] } = await confirmed(sale, 0, 1);
    const scans = await Promise.all(Array.from({ length: 20 }, () => read(sale, door, first)));
    const results = scans.map((scan) => scan?.result);
    assert.equal(results.filter((result) => result === "admitted").length, 1);
    assert.equal(results.filter((result) => result === "already-used").length, 19);
    const times = new Set(scans.map((scan) => scan?.checkedInAt));
    assert.equal(times.size, 1, "all report when the ticket was first used");
    const seat = { section: "Stalls", row: "A", number: "2" };
    const other = await read(sale, door, second);
    assert.deepEqual([other?.result, other?.seat], ["admitted", seat]);
    const entries = await sale.sql`select by_user_id from checkins`;
    assert.deepEqual(entries.map(({ byUserId }) => byUserId), [door.person.id, door.person.id]);
  }));

Deno.test("an invalid ticket, or one for another event, admits nobody and names no seat", () =>
  withSale(async (sale) => {
    const door = await staff(sale, "checkin");
    const { tokens: [token] } = await confirmed(sale, 0);
    const other = await insertEvent(sale.sql);
    const nothing = { seat: null, checkedInAt: null, event: null };
    const { eventId } = sale.event;
    for (const forged of ["ticket", token.slice(0, -4) + "0000", token + "."]) {
      assert.deepEqual(await read(sale, door, forged), { result: "invalid", ...nothing });
    }
    const { title, startsAt, venue: { timeZone } } = (await sale.services.catalog.event(eventId))!;
    assert.deepEqual(await read(sale, door, token, other.eventId), {
      ...nothing,
      result: "wrong-event",
      event: { id: eventId, title, startsAt: startsAt.toISOString(), timeZone },
    });
    const sign = (eventId: string) => sale.services.tickets.sign({ ticketId: crypto.randomUUID(), eventId });
    assert.equal((await read(sale, door, sign(eventId)))?.result, "invalid");
    assert.equal((await read(sale, door, sign(crypto.randomUUID())))?.result, "invalid");
  }));

Deno.test("a scan reports a cancelled booking or event and a returned ticket at once", () =>
  withSale(async (sale) => {
    const door = await staff(sale, "checkin");
    const gone = await confirmed(sale, 0);
    assert.ok((await cancelBooking(sale.services, gone.bookingId, { id: gone.userId, address: null })).ok);
    assert.deepEqual(await read(sale, door, gone.tokens[0]), {
      result: "cancelled",
      seat: { section: "Stalls", row: "A", number: "1" },
      checkedInAt: null,
      event: null,
    });
    const result = async (token: string) => (await read(sale, door, token))?.result;
    const [part, all] = [await confirmed(sale, 2, 3), await confirmed(sale, 4)];
    const admin = (await staff(sale, "admin")).person;
    const [{ id }] = (await sale.view(part.bookingId)).tickets;
    assert.ok((await refundBooking(sale.services, admin, part.bookingId, { tickets: [id] })).ok);
    assert.ok((await refundBooking(sale.services, admin, all.bookingId, {})).ok);
    assert.deepEqual(
      await Promise.all([...part.tokens, ...all.tokens].map(result)),
      ["refunded", "admitted", "refunded"],
    );
    const { bookingId, tokens } = await confirmed(sale, 1);
    await sale.cancelEvent();
    // The sweeper has not voided the ticket yet.
    assert.equal(await result(tokens[0]), "cancelled");
    await sale.settle(bookingId, part.bookingId);
  }, { cancellationAllowed: true }));

Deno.test("of a concurrent check-in and cancellation exactly one succeeds", () =>
  withSale(async (sale) => {
    const door = await staff(sale, "checkin");
    for (const seat of [0, 1, 2, 3, 4, 5]) {
      const { bookingId, userId, tokens: [token] } = await confirmed(sale, seat);
      const [admission, cancellation] = await Promise.all([
        read(sale, door, token),
        cancelBooking(sale.services, bookingId, { id: userId, address: null }),
      ]);
      const admitted = admission?.result === "admitted";
      assert.notEqual(admitted, cancellation.ok, `seat ${seat}: exactly one`);
    }
  }, { cancellationAllowed: true }));

Deno.test("organizers can check in at their own events, admins and door staff at any", () =>
  withSale(async (sale) => {
    const { eventId } = sale.event;
    const organizer = await staff(sale, "organizer");
    await sale.sql`update events set organizer_id = ${organizer.person.id} where id = ${eventId}`;
    const { tokens: [token] } = await confirmed(sale, 0);
    const result = async (door: Door, id = eventId) => (await read(sale, door, token, id))?.result ?? null;
    assert.equal(await result(await staff(sale, "organizer")), null);
    assert.equal(await result(organizer), "admitted");
    assert.equal(await result(await staff(sale, "admin")), "already-used");
    assert.equal(await result(await staff(sale, "checkin"), crypto.randomUUID()), null);
  }));

Deno.test("a repeat on the same device within 3 seconds is the same scan; later or elsewhere it is another", () =>
  withSale(async (sale) => {
    const door = await staff(sale, "checkin", "door-1");
    const { tokens: [token] } = await confirmed(sale, 0);
    const first = await read(sale, door, token);
    assert.equal(first?.result, "admitted");
    sale.clock.now += 3_000;
    const again = await Promise.all(Array.from({ length: 5 }, () => read(sale, door, token)));
    for (const scan of again) assert.deepEqual(scan, first, "the first result again");
    const others = [
      { ...door, device: "door-2" },
      { ...door, device: null },
      await staff(sale, "checkin", "door-1"),
    ];
    for (const other of others) assert.equal((await read(sale, other, token))?.result, "already-used");
    sale.clock.now += 1;
    const late = await read(sale, door, token);
    assert.deepEqual(late, { ...first, result: "already-used" });
  }));
