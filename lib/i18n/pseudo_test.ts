import assert from "node:assert/strict";
import { readPattern } from "./pattern.ts";
import { toPseudo } from "./pseudo.ts";
import { say } from "./speak.ts";

const voice = { language: "en", locale: "en" };

Deno.test("a message is bracketed, accented and longer, and its arguments are unchanged", () => {
  const { pay, total } = toPseudo({
    pay: "Pay",
    total: readPattern("{count, plural, one {# seat} other {# seats}} at {price}"),
  });
  assert.equal(pay, "«Þáý ļöñ»");
  assert.equal(
    say(total as [], { count: 2, price: "£4" }, voice),
    "«2 šéáţš áţ £4 ļöñğ»",
  );
});

Deno.test("the content of a tag is accented in place", () => {
  const { agree } = toPseudo({ agree: readPattern("I agree to the <link>terms</link>") });
  const link = (inner: unknown) => ({ inner });
  assert.deepEqual(say(agree as [], { link }, voice), [
    "«",
    "Î áğŕéé ţö ţĥé ",
    { inner: "ţéŕɱš" },
    " ļöñğéŕ",
    "»",
  ]);
});
