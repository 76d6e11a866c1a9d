import assert from "node:assert/strict";
import { Cookies } from "@/lib/http/wire/cookies.ts";
import { findAgain, readFound, rememberFound } from "./found_seats.ts";

/** The first `quantity` free seats of ten. */
const first = (quantity: number) => (isFree: (seat: number) => boolean) => {
  const free = Array.from({ length: 10 }, (_, seat) => seat).filter(isFree).slice(0, quantity);
  return free.length === quantity ? free : null;
};

Deno.test("repeating a search finds other seats; a larger one may reuse the found ones", () => {
  const found = new Set([0, 1]);
  const isFree = (seat: number) => !found.has(seat);
  assert.deepEqual(findAgain(first(2), isFree, found, true), [2, 3]);
  assert.deepEqual(findAgain(first(3), isFree, found, false), [0, 1, 2]);
});

Deno.test("if there are no others, the same seats are found; if there are too few, none", () => {
  const found = new Set([0, 1]);
  assert.deepEqual(findAgain(first(2), () => false, found, true), [0, 1]);
  assert.equal(findAgain(first(3), () => false, found, false), null);
});

Deno.test("found seats are remembered for their hold, whatever their ids", () => {
  const sent = new Map<string, string>();
  rememberFound({ set: (name, value) => void sent.set(name, value) }, "e1.h1", ["A/1", "é;2", "3"]);
  const cookies = new Cookies([...sent].map((pair) => pair.join("=")).join("; "), false);
  assert.deepEqual(readFound(cookies, "e1.h1"), ["A/1", "é;2", "3"]);
  assert.deepEqual(readFound(cookies, "e1.h2"), []);
  assert.deepEqual(readFound(new Cookies("found=e1.h1/%E0%A4%A", false), "e1.h1"), []);
  assert.deepEqual(readFound(new Cookies(null, false), "e1.h1"), []);
});
