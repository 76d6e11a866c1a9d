import assert from "node:assert/strict";
import { formatCardExpiry, formatCardNumber } from "./card_format.ts";

Deno.test("a number is grouped while it is typed", () => {
  const numbers = {
    "4": "4",
    "4242": "4242",
    "42424": "4242 4",
    "4242 42424": "4242 4242 4",
    "4242424242424242": "4242 4242 4242 4242",
    "6304000000000000000": "6304 0000 0000 0000 000",
    "37": "37",
    "37828": "3782 8",
    "378282246310005": "3782 822463 10005",
    "4242-4": "4242-4",
    "": "",
  };
  for (const [typed, expected] of Object.entries(numbers)) {
    assert.equal(formatCardNumber(typed), expected, typed);
  }
});

Deno.test("a complete month gets its slash", () => {
  const expiries = {
    "1": "1",
    "12": "12/",
    "12/": "12/",
    "12//": "12/",
    "12/3": "12/3",
    "12/39": "12/39",
    "1/3": "1/3",
    "123": "123",
  };
  for (const [typed, expected] of Object.entries(expiries)) {
    assert.equal(formatCardExpiry(typed), expected, typed);
  }
});
