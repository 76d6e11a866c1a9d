import assert from "node:assert/strict";
import type { HoldOutcome } from "@/lib/board/board.ts";
import { indexChart } from "@/lib/charts/chart_index.ts";
import { readWish } from "@/lib/seats/seat_choice.ts";
import { smallChart } from "@/lib/testing/fixtures.ts";
import { holdBest } from "./hold_best.ts";

/** A row of six seats that one takes by changing letters. */
class Row {
  readonly id = crypto.randomUUID();
  statuses = "aaaaaa";

  readonly snapshot = () => Promise.resolve({ epoch: "e", version: 0, statuses: this.statuses });

  readonly take = (seats: number[]): Promise<HoldOutcome> => {
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

Deno.test("who was too slow is offered other seats", async () => {
  const row = new Row();
  let tries = 0;
  const answer = await holdBest(row, row, wish(2), (seats) => {
    if (tries++ === 0) row.lose(...seats);
    return row.take(seats);
  });
  assert.equal(answer.ok, true);
  assert.equal(tries, 2);
  assert.equal(row.statuses.replaceAll("a", ""), "hhhh");
});

Deno.test("who is too slow three times is told how many seats are left", async () => {
  const row = new Row();
  let tries = 0;
  const answer = await holdBest(row, row, wish(1), (seats) => {
    tries++;
    row.lose(...seats);
    return row.take(seats);
  });
  assert.deepEqual(answer, { ok: false, code: "seats-unavailable", left: 3 });
  assert.equal(tries, 3);
});

Deno.test("buyers at once are offered different seats, while there are any", async () => {
  const row = new Row();
  let refused = 0;
  const take = async (seats: number[]) => {
    const answer = await row.take(seats);
    if (!answer.ok) refused++;
    return answer;
  };
  const answers = await Promise.all([1, 2, 3].map(() => holdBest(row, row, wish(2), take)));
  assert(answers.every((answer) => answer.ok));
  assert.equal(refused, 0);
  assert.equal(row.statuses, "hhhhhh");
});

Deno.test("a failing board gives the offered seats back to others", async () => {
  const row = new Row();
  await assert.rejects(holdBest(row, row, wish(6), () => Promise.reject(new Error("away"))), /away/);
  assert.equal((await holdBest(row, row, wish(6), row.take)).ok, true);
});
