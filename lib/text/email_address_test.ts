import assert from "node:assert/strict";
import fc from "fast-check";
import { emailAddress, emailKey } from "./email_address.ts";
import { lowerAscii } from "./unicode_forms.ts";

const accepts = (text: string) => emailAddress.safeParse(text).success;

Deno.test("an address may have a domain in any script, and is stored as it was typed", () => {
  for (const text of ["ada@example.org", "x@bücher.example", "x@xn--bcher-kva.example"]) {
    assert.ok(accepts(text), text);
  }
  assert.equal(emailAddress.parse(" x@bu\u0308cher.example "), "x@b\u00fccher.example");
  for (
    const text of [
      "用户@例子.广告",
      "adm\u0130n@example.org",
      "ada",
      "ada@",
      "@example.org",
      "a b@example.org",
    ]
  ) {
    assert.ok(!accepts(text), text);
  }
  for (const text of ["ada@exam ple.org", "ada@-.org", "ada@example", "a@b@example.org", "", " "]) {
    assert.ok(!accepts(text), text);
  }
  assert.ok(!accepts(`${"a".repeat(250)}@example.org`));
});

Deno.test("spellings of one address have the same key", () => {
  const rows = [
    ["ada@example.org", "ADA@Example.ORG"],
    ["x@bücher.example", "X@BÜCHER.example", "x@bu\u0308cher.example", "x@xn--bcher-kva.example"],
    ["admin@example.org", "adm\u0130n@example.org", "adm\u0131n@example.org", "adm\uff49n@example.org"],
    ["ada@example.org", "ada@ｅxample.org", "ada@example。org"],
    ["nobody", "NOBODY"],
  ];
  for (const spellings of rows) {
    assert.equal(new Set(spellings.map(emailKey)).size, 1, spellings.map(emailKey).join());
  }
  assert.notEqual(
    emailKey("a.da@example.org"),
    emailKey("ada@example.org"),
    "dots and tags are up to the mail server",
  );
});

Deno.test("the key of an ASCII address is that address in lower case, as the migration to keys computed it", () => {
  const label = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,8}$/);
  const address = fc.tuple(
    fc.stringMatching(/^[A-Za-z0-9_'+.-]{0,10}[A-Za-z0-9_+-]$/),
    fc.array(label, { minLength: 1, maxLength: 3 }),
    fc.stringMatching(/^[A-Za-z]{2,6}$/),
  ).map(([local, labels, tld]) => `${local}@${labels.join(".")}.${tld}`);
  fc.assert(
    fc.property(address, (text) => {
      assert.equal(emailKey(text), lowerAscii(text));
      assert.equal(emailKey(emailKey(text)), emailKey(text));
    }),
  );
  for (const text of ["A@XN--BCHER-KVA.example", "a@xn--zzzzzz.EXAMPLE", "a@xn--.example"]) {
    assert.equal(emailKey(text), lowerAscii(text), text);
  }
});
