import assert from "node:assert/strict";
import { hash } from "@node-rs/argon2";
import { codeOfStep, currentStep } from "@/lib/auth/totp.ts";
import { insertApp } from "@/lib/testing/fixtures.ts";
import { withAccounts } from "./testing.ts";

const EMAIL = "ada@example.org";
const NEW_EMAIL = "ada@b\u00fccher.example";
const NEW_PASSWORD = "seven boats and a gull";

Deno.test("changing the password needs the current one and signs out all other devices", () =>
  withAccounts(async ({ newVisitor, signedIn, guest, mailsTo }) => {
    const ada = await newVisitor(EMAIL);
    const phone = await signedIn(EMAIL, ada.password);
    const wrong = { current: "not the password", password: NEW_PASSWORD };
    await ada.assertProblem("PUT", "/api/me/password", wrong, 401, "invalid-credentials");
    const weak = { current: ada.password, password: "aisle-tickets" };
    await ada.assertProblem("PUT", "/api/me/password", weak, 422, "validation");
    assert.equal((await phone.get("/api/me")).status, 200, "a refused change signs nobody out");

    const change = { current: ada.password, password: NEW_PASSWORD };
    assert.equal((await ada.call("PUT", "/api/me/password", change)).status, 204);
    assert.equal((await ada.get("/api/me")).status, 200);
    assert.equal((await phone.get("/api/me")).status, 401);
    assert.equal((await mailsTo(EMAIL))[0].kind, "password-changed");
    await signedIn(EMAIL, NEW_PASSWORD);
    await guest().assertProblem("PUT", "/api/me/password", change, 401, "unauthenticated");
  }));

Deno.test("a new address takes effect once its link is used; until then the old one signs in", () =>
  withAccounts(async ({ newVisitor, signedIn, guest, mailsTo, tokenFor }) => {
    const ada = await newVisitor(EMAIL);
    const change = { email: NEW_EMAIL, password: ada.password };
    await ada.assertProblem("PUT", "/api/me/email", { email: NEW_EMAIL }, 401, "reauthentication-required");
    const wrong = { ...change, password: "not the password" };
    await ada.assertProblem("PUT", "/api/me/email", wrong, 401, "invalid-credentials");
    await ada.assertProblem("PUT", "/api/me/email", { ...change, email: "ada" }, 422, "validation");
    assert.equal((await mailsTo(NEW_EMAIL)).length, 0);

    assert.equal((await ada.call("PUT", "/api/me/email", change)).status, 204);
    assert.deepEqual((await mailsTo(NEW_EMAIL)).map(({ kind }) => kind), ["confirm-email"]);
    const [notice] = await mailsTo(EMAIL);
    assert.equal(notice.kind, "email-changing");
    assert.ok(notice.text.includes("b\u00fccher.example"));
    await signedIn(EMAIL, ada.password);
    assert.equal((await (await ada.get("/api/me")).json()).email, EMAIL);

    const token = await tokenFor(NEW_EMAIL);
    assert.equal((await guest().call("POST", "/api/auth/confirm", { token })).status, 204);
    const { email, emailConfirmed } = await (await ada.get("/api/me")).json();
    assert.deepEqual([email, emailConfirmed], [NEW_EMAIL, true]);
    await signedIn("ADA@xn--bcher-kva.example", ada.password);
    const old = { email: EMAIL, password: ada.password };
    await guest().assertProblem("POST", "/api/auth/login", old, 401, "invalid-credentials");
  }));

Deno.test("with a second factor, a new address also takes a code", () =>
  withAccounts(async ({ sql, clock, newVisitor, mailsTo }) => {
    const ada = await newVisitor(EMAIL);
    await sql`update users set email_confirmed_at = now()`;
    const [{ id }] = await sql<[{ id: string }]>`select id from users`;
    const { secret, recoveryCodes } = await insertApp(sql, id, clock.nowMs);
    const change = { email: NEW_EMAIL, password: ada.password };
    await ada.assertProblem("PUT", "/api/me/email", change, 401, "reauthentication-required");
    const wrong = { ...change, code: "000000" };
    await ada.assertProblem("PUT", "/api/me/email", wrong, 401, "invalid-credentials");
    const page = await ada.page("POST", "/account/security", { ...wrong, action: "email" });
    assert.deepEqual([page.status, (await page.text()).includes("This code is wrong")], [422, true]);
    assert.deepEqual(await mailsTo(NEW_EMAIL), []);

    clock.nowMs += 30_000;
    const right = { ...change, code: codeOfStep(secret, currentStep(clock.nowMs)) };
    assert.equal((await ada.call("PUT", "/api/me/email", right)).status, 204);
    assert.equal((await mailsTo(NEW_EMAIL)).length, 1);
    const typed = { ...change, action: "email", code: recoveryCodes[0].toLowerCase() };
    assert.equal((await ada.page("POST", "/account/security", typed)).status, 303);
    assert.equal((await mailsTo(NEW_EMAIL)).length, 2);
  }));

Deno.test("a taken address gets the same response, and its owner an email instead of the link", () =>
  withAccounts(async ({ newVisitor, mailsTo }) => {
    const ada = await newVisitor(EMAIL);
    await newVisitor("bob@example.org");
    const change = { email: "BOB@example.org", password: ada.password };
    const response = await ada.call("PUT", "/api/me/email", change);
    assert.deepEqual([response.status, await response.text()], [204, ""]);
    const kinds = (await mailsTo("bob@example.org")).map(({ kind }) => kind);
    assert.deepEqual(kinds, ["account-exists", "confirm-email"], "the second is of the registration");
    assert.equal((await mailsTo(EMAIL))[0].kind, "email-changing");
  }));

