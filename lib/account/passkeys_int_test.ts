import assert from "node:assert/strict";
import { keyId } from "@/lib/auth/access_tokens.ts";
import { deleteOldChallenges } from "@/lib/auth/challenges.ts";
import { parseConfig } from "@/lib/config.ts";
import { testSecrets } from "@/lib/server/testing.ts";
import { ApiClient, assertCode, withApiClient } from "@/lib/testing/api_client.ts";
import { type Deviation, SoftAuthenticator, textString } from "@/lib/testing/authenticator.ts";
import { handler as login } from "@/routes/api/auth/login.ts";
import { handler as passkeySignIn } from "@/routes/api/auth/passkey/index.ts";
import { handler as signInOptions } from "@/routes/api/auth/passkey/options.ts";
import { handler as register } from "@/routes/api/auth/register.ts";
import { handler as me } from "@/routes/api/me.ts";
import { handler as ownEmail } from "@/routes/api/me/email.ts";
import { handler as ownPasskey } from "@/routes/api/me/factors/passkeys/[id].ts";
import { handler as ownPasskeys } from "@/routes/api/me/factors/passkeys/index.ts";
import { handler as newPasskey } from "@/routes/api/me/factors/passkeys/options.ts";
import { handler as totp } from "@/routes/api/me/factors/totp/index.ts";
import { handler as proofOptions } from "@/routes/api/me/reauthentication/options.ts";
import { handler as messageList } from "@/routes/api/messages.ts";

const password = "correct horse";
const credentials = { email: "ada@example.org", password };
const ORIGIN = "http://localhost:8000";
const MINUTE_MS = 60_000;

/** An owner with a confirmed address. */
async function confirmed(browser: ApiClient, email = credentials.email): Promise<void> {
  await browser.call(register, "POST", { ...credentials, email, name: "Ada" });
  await forgetSessions(browser, "update users set email_confirmed_at = now()");
}

/** Changes accounts behind the program's back, which reads their sessions again. */
async function forgetSessions(browser: ApiClient, change: string): Promise<void> {
  await browser.sql.unsafe(change);
  const sessions = await browser.sql<{ id: string }[]>`select id from sessions`;
  browser.sessions.forget(...sessions.map(({ id }) => id));
}

/** Adds a passkey to the account that is signed in. */
async function addPasskey(
  browser: ApiClient,
  { key = new SoftAuthenticator(ORIGIN), name, proof = { password } }: {
    key?: SoftAuthenticator;
    name?: string;
    proof?: Record<string, unknown>;
  } = {},
) {
  const begun = await browser.call(newPasskey, "POST", proof);
  assert.equal(begun.status, 200, await begun.clone().text());
  const added = await browser.call(ownPasskeys, "POST", { passkey: key.create(await begun.json()), name });
  assert.equal(added.status, 201, await added.clone().text());
  const { recoveryCodes, ...passkey } = await added.json();
  return { key, passkey, recoveryCodes };
}

/** An owner with a passkey. */
async function withPasskey(browser: ApiClient) {
  await confirmed(browser);
  return await addPasskey(browser);
}

function newDevice(browser: ApiClient): ApiClient {
  return new ApiClient(browser.sql, browser.sessions, browser.clock);
}

/** An answer to the challenge for signing in that a browser gets. */
async function answer(browser: ApiClient, key: SoftAuthenticator, deviation: Deviation = {}) {
  return key.get(await (await browser.call(signInOptions, "POST")).json(), deviation);
}

async function signIn(browser: ApiClient, key: SoftAuthenticator, deviation?: Deviation): Promise<Response> {
  const passkey = await answer(browser, key, deviation);
  return await browser.call(passkeySignIn, "POST", { passkey });
}

/** A proof for an operation that needs re-authentication. */
async function proofBy(browser: ApiClient, key: SoftAuthenticator, deviation: Deviation = {}) {
  const options = await (await browser.call(proofOptions, "POST")).json();
  return { passkey: key.get(options, deviation) };
}

