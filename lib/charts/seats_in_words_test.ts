import assert from "node:assert/strict";
import { wordsIn } from "@/lib/i18n/words.ts";
import {
  type NamedSeat,
  seatName as nameOf,
  seatsInList as listOf,
  seatsInSentence as sentenceOf,
} from "./seats_in_words.ts";

const words = wordsIn("en").seats;
const seatName = (seat: NamedSeat) => nameOf(seat, words);
const seatsInList = (seats: NamedSeat[]) => listOf(seats, words);
const seatsInSentence = (seats: NamedSeat[]) => sentenceOf(seats, words);

const seat = (number: string, row = "C") => ({ section: "Stalls", row, number });

Deno.test("a list groups the seats of a row in order, and counts standing places", () => {
  const stalls = (row: string, number: string) => ({ section: "Stalls", row, number });
  const floor = { section: "Floor", row: "", number: "" };
  assert.equal(seatsInList([stalls("C", "12"), stalls("C", "9")]), "Stalls, row C: 9, 12");
  assert.equal(
    seatsInList([stalls("C", "1"), floor, stalls("D", "1"), floor]),
    "Stalls, row C: 1; 2 × Floor; Stalls, row D: 1",
  );
  assert.equal(seatsInList([floor]), "Floor");
  const table = (number: string) => ({ section: "Table 4", row: "", number });
  assert.equal(seatsInList([table("2"), table("1")]), "Table 4: 1, 2");
});

Deno.test("a single seat is named with its row or table, a standing place by its area alone", () => {
  assert.equal(seatName({ section: "Stalls", row: "C", number: "12" }), "Stalls, row C, seat 12");
  assert.equal(seatName({ section: "Table 4", row: "", number: "2" }), "Table 4, seat 2");
  assert.equal(seatName({ section: "Floor", row: null, number: null }), "Floor");
});

Deno.test("seats in one row are named together, others one by one", () => {
  assert.equal(seatsInSentence([seat("12")]), "row C, seat 12");
  assert.equal(seatsInSentence([seat("14"), seat("15")]), "row C, seats 14 and 15");
  assert.equal(seatsInSentence([seat("14"), seat("2", "D")]), "row C, seat 14 and row D, seat 2");
  const place = { section: "Floor", row: "", number: "" };
  assert.equal(seatsInSentence([place, place, place]), "3 places in Floor");
});

Deno.test("many seats are not all named", () => {
  assert.equal(
    seatsInSentence(["1", "2", "3", "4", "5"].map((number) => seat(number))),
    "row C, seats 1, 2 and 3 more",
  );
});

Deno.test("seats are named in the reader's language, with the hall's own names", () => {
  const { seats: german } = wordsIn("de");
  const floor = { section: "Floor", row: "", number: "" };
  assert.equal(nameOf(seat("12"), german), "Stalls, Reihe\u00a0C, Platz\u00a012");
  assert.equal(
    listOf([seat("12"), seat("9"), floor, floor], german),
    "Stalls, Reihe\u00a0C: 9, 12; 2 × Floor",
  );
  assert.equal(
    sentenceOf(["1", "2", "3", "4"].map((number) => seat(number)), german),
    "Reihe\u00a0C, Plätze 1, 2 und 2 weitere",
  );
  assert.equal(
    sentenceOf([floor, floor, seat("2", "D")], german),
    "2 Stehplätze (Floor) und Reihe\u00a0D, Platz\u00a02",
  );
});
