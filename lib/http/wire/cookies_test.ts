import assert from "node:assert/strict";
import fc from "fast-check";
import { Cookies, parseCookies, sign, verifySigned } from "./cookies.ts";

const name = fc.stringMatching(/^[A-Za-z0-9_]{1,20}$/);
const value = fc.stringMatching(/^[A-Za-z0-9._~+/=-]{0,40}$/);

Deno.test("any number of cookies read back as written", () => {
  fc.assert(fc.property(fc.uniqueArray(fc.tuple(name, value), { selector: ([first]) => first }), (pairs) => {
    const header = pairs.map((pair) => pair.join("=")).join("; ");
    assert.deepEqual([...parseCookies(header)], pairs);
  }));
});

Deno.test("any header can be read", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (header) => {
    for (const [name, value] of parseCookies(header)) {
      assert.ok(!name.includes(";") && !name.includes("="));
      assert.ok(!value.includes(";"));
    }
  }));
});

Deno.test("the first cookie of a repeated name wins", () => {
  assert.equal(parseCookies("a=1; a=2").get("a"), "1");
});

Deno.test("a signed value verifies only with its purpose and secret", () => {
  const text = fc.string({ unit: "binary" });
  // All of one length: HMAC pads a short key with zeros, so a key equals itself with zeros appended.
  const key = fc.stringMatching(/^[a-z]{32}$/);
  fc.assert(fc.property(text, text, key, key, (purpose, value, secret, other) => {
    const signed = sign(purpose, value, [secret]);
    assert.equal(verifySigned(purpose, signed, [secret]), value);
    if (other !== secret) assert.equal(verifySigned(purpose, signed, [other]), null);
    assert.equal(verifySigned(`${purpose}2`, signed, [secret]), null);
  }));
});

Deno.test("the first of several secrets signs, and any of them verifies", () => {
  const signed = sign("test", "value", ["new", "old"]);
  assert.equal(signed, sign("test", "value", ["new"]));
  for (const secrets of [["new"], ["newest", "new"], ["new", "old"]]) {
    assert.equal(verifySigned("test", signed, secrets), "value");
  }
  assert.equal(verifySigned("test", signed, ["newest", "old"]), null);
});

Deno.test("a value changed in any way does not verify", () => {
  fc.assert(fc.property(value, fc.nat(), fc.stringMatching(/^[A-Za-z0-9._-]$/), (value, at, letter) => {
    const signed = sign("test", value, ["secret"]);
    const index = at % signed.length;
    const changed = signed.slice(0, index) + letter + signed.slice(index + 1);
    // The last character of the signature carries two bits that belong to no byte, so changing it may change nothing.
    fc.pre(changed.slice(0, -1) !== signed.slice(0, -1));
    assert.equal(verifySigned("test", changed, ["secret"]), null);
  }));
});

Deno.test("on HTTPS a cookie is bound to the host, and one without the prefix is ignored", () => {
  const cookies = new Cookies("aisle_access=planted; __Host-other=1", true);
  assert.equal(cookies.get("aisle_access"), undefined);
  assert.equal(cookies.get("other"), "1");
  cookies.set("aisle_access", "token", 60);
  const headers = new Headers();
  assert.equal(cookies.appendTo(headers), true);
  assert.deepEqual(headers.getSetCookie(), [
    "__Host-aisle_access=token; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure",
  ]);
});

Deno.test("only the last value set for a cookie is sent, and no header if none was set", () => {
  const cookies = new Cookies(null, false);
  const headers = new Headers();
  assert.equal(cookies.appendTo(headers), false);
  cookies.set("a", "1", 60);
  cookies.clear("a");
  cookies.appendTo(headers);
  assert.deepEqual(headers.getSetCookie(), ["a=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"]);
});