/** Everything about accounts that signing in changes. */
async function traces({ sql }: ApiClient): Promise<unknown> {
  const [traces] = await sql`
    select (select count(*) from sessions) as sessions, (select count(*) from used_challenges) as challenges,
      (select json_agg(p order by id) from (select id, sign_count, last_used_at from passkeys) p) as passkeys`;
  return traces;
}

Deno.test("a passkey signs in alone, on a device that never had the password", () =>
  withApiClient(async (browser) => {
    const { key, passkey } = await withPasskey(browser);
    assert.deepEqual((await (await browser.call(me, "GET")).json()).factors, ["passkey"]);
    const device = newDevice(browser);
    const signedIn = await signIn(device, key);
    assert.equal(signedIn.status, 200);
    assert.equal((await signedIn.json()).user.email, credentials.email);
    assert.equal((await device.call(me, "GET")).status, 200);
    const { items } = await (await browser.call(ownPasskeys, "GET")).json();
    assert.deepEqual(items, [{ ...passkey, lastUsedAt: "2026-01-01T00:00:00.000Z" }]);
    const kinds = await browser.sql<{ kind: string }[]>`select kind from messages order by created_at, id`;
    assert.deepEqual(kinds.map(({ kind }) => kind).slice(-2), ["factor-changed", "new-device"]);
  }));

const wrong: Record<string, Deviation> = {
  "on another site": { origin: "https://aisle.example" },
  "for another site": { rpId: "aisle.example" },
  "to a challenge that is not ours": { challenge: "c29tZXRoaW5nIGVsc2U" },
  "by someone whom the device has not verified": { isVerified: false },
  "in the name of another account": { userHandle: "MDE5NzdmNmU" },
  "with a count of signatures that another copy has used": { count: 1 },
};
for (const [how, deviation] of Object.entries(wrong)) {
  Deno.test(`an answer ${how} is refused and changes nothing`, () =>
    withApiClient(async (browser) => {
      const { key } = await withPasskey(browser);
      assert.equal((await signIn(newDevice(browser), key)).status, 200);
      const before = await traces(browser);
      const device = newDevice(browser);
      await assertCode(await signIn(device, key, deviation), 401, "passkey-invalid");
      const proof = await proofBy(browser, key, deviation);
      await assertCode(await browser.call(me, "DELETE", proof), 401, "invalid-credentials");
      assert.deepEqual(await traces(browser), before);
      assert.equal((await signIn(device, key)).status, 200, "the passkey still works");
    }));
}

Deno.test("a challenge is answered once, within five minutes, by whom and for what it was given", () =>
  withApiClient(async (browser) => {
    const { key } = await withPasskey(browser);
    const device = newDevice(browser);
    const passkey = await answer(device, key);
    await assertCode(
      await newDevice(browser).call(passkeySignIn, "POST", { passkey }),
      401,
      "passkey-invalid",
    );
    await assertCode(await browser.call(me, "DELETE", { passkey }), 401, "invalid-credentials");
    assert.equal((await device.copy().call(passkeySignIn, "POST", { passkey })).status, 200);
    await assertCode(await device.copy().call(passkeySignIn, "POST", { passkey }), 401, "passkey-invalid");

    const proof = await proofBy(browser, key);
    await assertCode(await device.copy().call(passkeySignIn, "POST", proof), 401, "passkey-invalid");
    const late = await answer(device, key);
    browser.clock.nowMs += 5 * MINUTE_MS;
    await assertCode(await device.call(passkeySignIn, "POST", { passkey: late }), 401, "passkey-invalid");
    assert.equal(await deleteOldChallenges(browser.sql, new Date(browser.clock.nowMs + 1), 10), 2);
  }));

Deno.test("an answer sent twice at once signs in once", () =>
  withApiClient(async (browser) => {
    const { key } = await withPasskey(browser);
    key.count = null;
    await browser.sql`update passkeys set sign_count = 0`;
    const device = newDevice(browser);
    const passkey = await answer(device, key);
    const twice = [device, device.copy()].map((device) => device.call(passkeySignIn, "POST", { passkey }));
    assert.deepEqual((await Promise.all(twice)).map(({ status }) => status).toSorted(), [200, 401]);
  }));

