import assert from "node:assert/strict";
import type { SeatFlag } from "@/lib/charts/chart.ts";
import { wordsIn } from "@/lib/i18n/words.ts";
import { spokenSeat } from "./labels.ts";

Deno.test("a seat is announced with its price, features and state", () => {
  const seat = { section: "Stalls", row: "M", number: "31", flags: ["accessible", "aisle"] as SeatFlag[] };
  assert.equal(
    spokenSeat(seat, "€42", "a", wordsIn("en")),
    "Stalls, row M, seat 31, €42, wheelchair place, on the aisle, free",
  );
  assert.equal(
    spokenSeat({ ...seat, flags: [] }, "€42", "m", wordsIn("en")),
    "Stalls, row M, seat 31, €42, yours",
  );
});
