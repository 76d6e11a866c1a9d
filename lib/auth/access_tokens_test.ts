import assert from "node:assert/strict";
import fc from "fast-check";
import { jwtVerify, SignJWT } from "jose";
import { ACCESS_TOKEN_SECONDS, type AccessClaims, AccessTokens, keyId } from "./access_tokens.ts";

const SECRET = "a secret of the tests, forty letters long";
const key = new TextEncoder().encode(SECRET);
const START = Date.UTC(2026, 0, 1);
const claims: AccessClaims = {
  userId: crypto.randomUUID(),
  role: "visitor",
  sessionId: crypto.randomUUID(),
  visitorId: null,
};

Deno.test("a token verifies with its claims until it expires", () => {
  const clock = { now: START };
  const tokens = new AccessTokens([SECRET], () => clock.now);
  const token = tokens.issue(claims);
  assert.deepEqual(tokens.verify(token), claims);
  clock.now += ACCESS_TOKEN_SECONDS * 1000 - 1;
  assert.deepEqual(tokens.verify(token), claims);
  assert.deepEqual(new AccessTokens([SECRET], () => clock.now).verify(token), claims);
  clock.now++;
  assert.equal(tokens.verify(token), null);
  assert.equal(new AccessTokens([SECRET], () => clock.now).verify(token), null);
});

Deno.test("a token is a JWT that others with the secret can verify", async () => {
  const token = new AccessTokens([SECRET], () => START).issue(claims);
  const { payload, protectedHeader } = await jwtVerify(token, key, { currentDate: new Date(START) });
  assert.equal(payload.sub, claims.userId);
  assert.deepEqual(protectedHeader, { alg: "HS256", typ: "JWT", kid: keyId(SECRET) });
});

Deno.test("a token changed anywhere, or signed with another secret, is rejected", () => {
  const tokens = new AccessTokens([SECRET], () => START);
  const token = tokens.issue(claims);
  fc.assert(
    fc.property(
      fc.nat(token.length - 1),
      fc.constantFrom("A", "z", "0", "_", "."),
      (at, letter) => {
        fc.pre(token[at] !== letter);
        assert.equal(tokens.verify(token.slice(0, at) + letter + token.slice(at + 1)), null);
      },
    ),
  );
  assert.equal(new AccessTokens([`${SECRET}!`], () => START).verify(token), null);
});

Deno.test("a secret can be replaced while its tokens are in use", () => {
  const [old, next] = [SECRET, "the next secret of the tests, also forty letters"];
  const during = new AccessTokens([next, old], () => START);
  const [before, after] = [new AccessTokens([old], () => START).issue(claims), during.issue(claims)];
  for (const token of [before, after]) assert.deepEqual(during.verify(token), claims);
  const finished = new AccessTokens([next], () => START);
  assert.deepEqual(finished.verify(after), claims, "the first secret signs");
  assert.equal(finished.verify(before), null);
});

Deno.test("text that is not a token is rejected, and so is a token without a signature", () => {
  const tokens = new AccessTokens([SECRET], () => START);
  fc.assert(fc.property(fc.string(), (text) => assert.equal(tokens.verify(text), null)));
  const part = (value: unknown) => btoa(JSON.stringify(value)).replaceAll("=", "");
  const payload = { iss: "aisle", sub: claims.userId, role: "admin", sid: claims.sessionId, vid: null };
  const kid = keyId(SECRET);
  for (const header of [{ alg: "none" }, { alg: "HS256" }, { alg: "none", typ: "JWT", kid }]) {
    assert.equal(tokens.verify(`${part(header)}.${part({ ...payload, exp: 9e9 })}.`), null);
  }
});

Deno.test("a JWT that we signed for another purpose is not an access token", async () => {
  const tokens = new AccessTokens([SECRET], () => START);
  const sign = (payload: Record<string, unknown>) =>
    new SignJWT(payload).setProtectedHeader({ alg: "HS256", typ: "JWT", kid: keyId(SECRET) })
      .setExpirationTime(9e9).sign(key);
  const payload = { sub: claims.userId, role: "visitor", sid: claims.sessionId, vid: null };
  assert.deepEqual(tokens.verify(await sign({ ...payload, iss: "aisle" })), claims);
  assert.equal(tokens.verify(await sign({ ...payload, iss: "another" })), null);
  assert.equal(tokens.verify(await sign({ ...payload, iss: "aisle", role: "owner" })), null);
});
