import assert from "node:assert/strict";
import type { HoldView } from "@/lib/board/hold_view.ts";
import { holdChange, type ShownHold } from "./change.ts";

const seat = (number: string, price = 2500) => (
  { id: `A-${number}`, zone: "main", section: "Stalls", row: "A", number, price }
);

function hold(...seats: HoldView["seats"]): HoldView {
  const times = { expiresAt: "2026-11-29T10:00:00.000Z", maxExpiresAt: "2026-11-29T10:10:00.000Z" };
  const total = seats.reduce((sum, { price }) => sum + price, 0);
  return { id: "hold", eventId: "event", status: "active", seats, total, currency: "EUR", ...times };
}

const shown: ShownHold = { seats: [seat("1"), seat("2")], total: 5000 };

Deno.test("a hold with the seats that were shown has not changed, whatever their order", () => {
  assert.equal(holdChange(shown, hold(seat("1"), seat("2"))), null);
  assert.equal(holdChange(shown, hold(seat("2"), seat("1"))), null);
  assert.equal(holdChange({ ...shown, total: null }, hold(seat("1"), seat("2", 9900))), null);
});

Deno.test("added and removed seats are listed, with the total before and now", () => {
  assert.deepEqual(holdChange(shown, hold(seat("2"), seat("3", 4000))), {
    added: [seat("3", 4000)],
    removed: [seat("1")],
    total: { before: 5000, now: 6500 },
  });
});

Deno.test("a different total for the same seats is a change", () => {
  const change = holdChange(shown, hold(seat("1"), seat("2", 2600)));
  assert.deepEqual(change, { added: [], removed: [], total: { before: 5000, now: 5100 } });
});
