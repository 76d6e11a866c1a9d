/** A buyer books exactly what they were shown, or nothing. */
import assert from "node:assert/strict";
import type { PlaceRequest } from "@/lib/bookings/place.ts";
import { type Sale, withSale } from "@/lib/bookings/testing.ts";

/** A hold that now has two seats, though its buyer was shown one. */
async function changedHold(sale: Sale) {
  const userId = await sale.buyer();
  const holdId = await sale.hold(userId, 0);
  const seats = [0, 1].map((index) => ({ index, price: 2500 }));
  const changed = await sale.services.board.change({ holdId, owners: [`u:${userId}`], seats });
  assert.ok(changed.ok);
  return { userId, holdId };
}

const mismatches: [what: string, expected: NonNullable<PlaceRequest["expected"]>][] = [
  ["seats", { seats: ["A-1"] }],
  ["total", { total: 2500 }],
  ["seats and total", { seats: ["A-1"], total: 2500 }],
  ["seats (one of them not in the hall)", { seats: ["A-1", "Z-9"] }],
  ["total of the same seats", { seats: ["A-1", "A-2"], total: 5001 }],
];
for (const [what, expected] of mismatches) {
  Deno.test(`a hold that does not match the shown ${what} is refused with its current seats and not booked`, () =>
    withSale(async (sale) => {
      const { userId, holdId } = await changedHold(sale);
      const result = await sale.place(userId, holdId, { expected });
      assert.ok(!result.ok && result.code === "hold-changed", JSON.stringify(result));
      const { id, status, seats, total } = result.hold;
      assert.deepEqual([id, status, total], [holdId, "active", 5000]);
      assert.deepEqual(seats.map((seat) => seat.id), ["A-1", "A-2"]);
      assert.equal((await sale.services.board.get(holdId, [`u:${userId}`]))?.attempt, 0);
      for (const table of ["bookings", "placements", "outbox", "idempotency_keys"]) {
        assert.equal((await sale.sql`select from ${sale.sql(table)}`).count, 0, table);
      }
      assert.ok((await sale.place(userId, holdId, { expected: { seats: ["A-2", "A-1"], total: 5000 } })).ok);
    }));
}

Deno.test("a booking records the total that its buyer was shown, if sent", () =>
  withSale(async (sale) => {
    const userId = await sale.buyer();
    await sale.place(userId, await sale.hold(userId, 0, 1), { expected: { total: 5000 } });
    await sale.place(userId, await sale.hold(userId, 2), { expected: { seats: ["A-3"] } });
    await sale.place(userId, await sale.hold(userId, 3));
    const rows = await sale.sql`select total, shown_total from bookings order by created_at`;
    assert.deepEqual(rows.map(({ total, shownTotal }) => [total, shownTotal]), [
      [5000, 5000],
      [2500, null],
      [2500, null],
    ]);
  }));

Deno.test("what was shown is part of a key's request, whatever the order of the seats", () =>
  withSale(async (sale) => {
    const userId = await sale.buyer();
    const holdId = await sale.hold(userId, 0, 1);
    const attempt = (expected?: { seats?: string[]; total?: number }) =>
      sale.place(userId, holdId, { key: "one", expected });
    const first = await attempt({ seats: ["A-1", "A-2"], total: 5000 });
    assert.ok(first.ok && first.placed);
    const { bookingId } = first;
    const same = { ok: true, placed: false, bookingId };
    assert.deepEqual(await attempt({ seats: ["A-2", "A-1"], total: 5000 }), same);
    const reused = { ok: false, code: "idempotency-key-reused" };
    for (
      const other of [undefined, { total: 5000 }, { seats: ["A-1", "A-2"] }, { seats: ["A-1"], total: 5000 }]
    ) {
      assert.deepEqual(await attempt(other), reused, JSON.stringify(other));
    }
    await sale.recordPayment(bookingId, "declined");
    await sale.settle(bookingId);
    await sale.services.board.change({ holdId, owners: [`u:${userId}`], seats: [{ index: 0, price: 2500 }] });
    assert.deepEqual(
      await attempt({ seats: ["A-1", "A-2"], total: 5000 }),
      same,
      "even after the hold has changed",
    );
  }));