Deno.test("an address that another account has taken meanwhile stays with that account", () =>
  withAccounts(async ({ newVisitor, tokenFor, guest }) => {
    const ada = await newVisitor(EMAIL);
    await ada.call("PUT", "/api/me/email", { email: "new@example.org", password: ada.password });
    const token = await tokenFor("new@example.org");
    await newVisitor("new@example.org");
    for (let tries = 0; tries < 2; tries++) {
      await guest().assertProblem("POST", "/api/auth/confirm", { token }, 409, "email-taken");
    }
    assert.equal((await (await ada.get("/api/me")).json()).email, EMAIL);
  }));

Deno.test("only the latest change of an address counts, and five emails an hour are sent", () =>
  withAccounts(async ({ newVisitor, tokenFor, guest }) => {
    const ada = await newVisitor(EMAIL);
    const change = (n: number) => ({ email: `new${n}@example.org`, password: ada.password });
    for (let n = 1; n <= 5; n++) {
      assert.equal((await ada.call("PUT", "/api/me/email", change(n))).status, 204);
    }
    await ada.assertProblem("PUT", "/api/me/email", change(6), 429, "rate-limited");
    const [first, last] = [await tokenFor("new1@example.org"), await tokenFor("new5@example.org")];
    await guest().assertProblem("POST", "/api/auth/confirm", { token: first }, 422, "token-invalid");
    assert.equal((await guest().call("POST", "/api/auth/confirm", { token: last })).status, 204);
    assert.equal((await (await ada.get("/api/me")).json()).email, "new5@example.org");
  }));

Deno.test("a reset link that was sent to the old address is void once the address has changed", () =>
  withAccounts(async ({ newVisitor, tokenFor, guest }) => {
    const ada = await newVisitor(EMAIL);
    await guest().call("POST", "/api/auth/password/forgot", { email: EMAIL });
    const reset = { token: await tokenFor(EMAIL, "reset"), password: NEW_PASSWORD };
    await ada.call("PUT", "/api/me/email", { email: NEW_EMAIL, password: ada.password });
    await guest().call("POST", "/api/auth/confirm", { token: await tokenFor(NEW_EMAIL) });
    await guest().assertProblem("POST", "/api/auth/password/reset", reset, 422, "token-invalid");
  }));

Deno.test("what happens to an account is in the audit log, by its owner", () =>
  withAccounts(async ({ sql, newVisitor, guest, tokenFor }) => {
    const ada = await newVisitor(EMAIL);
    await guest().call("POST", "/api/auth/confirm", { token: await tokenFor(EMAIL) });
    await ada.call("PUT", "/api/me/password", { current: ada.password, password: NEW_PASSWORD });
    await ada.call("PUT", "/api/me/email", { email: NEW_EMAIL, password: NEW_PASSWORD });
    await guest().call("POST", "/api/auth/confirm", { token: await tokenFor(NEW_EMAIL) });
    await guest().call("POST", "/api/auth/password/forgot", { email: NEW_EMAIL });
    const reset = { token: await tokenFor(NEW_EMAIL, "reset"), password: "nine boats and a gull" };
    await guest().call("POST", "/api/auth/password/reset", reset);
    const { id } = (await sql<{ id: string }[]>`select id from users`)[0];
    const entries = await sql`
      select action, actor_id, subject_id from audit_log where action <> 'account.signed-in' order by at, id`;
    assert.deepEqual(
      entries.map((entry) => ({ ...entry })),
      ["registered", "confirmed", "password-changed", "email-changed", "password-reset"].map((action) => (
        { action: `account.${action}`, actorId: id, subjectId: id }
      )),
    );
  }));

Deno.test("signing in rehashes a password that was hashed as it was typed, in its canonical form", () =>
  withAccounts(async ({ sql, newVisitor, signedIn }) => {
    await newVisitor(EMAIL);
    const typed = "cafe\u0301 by the sea";
    await sql`update users set password_hash = ${await hash(typed)}`;
    await signedIn(EMAIL, typed);
    await signedIn(EMAIL, "caf\u00e9 by the sea");
  }));

Deno.test("a change of address can be given up while it waits: its link no longer works", () =>
  withAccounts(async ({ newVisitor, guest, tokenFor }) => {
    const ada = await newVisitor(EMAIL);
    await ada.call("PUT", "/api/me/email", { email: NEW_EMAIL, password: ada.password });
    const security = async () => await (await ada.get("/account/security")).text();
    assert.match(await security(), /Cancel the change/);
    const token = await tokenFor(NEW_EMAIL);
    const cancelled = await ada.page("POST", "/account/security", { action: "keep-email" });
    assert.equal(cancelled.headers.get("location"), "/account/security?changed=nothing#email");
    assert.doesNotMatch(await security(), /Cancel the change|Waiting for confirmation/);
    await guest().assertProblem("POST", "/api/auth/confirm", { token }, 422, "token-invalid");
    assert.equal((await (await ada.get("/api/me")).json()).email, EMAIL);
  }));
