import assert from "node:assert/strict";
import { hash } from "@node-rs/argon2";
import { checkPassword, hashPassword, verifyPassword } from "./passwords.ts";

Deno.test("a password verifies only against its own hash", async () => {
  const hash = await hashPassword("correct horse");
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(await verifyPassword(hash, "correct horse"), true);
  assert.equal(await verifyPassword(hash, "correct horsf"), false);
});

Deno.test("without an account no password matches", async () => {
  for (const password of ["correct horse", "", "cafe\u0301 cre\u0300me"]) {
    assert.deepEqual(await checkPassword(null, password), { matches: false, isOutdated: false });
  }
});

Deno.test("a password matches however a keyboard composes its letters and spaces", async () => {
  const [composed, decomposed] = ["caf\u00e9 cr\u00e8me", "cafe\u0301\u00a0cre\u0300me"];
  for (const [chosen, typed] of [[composed, decomposed], [decomposed, composed]]) {
    const check = await checkPassword(await hashPassword(chosen), typed);
    assert.deepEqual(check, { matches: true, isOutdated: false });
  }
  assert.equal(
    await verifyPassword(await hashPassword(composed), "Caf\u00e9 cr\u00e8me"),
    false,
    "case counts",
  );
});

Deno.test("a password matches its hash from before there was a canonical form, which is then outdated", async () => {
  const typed = "cafe\u0301 cre\u0300me";
  const before = await hash(typed);
  assert.deepEqual(await checkPassword(before, typed), { matches: true, isOutdated: true });
  assert.deepEqual(await checkPassword(await hash("caf\u00e9 cr\u00e8me"), typed), {
    matches: true,
    isOutdated: false,
  });
});