Deno.test("with a passkey, the password alone no longer signs in: it asks for a passkey or a recovery code", () =>
  withApiClient(async (browser) => {
    const { key, recoveryCodes } = await withPasskey(browser);
    assert.equal(recoveryCodes.length, 10);
    const device = newDevice(browser);
    const asked = await device.call(login, "POST", credentials);
    assert.deepEqual(asked.headers.getSetCookie(), []);
    assert.equal(asked.status, 401);
    const { code, methods } = await asked.json();
    assert.deepEqual([code, methods], ["second-factor-required", ["passkey", "recovery"]]);
    const passkey = await answer(device, key);
    const wrongPassword = { ...credentials, password: "wrong horse", passkey };
    await assertCode(await device.call(login, "POST", wrongPassword), 401, "invalid-credentials");
    assert.equal((await device.call(login, "POST", { ...credentials, passkey })).status, 200);
    await assertCode(
      await device.call(login, "POST", { ...credentials, passkey }),
      401,
      "second-factor-invalid",
    );
    const recoveryCode = recoveryCodes[0];
    assert.equal(
      (await newDevice(browser).call(login, "POST", { ...credentials, recoveryCode })).status,
      200,
    );
  }));

Deno.test("another account's passkey is no second factor and no proof, and stays usable", () =>
  withApiClient(async (browser) => {
    await withPasskey(browser);
    const other = newDevice(browser);
    await confirmed(other, "eve@example.org");
    const { key } = await addPasskey(other);
    const before = await traces(browser);
    const device = newDevice(browser);
    const passkey = await answer(device, key);
    await assertCode(
      await device.call(login, "POST", { ...credentials, passkey }),
      401,
      "second-factor-invalid",
    );
    await assertCode(
      await browser.call(me, "DELETE", await proofBy(browser, key)),
      401,
      "invalid-credentials",
    );
    assert.deepEqual(await traces(browser), before);
    assert.equal((await signIn(device, key)).status, 200);
  }));

Deno.test("a passkey confirms a change of email, another passkey, an app, and deleting the account", () =>
  withApiClient(async (browser) => {
    const { key } = await withPasskey(browser);
    const change = { email: "ada@example.net", ...await proofBy(browser, key) };
    assert.equal((await browser.call(ownEmail, "PUT", change)).status, 204);
    const { recoveryCodes } = await addPasskey(browser, { proof: await proofBy(browser, key) });
    assert.equal(recoveryCodes, undefined, "the first ones are still valid");
    assert.equal((await browser.call(totp, "POST", await proofBy(browser, key))).status, 201);
    await assertCode(await browser.call(me, "DELETE", { password }), 401, "reauthentication-required");
    assert.equal((await browser.call(me, "DELETE", await proofBy(browser, key))).status, 204);
    for (const table of ["passkeys", "totp_factors", "recovery_codes"]) {
      assert.equal((await browser.sql`select from ${browser.sql(table)}`).count, 0, table);
    }
    await assertCode(await signIn(newDevice(browser), key), 401, "passkey-invalid");
  }));

