import assert from "node:assert/strict";
import type { HoldOutcome } from "@/lib/board/board.ts";
import { indexChart } from "@/lib/charts/chart_index.ts";
import { readWish } from "@/lib/seats/seat_choice.ts";
import { smallChart } from "@/lib/testing/fixtures.ts";
import { holdBest } from "./hold_best.ts";

/** A row of six seats, held by changing their letters. */
class Row {
  readonly id = crypto.randomUUID();
  statuses = "aaaaaa";

  readonly snapshot = () => Promise.resolve({ epoch: "e", version: 0, statuses: this.statuses });

  readonly hold = (seats: number[]): Promise<HoldOutcome> => {
    const unavailable = seats.filter((seat) => this.statuses[seat] !== "a");
    if (unavailable.length > 0) return Promise.resolve({ ok: false, code: "seats-unavailable", unavailable });
    this.lose(...seats);
    return Promise.resolve({ ok: true, hold: {} as Extract<HoldOutcome, { ok: true }>["hold"] });
  };

  lose(...seats: number[]): void {
    this.statuses = [...this.statuses].map((status, seat) => seats.includes(seat) ? "h" : status).join("");
  }
}

const index = indexChart(smallChart(6));

function wish(quantity: number) {
  const read = readWish(index, { best: { quantity } }, () => false);
  assert(read.ok);
  return read.wish;
}

Deno.test("a buyer who was too slow is offered other seats", async () => {
  const row = new Row();
  let tries = 0;
  const result = await holdBest(row, row, wish(2), (seats) => {
    if (tries++ === 0) row.lose(...seats);
    return row.hold(seats);
  });
  assert.equal(result.ok, true);
  assert.equal(tries, 2);
  assert.equal(row.statuses.replaceAll("a", ""), "hhhh");
});

Deno.test("a buyer who is too slow three times gets the number of seats left", async () => {
  const row = new Row();
  let tries = 0;
  const result = await holdBest(row, row, wish(1), (seats) => {
    tries++;
    row.lose(...seats);
    return row.hold(seats);
  });
  assert.deepEqual(result, { ok: false, code: "seats-unavailable", left: 3 });
  assert.equal(tries, 3);
});

Deno.test("concurrent buyers are offered different seats while there are any", async () => {
  const row = new Row();
  let refused = 0;
  const hold = async (seats: number[]) => {
    const result = await row.hold(seats);
    if (!result.ok) refused++;
    return result;
  };
  const results = await Promise.all([1, 2, 3].map(() => holdBest(row, row, wish(2), hold)));
  assert(results.every((result) => result.ok));
  assert.equal(refused, 0);
  assert.equal(row.statuses, "hhhhhh");
});

Deno.test("seats on offer become available again if the board fails", async () => {
  const row = new Row();
  await assert.rejects(holdBest(row, row, wish(6), () => Promise.reject(new Error("down"))), /down/);
  assert.equal((await holdBest(row, row, wish(6), row.hold)).ok, true);
});
