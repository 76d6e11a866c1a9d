import assert from "node:assert/strict";
import { commonPasswords } from "./common_passwords.ts";
import { hashPassword, PASSWORD_LENGTH_MIN, passwordWeakness, verifyPassword } from "./passwords.ts";

Deno.test("a password verifies only against its own hash", async () => {
  const hash = await hashPassword("correct horse");
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(await verifyPassword(hash, "correct horse"), true);
  assert.equal(await verifyPassword(hash, "correct horsf"), false);
});

Deno.test("without an account no password matches", async () => {
  assert.equal(await verifyPassword(null, "correct horse"), false);
  assert.equal(await verifyPassword(null, ""), false);
});

Deno.test("passwords that are easy to guess are rejected with the reason", () => {
  for (const password of ["password", "PASSWORD1", "Password123!", "qwertyuiop", "letmein123", "P@ssw0rd"]) {
    assert.equal(passwordWeakness(password), "common", password);
  }
  assert.equal(passwordWeakness("zzzzzzzzzz"), "repeating");
  assert.equal(passwordWeakness("ijklmnopqr"), "sequence");
  assert.match(passwordWeakness("98765432") ?? "", /common|sequence/);
  assert.equal(passwordWeakness("Ada Lovelace", ["ada@example.org", "ada lovelace"]), "own");
});

Deno.test("other passwords are accepted, including phrases and the demo password", () => {
  for (
    const password of [
      "correct horse",
      "aisle-demo",
      "purple monkey dishwasher",
      "日本語のパスワード",
      "x7!kQ2#vB9",
    ]
  ) {
    assert.equal(passwordWeakness(password, ["ada@example.org", "Ada"]), null, password);
  }
});

Deno.test("the list contains no password that is rejected for its length anyway", () => {
  assert.ok(commonPasswords.size > 200);
  for (const password of commonPasswords) assert.ok(password.length >= PASSWORD_LENGTH_MIN, password);
});
