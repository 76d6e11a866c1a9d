import assert from "node:assert/strict";
import { commonPasswords } from "./common_passwords.ts";
import { passwordWeakness } from "./password_weakness.ts";
import { PASSWORD_LENGTH_MIN } from "./passwords.ts";

const ada = { email: "ada.lovelace@example.org", name: "Ada Lovelace" };
const zoe = { email: "z@angstrom-institute.example", name: "Zoë Ångström" };

Deno.test("more than ten thousand common passwords of sufficient length are rejected", () => {
  assert.ok(commonPasswords.size >= 10_000, String(commonPasswords.size));
  for (const password of commonPasswords) {
    assert.ok(password.length >= PASSWORD_LENGTH_MIN, password);
    assert.equal(passwordWeakness(password.toUpperCase()), "common", password);
  }
});

Deno.test("passwords that are easy to guess are rejected with the reason", () => {
  for (const password of ["password", "PASSWORD1", "Password123!", "qwertyuiop", "letmein123", "P@ssw0rd"]) {
    assert.equal(passwordWeakness(password), "common", password);
  }
  assert.equal(passwordWeakness("zzyzzyzzyzzy"), "repeating");
  assert.equal(passwordWeakness("ijklmnopqr"), "sequence");
  assert.match(passwordWeakness("98765432") ?? "", /common|sequence/);
});

Deno.test("words of this site and of the account count for nothing", () => {
  const rows: [password: string, weakness: string][] = [
    ["aisle-ticket", "context"],
    ["AisleTickets2026!", "context"],
    ["Sitzplatz-Nr-12", "context"],
    ["aisle-demo", "context"],
    ["ada.lovelace", "own"],
    ["AdaLovelace1815", "own"],
    ["my-lovelace!", "own"],
    ["ada@example.org", "own"],
    ["LOVELACE-aisle", "own"],
  ];
  for (const [password, weakness] of rows) assert.equal(passwordWeakness(password, ada), weakness, password);
  for (const password of ["angstrom2026", "ÅNGSTRÖM2026", "zoe.angstrom", "institute-1"]) {
    assert.equal(passwordWeakness(password, zoe), "own", password);
    assert.equal(passwordWeakness(password, ada), null, password);
  }
});

Deno.test("other passwords are accepted, including phrases with such words", () => {
  for (
    const password of [
      "correct horse",
      "purple monkey dishwasher",
      "a ticket to the sea",
      "ada rides a quiet horse",
      "日本語のパスワード",
      "x7!kQ2#vB9",
    ]
  ) {
    assert.equal(passwordWeakness(password, { email: "ada@example.org", name: "Ada" }), null, password);
  }
});