Deno.test("only an owner who has proved the address and re-authenticates may add a passkey", () =>
  withApiClient(async (browser) => {
    await browser.call(register, "POST", { ...credentials, name: "Ada" });
    await assertCode(await browser.call(newPasskey, "POST", { password }), 409, "email-not-confirmed");
    await confirmed(browser);
    await assertCode(await browser.call(newPasskey, "POST"), 401, "reauthentication-required");
    await assertCode(
      await browser.call(newPasskey, "POST", { password: "wrong" }),
      401,
      "invalid-credentials",
    );
    const options = await (await browser.call(newPasskey, "POST", { password })).json();
    assert.equal(options.rp.id, "localhost");
    assert.equal(options.user.name, credentials.email);

    const add = (passkey: unknown) => browser.call(ownPasskeys, "POST", { passkey });
    for (const [how, deviation] of Object.entries(wrong).slice(0, 4)) {
      const refused = await add(new SoftAuthenticator(ORIGIN).create(options, deviation));
      assert.equal(refused.status, 422, how);
      assert.equal((await refused.json()).code, "passkey-invalid", how);
    }
    const other = newDevice(browser);
    await confirmed(other, "eve@example.org");
    const key = new SoftAuthenticator(ORIGIN);
    await assertCode(
      await other.call(ownPasskeys, "POST", { passkey: key.create(options) }),
      422,
      "passkey-invalid",
    );
    assert.equal((await browser.sql`select from passkeys`).count, 0);
    assert.equal((await add(key.create(options))).status, 201);
    await assertCode(await add(new SoftAuthenticator(ORIGIN).create(options)), 422, "passkey-invalid");
    const again = await (await browser.call(newPasskey, "POST", await proofBy(browser, key))).json();
    assert.deepEqual(again.excludeCredentials.map(({ id }: { id: string }) => id), [key.id]);
    await assertCode(await add(key.create(again)), 422, "passkey-invalid");
    assert.equal((await browser.sql`select from passkeys`).count, 1);
  }));

Deno.test("an authenticator's certificates are refused, since checking them would fetch from URLs in them", () =>
  withApiClient(async (browser) => {
    await confirmed(browser);
    // {"x5c": [h'00']} in CBOR
    const cbor = new Uint8Array([0xa1, ...textString("x5c"), 0x81, 0x41, 0x00]);
    for (const format of ["packed", "tpm", "apple", "fido-u2f"]) {
      const options = await (await browser.call(newPasskey, "POST", { password })).json();
      const passkey = new SoftAuthenticator(ORIGIN).create(options, { statement: { format, cbor } });
      await assertCode(await browser.call(ownPasskeys, "POST", { passkey }), 422, "passkey-invalid");
    }
  }));

Deno.test("a passkey is named by its owner, or after what keeps it, or after the browser", () =>
  withApiClient(async (browser) => {
    const { key, passkey } = await withPasskey(browser);
    assert.equal(passkey.name, "A browser");
    const named = await addPasskey(browser, { name: "my phone", proof: await proofBy(browser, key) });
    assert.equal(named.passkey.name, "my phone");
    const kept = await addPasskey(browser, {
      key: new SoftAuthenticator(ORIGIN, "bada5566-a7aa-401f-bd96-45619a55120d"),
      proof: await proofBy(browser, key),
    });
    assert.equal(kept.passkey.name, "1Password");
  }));

Deno.test("a removed passkey no longer signs in; the last factor takes the recovery codes with it", () =>
  withApiClient(async (browser) => {
    const { key: first, passkey } = await withPasskey(browser);
    const { key: second, passkey: other } = await addPasskey(browser, {
      proof: await proofBy(browser, first),
    });
    const remove = async (id: string, proof?: Record<string, unknown>) =>
      await browser.call(ownPasskey, "DELETE", proof, { id });
    await assertCode(await remove(passkey.id), 401, "reauthentication-required");
    assert.equal((await remove(passkey.id, await proofBy(browser, first))).status, 204);
    await assertCode(await remove(passkey.id, await proofBy(browser, second)), 404, "not-found");
    await assertCode(await signIn(newDevice(browser), first), 401, "passkey-invalid");
    assert.equal((await browser.sql`select from recovery_codes`).count, 10);
    assert.equal((await remove(other.id, await proofBy(browser, second))).status, 204);
    assert.equal((await browser.sql`select from recovery_codes`).count, 0);
    assert.equal((await newDevice(browser).call(login, "POST", credentials)).status, 200);
    const entries = await browser.sql<{ action: string; detail: unknown }[]>`
      select action, detail from audit_log where action like 'factor.%' order by at, id`;
    assert.deepEqual(entries.map(({ action }) => action), [
      "factor.added",
      "factor.added",
      "factor.removed",
      "factor.removed",
    ]);
    assert.deepEqual(entries[0].detail, { factor: "passkey", passkey: passkey.id });
  }));

