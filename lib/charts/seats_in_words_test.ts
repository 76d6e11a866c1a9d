import assert from "node:assert/strict";
import { seatName } from "./seat_name.ts";
import { seatsInWords } from "./seats_in_words.ts";

Deno.test("seats of a row are said together and in order, standing places are counted", () => {
  const stalls = (row: string, number: string) => ({ section: "Stalls", row, number });
  const floor = { section: "Floor", row: "", number: "" };
  assert.equal(seatsInWords([stalls("C", "12"), stalls("C", "9")]), "Stalls, row C: 9, 12");
  assert.equal(
    seatsInWords([stalls("C", "1"), floor, stalls("D", "1"), floor]),
    "Stalls, row C: 1; 2 × Floor; Stalls, row D: 1",
  );
  assert.equal(seatsInWords([floor]), "Floor");
  const table = (number: string) => ({ section: "Table 4", row: "", number });
  assert.equal(seatsInWords([table("2"), table("1")]), "Table 4: 1, 2");
});

Deno.test("one seat is said with its row, its table, or the area alone", () => {
  assert.equal(seatName({ section: "Stalls", row: "C", number: "12" }), "Stalls, row C, seat 12");
  assert.equal(seatName({ section: "Table 4", row: "", number: "2" }), "Table 4, seat 2");
  assert.equal(seatName({ section: "Floor", row: null, number: null }), "Floor");
});
