import assert from "node:assert/strict";
import { wordsIn } from "@/lib/i18n/words.ts";
import { type AttentionFacts, attentionOf, type SoonEvent } from "./attention.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const start = Date.parse("2026-12-04T19:00:00Z");

const nothing: AttentionFacts = { soon: [], refunds: [], payments: [] };
const concert: SoonEvent = {
  id: "1",
  title: "Night Music",
  status: "published",
  startsAt: new Date(start),
  doorsAt: new Date(start - HOUR),
  salesOpenAt: null,
  timeZone: "Europe/Warsaw",
  tickets: 150,
  admitted: 12,
};

/** The sentences `beforeMs` milliseconds before the concert, with their urgency. */
function sentences(facts: Partial<AttentionFacts>, beforeMs: number): string[] {
  return attentionOf(
    { ...nothing, ...facts },
    start - beforeMs,
    wordsIn("en", "en-GB").admin.attention,
    "en-GB",
  ).map(({ kind, text }) => `${kind}: ${text}`);
}

Deno.test("a draft that starts soon needs publishing", () => {
  const draft: SoonEvent = { ...concert, status: "draft" };
  assert.deepEqual(sentences({ soon: [draft] }, 5 * HOUR), [
    "warning: “Night Music” starts on Friday, 4 December 2026 at 20:00 and is still a draft.",
  ]);
});

Deno.test("right-to-left text is isolated from the words around it", () => {
  const facts = { ...nothing, soon: [{ ...concert, title: "ليلة" }] };
  const [{ text }] = attentionOf(facts, start - 5 * HOUR, wordsIn("en", "ar-EG").admin.attention, "ar-EG");
  assert.match(text, /^“\u2068ليلة\u2069” starts at \u2068[^\u2069]+\u2069: /u);
});

Deno.test("check-in for today's events is reported, with a warning if too few are inside after the start", () => {
  const rows: [beforeMs: number, event: Partial<SoonEvent>, expected: string[]][] = [
    [13 * HOUR, {}, []],
    [5 * HOUR, {}, ["info: “Night Music” starts at 20:00: 12 of 150 tickets checked in."]],
    [30 * MINUTE, {}, ["info: Doors are open for “Night Music”, 12 of 150 tickets checked in."]],
    [-5 * MINUTE, {}, ["warning: Running now: “Night Music”, 12 of 150 tickets checked in."]],
    [-5 * MINUTE, { admitted: 75 }, ["info: Running now: “Night Music”, 75 of 150 tickets checked in."]],
    [-5 * MINUTE, { tickets: 9, admitted: 0 }, [
      "info: Running now: “Night Music”, 0 of 9 tickets checked in.",
    ]],
    [-5 * MINUTE, { tickets: 0, admitted: 0 }, []],
  ];
  for (const [beforeMs, event, expected] of rows) {
    assert.deepEqual(sentences({ soon: [{ ...concert, ...event }] }, beforeMs), expected);
  }
});

Deno.test("a sale that opens within a day is announced until it opens", () => {
  const soon = [{ ...concert, tickets: 0, salesOpenAt: new Date(start - 48 * HOUR) }];
  const [line] = sentences({ soon }, 50 * HOUR);
  assert.equal(line, "info: Sales for “Night Music” open on Wednesday, 2 December 2026 at 20:00.");
  assert.deepEqual(sentences({ soon }, 73 * HOUR), []);
  assert.deepEqual(sentences({ soon }, 47 * HOUR), []);
});

Deno.test("unanswered payments and late refunds come first", () => {
  const payments = [{ id: "2", title: "Late Show", unanswered: 4, payments: 6 }];
  const refund = {
    id: "3",
    title: "Matinee",
    refunds: 1,
    amount: 1250,
    currency: "EUR",
    since: new Date(start - 3 * HOUR),
  };
  const lines = sentences(
    { soon: [concert], refunds: [refund, { ...refund, refunds: 2 }], payments },
    HOUR / 2,
  );
  assert.deepEqual(lines, [
    "danger: “Late Show”: 4 of 6 payments got no response in the last hour.",
    "warning: “Matinee”: a refund of €12.50 has been waiting for 2 hours.",
    "warning: “Matinee”: 2 refunds of €12.50 have been waiting for 2 hours.",
    "info: Doors are open for “Night Music”, 12 of 150 tickets checked in.",
  ]);
});

Deno.test("without facts there are no sentences", () => {
  assert.deepEqual(sentences({}, 0), []);
});
