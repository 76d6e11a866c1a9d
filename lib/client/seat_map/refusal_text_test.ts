import assert from "node:assert/strict";
import { statuses } from "@/lib/http/problem.ts";
import { wordsIn } from "@/lib/i18n/words.ts";
import type { Refusal } from "./hold_client.ts";
import { refusalText as textOf } from "./refusal_text.ts";

const seat = (number: string, row = "C") => ({ section: "Stalls", row, number });
const refusalText = (refusal: Refusal, seats: ReturnType<typeof seat>[]) =>
  textOf(refusal, seats, wordsIn("en"));

Deno.test("a lost seat is named, with the reason", () => {
  const refusal = { code: "seats-unavailable" };
  assert.equal(refusalText(refusal, [seat("12")]), "Row C, seat 12 was just taken.");
  assert.equal(refusalText(refusal, [seat("12"), seat("13")]), "Row C, seats 12 and 13 were just taken.");
});

Deno.test("the text for a limit says whose limit it is and what to do about it", () => {
  const code = "limit-exceeded";
  assert.match(refusalText({ code, limit: 6 }, []), /^One person can buy at most 6 seats here/);
  assert.equal(
    refusalText({ code, limit: 40, scope: "address" }, []),
    "Others on your network already hold 40 seats here, the most allowed. Try again in a few minutes, " +
      "or sign in to an account with a confirmed email address.",
  );
});

Deno.test("every problem code has a text that doesn't show it", () => {
  for (const code of Object.keys(statuses)) {
    const words = refusalText({ code, limit: 4 }, []);
    assert(words.length > 20 && !words.includes(code) && !words.includes("!"), words);
  }
});
