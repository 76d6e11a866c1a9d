import assert from "node:assert/strict";
import { LINK_LIFE_MS } from "@/lib/auth/one_time_links.ts";
import { type Accounts, withAccounts } from "./testing.ts";

const EMAIL = "ada@example.org";
const NEW_PASSWORD = "seven boats and a gull";

async function askForLink({ guest }: Accounts, email = EMAIL): Promise<Response> {
  return await guest().call("POST", "/api/auth/password/forgot", { email });
}

async function assertCanSignIn({ guest }: Accounts, password: string, can: boolean): Promise<void> {
  const { status } = await guest().call("POST", "/api/auth/login", { email: EMAIL, password });
  assert.equal(status, can ? 200 : 401, password);
}

Deno.test("a link replaces the password once, signs out everywhere, and says so by email", () =>
  withAccounts(async (accounts) => {
    const { newVisitor, signedIn, guest, tokenFor, mailsTo } = accounts;
    const ada = await newVisitor(EMAIL);
    await guest().call("POST", "/api/auth/confirm", { token: await tokenFor(EMAIL) });
    const phone = await signedIn(EMAIL, ada.password);
    const bob = await newVisitor("bob@example.org");

    await askForLink(accounts);
    const token = await tokenFor(EMAIL, "reset");
    const reset = { token, password: NEW_PASSWORD };
    // Someone else is signed in where the link is opened.
    assert.equal((await bob.call("POST", "/api/auth/password/reset", reset)).status, 204);
    for (const device of [ada, phone]) assert.equal((await device.get("/api/me")).status, 401);
    assert.equal((await bob.get("/api/me")).status, 200);
    await assertCanSignIn(accounts, ada.password, false);
    await assertCanSignIn(accounts, NEW_PASSWORD, true);
    const mails = (await mailsTo(EMAIL)).map(({ kind }) => kind);
    assert.equal(mails.find((kind) => kind !== "new-device"), "password-changed");

    await guest().assertProblem("POST", "/api/auth/password/reset", reset, 422, "token-invalid");
  }));

Deno.test("asking for a link gets the same response whether or not there is an account, after the same time", () =>
  withAccounts(async (accounts) => {
    await accounts.newVisitor(EMAIL);
    const seen: unknown[] = [];
    for (const email of [EMAIL, "nobody@example.org", "no address"]) {
      const startMs = performance.now();
      const response = await askForLink(accounts, email);
      // Timers may fire a fraction of a millisecond early.
      assert.ok(performance.now() - startMs >= 399, email);
      const { "x-request-id": _, date: __, ...headers } = Object.fromEntries(response.headers);
      seen.push([response.status, headers, await response.text()]);
    }
    assert.deepEqual(seen[1], seen[0]);
    assert.deepEqual(seen[2], seen[0]);
    assert.equal((seen[0] as unknown[])[0], 202);
    assert.equal((await accounts.mailsTo("nobody@example.org")).length, 0);
  }));

Deno.test("only the latest link works, for an hour; five are sent within an hour", () =>
  withAccounts(async (accounts) => {
    const { newVisitor, guest, tokenFor, mailsTo, clock } = accounts;
    await newVisitor(EMAIL);
    await askForLink(accounts);
    const first = await tokenFor(EMAIL, "reset");
    for (let links = 2; links <= 6; links++) assert.equal((await askForLink(accounts)).status, 202);
    const mails = (await mailsTo(EMAIL)).filter(({ kind }) => kind === "password-reset");
    assert.equal(mails.length, 5);

    const reset = (token: string) => ({ token, password: NEW_PASSWORD });
    await guest().assertProblem("POST", "/api/auth/password/reset", reset(first), 422, "token-invalid");
    const last = await tokenFor(EMAIL, "reset");
    clock.nowMs += LINK_LIFE_MS["reset-password"];
    await guest().assertProblem("POST", "/api/auth/password/reset", reset(last), 422, "token-invalid");
    clock.nowMs -= 1;
    assert.equal((await guest().call("POST", "/api/auth/password/reset", reset(last))).status, 204);
  }));

