import assert from "node:assert/strict";
import fc from "fast-check";
import { slugify } from "./slug.ts";

Deno.test("a slug is the title's words in ASCII letters", () => {
  assert.equal(slugify("Noc w Łodzi: Chopin & Górecki"), "noc-w-lodzi-chopin-gorecki");
});

Deno.test("an apostrophe does not split a word", () => {
  assert.equal(slugify("The Keeper’s Radio"), "the-keepers-radio");
});

Deno.test("a title without Latin letters becomes 'event'", () => {
  assert.equal(slugify("東京"), "event");
  assert.equal(slugify("!!!"), "event");
});

Deno.test("a long title is cut between words", () => {
  const slug = slugify("The very long and winding road that leads to the door of somebody else entirely");
  assert.equal(slug, "the-very-long-and-winding-road-that-leads-to-the-door-of");
});

Deno.test("every slug can be in a URL without escaping", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (title) => {
    assert.match(slugify(title), /^[a-z0-9]+(-[a-z0-9]+)*$/);
    assert.ok(slugify(title).length <= 60);
  }));
});