Deno.test("nobody removes another account's passkey", () =>
  withApiClient(async (browser) => {
    const { passkey } = await withPasskey(browser);
    const other = newDevice(browser);
    await confirmed(other, "eve@example.org");
    await assertCode(
      await other.call(ownPasskey, "DELETE", { password }, { id: passkey.id }),
      404,
      "not-found",
    );
  }));

Deno.test("the last way to sign in stays, even if two are removed at once", () =>
  withApiClient(async (browser) => {
    const { key, passkey } = await withPasskey(browser);
    const { key: otherKey, passkey: other } = await addPasskey(browser, {
      proof: await proofBy(browser, key),
    });
    await browser.sql`update users set password_hash = null`;
    const proofs = [await proofBy(browser, key), await proofBy(browser, otherKey)];
    const removed = await Promise.all(
      [passkey.id, other.id].map((id, n) => browser.call(ownPasskey, "DELETE", proofs[n], { id })),
    );
    assert.deepEqual(removed.map(({ status }) => status).toSorted(), [204, 409]);
    assert.equal((await browser.sql`select from passkeys`).count, 1);
  }));

Deno.test("staff who need a second factor may use a passkey, and keep it", () =>
  withApiClient(async (browser) => {
    browser.services = { config: parseConfig({ REQUIRE_STAFF_2FA: "on" }) };
    await confirmed(browser);
    await forgetSessions(browser, "update users set role = 'organizer'");
    await assertCode(await browser.call(messageList, "GET"), 403, "factor-required");
    const { key, passkey } = await addPasskey(browser);
    assert.equal((await browser.call(messageList, "GET")).status, 200);
    const proof = await proofBy(browser, key);
    await assertCode(
      await browser.call(ownPasskey, "DELETE", proof, { id: passkey.id }),
      409,
      "last-factor",
    );
  }));

Deno.test("staff who remove the app and the passkey at once keep one of them", () =>
  withApiClient(async (browser) => {
    browser.services = { config: parseConfig({ REQUIRE_STAFF_2FA: "on" }) };
    await confirmed(browser);
    await forgetSessions(browser, "update users set role = 'organizer'");
    const { key, passkey, recoveryCodes } = await addPasskey(browser);
    await browser.sql`
      insert into totp_factors (user_id, secret, key_id, created_at, confirmed_at)
      select id, '', ${keyId(testSecrets.cookieSecrets[0])}, now(), now() from users`;
    const proof = await proofBy(browser, key);
    const removed = await Promise.all([
      browser.call(totp, "DELETE", { password, code: recoveryCodes[0] }),
      browser.call(ownPasskey, "DELETE", proof, { id: passkey.id }),
    ]);
    assert.equal(removed.filter(({ status }) => status === 204).length, 1);
    assert.equal((await (await browser.call(me, "GET")).json()).factors.length, 1);
  }));

Deno.test("a locked account is not signed in to by a passkey either", () =>
  withApiClient(async (browser) => {
    const { key } = await withPasskey(browser);
    await browser.sql`update users set locked_at = now()`;
    await assertCode(await signIn(newDevice(browser), key), 403, "account-locked");
  }));

Deno.test("answers that are no passkey's are refused as input", () =>
  withApiClient(async (browser) => {
    const { key } = await withPasskey(browser);
    const passkey = await answer(browser, key);
    for (const id of ["", "a", "not base64url!", "x".repeat(2_000)]) {
      const response = await browser.call(passkeySignIn, "POST", { passkey: { ...passkey, id, rawId: id } });
      await assertCode(response, 422, "validation");
    }
    const garbled = { ...passkey, response: { ...passkey.response, clientDataJSON: "bm90IGpzb24" } };
    await assertCode(await browser.call(passkeySignIn, "POST", { passkey: garbled }), 401, "passkey-invalid");
  }));