Deno.test("a link still works after a password was refused", () =>
  withAccounts(async (accounts) => {
    const { newVisitor, guest, tokenFor } = accounts;
    await newVisitor(EMAIL);
    await askForLink(accounts);
    const token = await tokenFor(EMAIL, "reset");
    for (const password of ["short", "password123", "aisle-tickets", "ada@example.org"]) {
      const response = await guest().call("POST", "/api/auth/password/reset", { token, password });
      assert.equal(response.status, 422, password);
      const { code, errors } = await response.json();
      assert.deepEqual([code, errors[0].path], ["validation", "password"]);
    }
    const reset = { token, password: NEW_PASSWORD };
    assert.equal((await guest().call("POST", "/api/auth/password/reset", reset)).status, 204);
  }));

Deno.test("of two concurrent requests with one token, one succeeds", () =>
  withAccounts(async (accounts) => {
    const { newVisitor, guest, tokenFor } = accounts;
    await newVisitor(EMAIL);
    await askForLink(accounts);
    const token = await tokenFor(EMAIL, "reset");
    const passwords = [NEW_PASSWORD, "eight boats and a gull"];
    const responses = await Promise.all(
      passwords.map((password) => guest().call("POST", "/api/auth/password/reset", { token, password })),
    );
    assert.deepEqual(responses.map(({ status }) => status).toSorted(), [204, 422]);
    const winner = responses.findIndex(({ status }) => status === 204);
    await assertCanSignIn(accounts, passwords[winner], true);
    await assertCanSignIn(accounts, passwords[1 - winner], false);
  }));

Deno.test("whoever proves an unconfirmed address takes the account from whoever registered it", () =>
  withAccounts(async (accounts) => {
    const { newVisitor, guest, tokenFor, sql } = accounts;
    // The owner of the address never registered; Mallory did, before them.
    const mallory = await newVisitor(EMAIL);
    const confirmation = await tokenFor(EMAIL);
    await askForLink(accounts);
    const reset = { token: await tokenFor(EMAIL, "reset"), password: NEW_PASSWORD };
    assert.equal((await guest().call("POST", "/api/auth/password/reset", reset)).status, 204);

    assert.equal((await mallory.get("/api/me")).status, 401);
    await assertCanSignIn(accounts, mallory.password, false);
    const owner = await accounts.signedIn(EMAIL, NEW_PASSWORD);
    assert.equal((await (await owner.get("/api/me")).json()).emailConfirmed, true);
    await mallory.assertProblem("POST", "/api/auth/confirm", { token: confirmation }, 422, "token-invalid");
    const [{ live }] = await sql`select count(*)::int as live from sessions where ended_at is null`;
    assert.equal(live, 1);
  }));

Deno.test("a reset stops a change of address that someone else began", () =>
  withAccounts(async (accounts) => {
    const { newVisitor, guest, tokenFor } = accounts;
    const thief = await newVisitor(EMAIL);
    const change = { email: "thief@example.org", password: thief.password };
    assert.equal((await thief.call("PUT", "/api/me/email", change)).status, 204);
    const stolen = await tokenFor("thief@example.org");
    await askForLink(accounts);
    const reset = { token: await tokenFor(EMAIL, "reset"), password: NEW_PASSWORD };
    assert.equal((await guest().call("POST", "/api/auth/password/reset", reset)).status, 204);
    await thief.assertProblem("POST", "/api/auth/confirm", { token: stolen }, 422, "token-invalid");
  }));

Deno.test("the pages for a forgotten password store nothing and reveal nothing", () =>
  withAccounts(async (accounts) => {
    const { newVisitor, guest, tokenFor } = accounts;
    await newVisitor(EMAIL);
    for (const email of [EMAIL, "nobody@example.org"]) {
      const sent = await guest().page("POST", "/forgot", { email });
      assert.deepEqual([sent.status, sent.headers.get("location")], [303, "/forgot?sent"]);
    }
    const path = `/reset?token=${await tokenFor(EMAIL, "reset")}`;
    for (
      const at of ["/forgot", "/forgot?sent", path, "/reset?token=nonsense", "/reset?done", "/confirm?done"]
    ) {
      const { headers } = await guest().page("GET", at);
      assert.equal(headers.get("cache-control"), "no-store", at);
      assert.equal(headers.get("referrer-policy"), "strict-origin", at);
    }
    for (const method of ["GET", "HEAD"]) await guest().page(method, path);
    assert.match(await (await guest().page("GET", path)).text(), /For the account of ada@example\.org/);
  }));
