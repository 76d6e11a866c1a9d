import assert from "node:assert/strict";
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
});
