import assert from "node:assert/strict";
import { indexChart } from "@/lib/charts/chart_index.ts";
import { wordsIn } from "@/lib/i18n/words.ts";
import { smallChart } from "@/lib/testing/fixtures.ts";
import { expiredSeats, expiredSeatsText, withSeats } from "./expired_seats.ts";

const index = indexChart(smallChart(4));

Deno.test("former seats are split into free and taken; unknown ones and those over the limit are left out", () => {
  const { free, taken } = expiredSeats(index, "ahba", ["A-2", "A-1", "Z-9", "A-1", "A-4"], 2);
  assert.deepEqual([free, taken].map((seats) => seats.map(({ number }) => number)), [["1"], ["2"]]);
});

Deno.test("the text says which seats are still free and which are taken", () => {
  const { seatMap, seats } = wordsIn("en");
  const of = (statuses: string, ...ids: string[]) =>
    expiredSeatsText(expiredSeats(index, statuses, ids, 4), seatMap.expired, seats);
  assert.equal(of("aaaa", "A-1", "A-2"), "They are still free: Stalls, row A: 1, 2.");
  assert.equal(of("bhaa", "A-1", "A-2"), "They have been taken: Stalls, row A: 1, 2.");
  assert.equal(
    of("baaa", "A-1", "A-2"),
    "Taken: Stalls, row A: 1. Still free: Stalls, row A: 2.",
  );
  assert.match(of("aaaa"), /may still be free/);
});

Deno.test("a URL carries the seats, whatever is in their ids", () => {
  assert.equal(withSeats("/events/low-sun", []), "/events/low-sun");
  const url = new URL(withSeats("/checkout/1", ["A&1", "B 2"]), "https://example.org");
  assert.deepEqual(url.searchParams.getAll("seat"), ["A&1", "B 2"]);
});
