import assert from "node:assert/strict";
import { readPattern } from "./pattern.ts";
import { say, speak } from "./speak.ts";

const said = (message: string, args: Record<string, unknown> = {}, language = "en", locale = language) =>
  say(readPattern(message), args, { language, locale });

Deno.test("texts and numbers are inserted, numbers in the reader's format", () => {
  assert.equal(said("Nothing to put in"), "Nothing to put in");
  assert.equal(said("{count, number} of {total}", { count: 1200, total: "many" }), "1,200 of many");
  assert.equal(said("{count, number} left", { count: 1200 }, "en", "de"), "1.200 left");
});

Deno.test("a count selects the case of its exact value, or else of its plural category", () => {
  const message = "{count, plural, =0 {Nothing} one {# seat} other {# seats}} left";
  assert.deepEqual([0, 1, 2, 1500].map((count) => said(message, { count })), [
    "Nothing left",
    "1 seat left",
    "2 seats left",
    "1,500 seats left",
  ]);
  const polish = "{count, plural, one {# miejsce} few {# miejsca} many {# miejsc} other {# miejsca}}";
  assert.deepEqual([1, 2, 5, 22].map((count) => said(polish, { count }, "pl")), [
    "1 miejsce",
    "2 miejsca",
    "5 miejsc",
    "22 miejsca",
  ]);
  const place = "{place, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}";
  assert.deepEqual([1, 2, 3, 11].map((n) => said(place, { place: n })), ["1st", "2nd", "3rd", "11th"]);
});

Deno.test("a case is selected by a word", () => {
  const message = "{kind, select, film {The film} concert {The concert} other {}} begins at {time}.";
  assert.equal(said(message, { kind: "film", time: "20:00" }), "The film begins at 20:00.");
});

Deno.test("a tag renders its content in its place in the sentence", () => {
  const link = (inner: unknown) => ({ link: inner });
  assert.deepEqual(said("Agree to the <link>{count} terms</link> first", { link, count: "two" }), [
    "Agree to the ",
    { link: "two terms" },
    " first",
  ]);
  assert.equal(said("<link>All</link>", { link: (inner: string) => inner.toUpperCase() }), "ALL");
});

Deno.test("quoted braces are text", () => {
  assert.equal(said("'{'not an argument'}' isn't"), "{not an argument} isn't");
});

Deno.test("messages that contain formats handled elsewhere are rejected", () => {
  for (
    const message of [
      "{at, date}",
      "{at, time, short}",
      "{n, number, percent}",
      "{n, plural, offset:1 other {#}}",
      "{",
    ]
  ) {
    assert.throws(() => readPattern(message), message);
  }
});

Deno.test("messages read the same in an island as on the page", () => {
  const patterns = { title: "Pay", group: { total: readPattern("Total {amount}") } };
  const sent = JSON.parse(JSON.stringify({ language: "en", locale: "en", patterns }));
  const words = speak<{ title: string; group: { total(args: { amount: string }): string } }>(sent);
  assert.deepEqual([words.title, words.group.total({ amount: "€5" })], ["Pay", "Total €5"]);
});
