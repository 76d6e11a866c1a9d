import assert from "node:assert/strict";
import { wordsIn } from "@/lib/i18n/words.ts";
import { refusalText } from "./artwork_form.ts";

Deno.test("an upload that can't be artwork is refused with the limit it breaks, in the organizer's language", () => {
  const text = (code: Parameters<typeof refusalText>[0]["code"], language: "en" | "de") =>
    refusalText({ status: 422, code }, wordsIn(language).artwork.refusal);
  assert.match(text("too-many-pixels", "en"), /more than 60 megapixels/);
  assert.match(text("too-small", "en"), /less than 300 pixels/);
  assert.match(text("too-long", "en"), /more than 4 times as long/);
  assert.match(text("not-a-picture", "de"), /JPEG, PNG, WebP oder AVIF/);
  assert.match(text("too-small", "de"), /weniger als 300\u00a0Pixel/);
});
