import assert from "node:assert/strict";
import { cancelBooking } from "@/lib/bookings/cancel.ts";
import { type Placed, type Sale, withSale } from "@/lib/bookings/testing.ts";
import { insertEvent, insertUser } from "@/lib/testing/fixtures.ts";
import { checkIn } from "./check_in.ts";

async function confirmed(sale: Sale, ...seats: number[]): Promise<Placed & { tokens: string[] }> {
  const placed = await sale.placed(...seats);
  await sale.answerPayment(placed.bookingId, "approved");
  await sale.settle(placed.bookingId);
  const { tickets } = await sale.view(placed.bookingId);
  return { ...placed, tokens: tickets.map(({ token }) => token) };
}

async function staff(sale: Sale, role: "checkin" | "organizer" | "admin") {
  return { id: await insertUser(sale.sql, { role }), role };
}

Deno.test("a ticket admits once, however many doors read it at once", () =>
  withSale(async (sale) => {
    const door = await staff(sale, "checkin");
    const { tokens: [first, second] } = await confirmed(sale, 0, 1);
    const read = (token: string) => checkIn(sale.services, door, sale.event.eventId, token);
    const answers = await Promise.all(Array.from({ length: 20 }, () => read(first)));
    const results = answers.map((answer) => answer?.result);
    assert.equal(results.filter((result) => result === "admitted").length, 1);
    assert.equal(results.filter((result) => result === "already-used").length, 19);
    const times = new Set(answers.map((answer) => answer?.checkedInAt));
    assert.equal(times.size, 1, "all know when it was first used");
    const seat = { section: "Stalls", row: "A", number: "2" };
    const other = await read(second);
    assert.deepEqual([other?.result, other?.seat], ["admitted", seat]);
    const entries = await sale.sql`select by_user_id from checkins`;
    assert.deepEqual(entries.map(({ byUserId }) => byUserId), [door.id, door.id]);
  }));

Deno.test("what is no ticket, or one of another event, admits nobody and names no seat", () =>
  withSale(async (sale) => {
    const door = await staff(sale, "checkin");
    const { tokens: [token] } = await confirmed(sale, 0);
    const other = await insertEvent(sale.sql);
    const nothing = { seat: null, checkedInAt: null };
    const { eventId } = sale.event;
    for (const forged of ["ticket", token.slice(0, -4) + "AAAA", token + "."]) {
      assert.deepEqual(await checkIn(sale.services, door, eventId, forged), {
        result: "invalid",
        ...nothing,
      });
    }
    const elsewhere = await checkIn(sale.services, door, other.eventId, token);
    assert.deepEqual(elsewhere, { result: "wrong-event", ...nothing });
    const unknown = await sale.services.tickets.sign({ ticketId: crypto.randomUUID(), eventId });
    assert.equal((await checkIn(sale.services, door, eventId, unknown))?.result, "invalid");
  }));

Deno.test("tickets of a booking or an event that was cancelled are invalid at once", () =>
  withSale(async (sale) => {
    const door = await staff(sale, "checkin");
    const { eventId } = sale.event;
    const gone = await confirmed(sale, 0);
    assert.ok((await cancelBooking(sale.services, gone.bookingId, gone.userId)).ok);
    assert.equal((await checkIn(sale.services, door, eventId, gone.tokens[0]))?.result, "invalid");
    const { bookingId, tokens } = await confirmed(sale, 1);
    await sale.cancelEvent();
    // The sweeper has not voided it yet.
    assert.equal((await checkIn(sale.services, door, eventId, tokens[0]))?.result, "invalid");
    await sale.settle(bookingId);
  }, { cancellationAllowed: true }));

Deno.test("nobody is admitted with a ticket whose booking is cancelled at that moment", () =>
  withSale(async (sale) => {
    const door = await staff(sale, "checkin");
    for (const seat of [0, 1, 2, 3, 4, 5]) {
      const { bookingId, userId, tokens: [token] } = await confirmed(sale, seat);
      const [admission, cancellation] = await Promise.all([
        checkIn(sale.services, door, sale.event.eventId, token),
        cancelBooking(sale.services, bookingId, userId),
      ]);
      const admitted = admission?.result === "admitted";
      assert.notEqual(admitted, cancellation.ok, `seat ${seat}: either, and not both`);
    }
  }, { cancellationAllowed: true }));

Deno.test("organisers admit to their own events, admins and the door to every one", () =>
  withSale(async (sale) => {
    const { eventId } = sale.event;
    const organizer = await staff(sale, "organizer");
    await sale.sql`update events set organizer_id = ${organizer.id} where id = ${eventId}`;
    const { tokens: [token] } = await confirmed(sale, 0);
    const result = async (person: Awaited<ReturnType<typeof staff>>, id = eventId) =>
      (await checkIn(sale.services, person, id, token))?.result ?? null;
    assert.equal(await result(await staff(sale, "organizer")), null);
    assert.equal(await result(organizer), "admitted");
    assert.equal(await result(await staff(sale, "admin")), "already-used");
    assert.equal(await result(await staff(sale, "checkin"), crypto.randomUUID()), null);
  }));
