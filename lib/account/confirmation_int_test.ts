import assert from "node:assert/strict";
import { LINK_LIFE_MS } from "@/lib/auth/one_time_links.ts";
import { type Visitor, withAccounts } from "./testing.ts";

async function isConfirmed(visitor: Visitor): Promise<boolean> {
  return (await (await visitor.get("/api/me")).json()).emailConfirmed;
}

Deno.test("registering emails a link that confirms the address once, whoever opens it", () =>
  withAccounts(async ({ newVisitor, mailsTo, tokenFor }) => {
    const ada = await newVisitor("ada@example.org");
    assert.equal(await isConfirmed(ada), false);
    assert.deepEqual((await mailsTo("ada@example.org")).map(({ kind }) => kind), ["confirm-email"]);
    const token = await tokenFor("ada@example.org");

    const stranger = await newVisitor("eve@example.org");
    assert.equal((await stranger.call("POST", "/api/auth/confirm", { token })).status, 204);
    assert.equal(await isConfirmed(ada), true);
    assert.equal(await isConfirmed(stranger), false);
    await stranger.assertProblem("POST", "/api/auth/confirm", { token }, 422, "token-invalid");
  }));

Deno.test("a link works for 24 hours", () =>
  withAccounts(async ({ clock, newVisitor, tokenFor }) => {
    const ada = await newVisitor("ada@example.org");
    const token = await tokenFor("ada@example.org");
    clock.nowMs += LINK_LIFE_MS["confirm-email"];
    await ada.assertProblem("POST", "/api/auth/confirm", { token }, 422, "token-invalid");
    clock.nowMs -= 1;
    assert.equal((await ada.call("POST", "/api/auth/confirm", { token })).status, 204);
  }));

Deno.test("a token that is not ours, or was signed for something else, confirms nothing", () =>
  withAccounts(async ({ newVisitor, tokenFor }) => {
    const ada = await newVisitor("ada@example.org");
    const token = await tokenFor("ada@example.org");
    const refreshToken = ada.browser.cookies.get("aisle_refresh")!;
    const forged = token.slice(0, -1) + (token.endsWith("A") ? "B" : "A");
    for (const wrong of [forged, refreshToken, "x", crypto.randomUUID(), token.split(".")[0]]) {
      await ada.assertProblem("POST", "/api/auth/confirm", { token: wrong }, 422, "token-invalid");
    }
    await ada.assertProblem("POST", "/api/auth/confirm", { token: "" }, 422, "validation");
    assert.equal(await isConfirmed(ada), false);
  }));

Deno.test("the link is sent again at most five times an hour, and earlier ones still work", () =>
  withAccounts(async ({ newVisitor, mailsTo, tokenFor }) => {
    const ada = await newVisitor("ada@example.org");
    const first = await tokenFor("ada@example.org");
    for (let mails = 2; mails <= 5; mails++) {
      assert.equal((await ada.call("POST", "/api/me/confirmation")).status, 202);
    }
    await ada.assertProblem("POST", "/api/me/confirmation", undefined, 429, "rate-limited");
    assert.equal((await mailsTo("ada@example.org")).length, 5);

    assert.equal((await ada.call("POST", "/api/auth/confirm", { token: first })).status, 204);
    await ada.assertProblem("POST", "/api/me/confirmation", undefined, 409, "already-confirmed");
    const last = await tokenFor("ada@example.org");
    await ada.assertProblem("POST", "/api/auth/confirm", { token: last }, 422, "token-invalid");
  }));

Deno.test("whoever owns an address learns by email that somebody tried to register it, five times an hour", () =>
  withAccounts(async ({ newVisitor, guest, mailsTo }) => {
    await newVisitor("ada@example.org");
    const again = { email: "ADA@example.org", password: "another quiet horse", name: "Mallory" };
    for (let tries = 0; tries < 6; tries++) {
      await guest().assertProblem("POST", "/api/auth/register", again, 409, "email-taken");
    }
    const mails = (await mailsTo("ada@example.org")).filter(({ kind }) => kind === "account-exists");
    assert.equal(mails.length, 5);
    assert.ok(mails[0].text.startsWith("Hello Ada,"), "the owner's name, not the one typed");
    assert.deepEqual(mails[0].links, ["http://127.0.0.1:8000/forgot"]);
  }));

Deno.test("links are in no message that the API lists, nor anywhere in the database", () =>
  withAccounts(async ({ sql, newVisitor, tokenFor }) => {
    const ada = await newVisitor("ada@example.org");
    const token = await tokenFor("ada@example.org");
    const { items: [message] } = await (await ada.get("/api/messages")).json();
    assert.equal(message.kind, "confirm-email");
    assert.doesNotMatch(message.text, /http|token/);
    const signature = token.split(".")[1];
    for (const table of ["messages", "one_time_links", "outbox"]) {
      const [{ text }] = await sql`select string_agg(to_jsonb(t)::text, '') as text from ${sql(table)} t`;
      assert.ok(!text.includes(signature), table);
    }
  }));

Deno.test("opening the page of a link changes nothing; its form confirms the address", () =>
  withAccounts(async ({ newVisitor, guest, tokenFor, clock }) => {
    const ada = await newVisitor("ada@example.org");
    const token = await tokenFor("ada@example.org");
    const path = `/confirm?token=${token}`;
    for (const method of ["GET", "HEAD", "OPTIONS"] as const) await guest().page(method, path);
    assert.equal(await isConfirmed(ada), false);
    const opened = await guest().page("GET", path);
    assert.equal(opened.headers.get("cache-control"), "no-store");
    assert.equal(opened.headers.get("referrer-policy"), "strict-origin");
    assert.match(await opened.text(), /Confirm that ada@example\.org is your address/);

    const sent = await guest().page("POST", "/confirm", { token });
    assert.deepEqual([sent.status, sent.headers.get("location")], [303, "/confirm?done"]);
    assert.equal(await isConfirmed(ada), true);
    for (const [method, at] of [["GET", path], ["POST", "/confirm"]] as const) {
      const again = await guest().page(method, at, method === "POST" ? { token } : undefined);
      assert.equal(again.status, 422);
      assert.match(await again.text(), /already been used/);
    }

    await newVisitor("bob@example.org");
    const late = await tokenFor("bob@example.org");
    clock.nowMs += LINK_LIFE_MS["confirm-email"];
    for (const gone of [late, "nonsense", ""]) {
      const response = await guest().page("GET", `/confirm?token=${gone}`);
      assert.equal(response.status, 422);
      assert.match(await response.text(), /no longer works/);
      assert.equal(response.headers.get("referrer-policy"), "strict-origin");
    }
  }));

Deno.test("deleting an account erases the text of its messages, and its links", () =>
  withAccounts(async ({ sql, newVisitor, tokenFor }) => {
    const ada = await newVisitor("ada@example.org");
    const token = await tokenFor("ada@example.org");
    assert.equal((await ada.call("DELETE", "/api/me", { password: ada.password })).status, 204);
    const rows =
      await sql`select subject, text, body, recipient, withdrawn_at is null as is_due from messages`;
    assert.deepEqual(rows.map((row) => ({ ...row })), [
      { subject: "", text: "", body: null, recipient: null, isDue: false },
    ]);
    await ada.assertProblem("POST", "/api/auth/confirm", { token }, 422, "token-invalid");
  }));
