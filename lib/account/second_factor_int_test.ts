import assert from "node:assert/strict";
import { resealFactors } from "@/lib/auth/second_factors.ts";
import { codeOfStep, currentStep } from "@/lib/auth/totp.ts";
import { parseConfig } from "@/lib/config.ts";
import { testSecrets } from "@/lib/server/testing.ts";
import { ApiClient, assertCode, withApiClient } from "@/lib/testing/api_client.ts";
import { handler as login } from "@/routes/api/auth/login.ts";
import { handler as register } from "@/routes/api/auth/register.ts";
import { handler as me } from "@/routes/api/me.ts";
import { handler as totp } from "@/routes/api/me/factors/totp/index.ts";
import { handler as verify } from "@/routes/api/me/factors/totp/verify.ts";
import { handler as messageList } from "@/routes/api/messages.ts";

const password = "correct horse";
const credentials = { email: "ada@example.org", password };
const STEP_MS = 30_000;
const MINUTE_MS = 60_000;

/** Registers the account, unless it exists, and confirms its address. */
async function registerConfirmed(browser: ApiClient): Promise<void> {
  await browser.call(register, "POST", { ...credentials, name: "Ada" });
  await browser.sql`update users set email_confirmed_at = now()`;
  browser.sessions.forget(
    ...(await browser.sql<{ id: string }[]>`select id from sessions`).map(({ id }) => id),
  );
}

/** The code that the app shows, `later` steps from now. */
function codeFrom(secret: string, browser: ApiClient, later = 0): string {
  return codeOfStep(secret, currentStep(browser.clock.nowMs) + later);
}

/** Sets up the app and returns its secret and the recovery codes. */
async function setUpApp(browser: ApiClient): Promise<{ secret: string; recoveryCodes: string[] }> {
  await registerConfirmed(browser);
  const begun = await browser.call(totp, "POST", { password });
  assert.equal(begun.status, 201);
  const { secret, uri } = await begun.json();
  assert.ok(uri.includes(`secret=${secret}`));
  const completed = await browser.call(verify, "POST", { code: codeFrom(secret, browser) });
  assert.equal(completed.status, 200);
  const { recoveryCodes } = await completed.json();
  browser.clock.nowMs += STEP_MS;
  return { secret, recoveryCodes };
}

function newDevice(browser: ApiClient): ApiClient {
  return new ApiClient(browser.sql, browser.sessions, browser.clock);
}

async function signIn(browser: ApiClient, more: Record<string, string> = {}): Promise<Response> {
  return await newDevice(browser).call(login, "POST", { ...credentials, ...more });
}

async function messages(browser: ApiClient): Promise<string[]> {
  const rows = await browser.sql<{ kind: string }[]>`select kind from messages order by created_at, id`;
  return rows.map(({ kind }) => kind).filter((kind) => !["confirm-email", "new-device"].includes(kind));
}

Deno.test("an app is set up with the password and its first code; from then on, signing in asks for one", () =>
  withApiClient(async (browser) => {
    const { secret, recoveryCodes } = await setUpApp(browser);
    assert.equal(new Set(recoveryCodes).size, 10);
    assert.deepEqual((await (await browser.call(me, "GET")).json()).factors, ["totp"]);
    assert.deepEqual(await messages(browser), ["factor-changed"]);

    const asked = await signIn(browser);
    assert.deepEqual(asked.headers.getSetCookie(), []);
    assert.equal(asked.status, 401);
    const { code, methods } = await asked.json();
    assert.deepEqual([code, methods], ["second-factor-required", ["totp", "recovery"]]);
    await assertCode(await signIn(browser, { password: "wrong horse" }), 401, "invalid-credentials");
    await assertCode(await signIn(browser, { code: "000000" }), 401, "second-factor-invalid");
    const right = await signIn(browser, { code: codeFrom(secret, browser) });
    assert.equal(right.status, 200);
    assert.deepEqual((await right.json()).user.factors, ["totp"]);
  }));

Deno.test("a set-up that is completed twice at once shows codes that work, and is reported once", () =>
  withApiClient(async (browser) => {
    await registerConfirmed(browser);
    const { secret } = await (await browser.call(totp, "POST", { password })).json();
    const complete = () => browser.call(verify, "POST", { code: codeFrom(secret, browser) });
    const codes: string[] = [];
    for (const response of [await complete(), await complete()]) {
      assert.equal(response.status, 200);
      codes.push((await response.json()).recoveryCodes[0]);
    }
    assert.deepEqual(await messages(browser), ["factor-changed"]);
    await assertCode(await signIn(browser, { recoveryCode: codes[0] }), 401, "second-factor-invalid");
    assert.equal((await signIn(browser, { recoveryCode: codes[1] })).status, 200);
    const other = { code: codeFrom(secret, browser, 1) };
    await assertCode(await browser.call(verify, "POST", other), 422, "second-factor-invalid");
    browser.clock.nowMs += MINUTE_MS;
    await assertCode(await complete(), 422, "second-factor-invalid");
  }));

Deno.test("only an owner who has confirmed the address and knows the password may set one up", () =>
  withApiClient(async (browser) => {
    await browser.call(register, "POST", { ...credentials, name: "Ada" });
    await assertCode(await browser.call(totp, "POST", { password }), 409, "email-not-confirmed");
    await registerConfirmed(browser);
    await assertCode(await browser.call(totp, "POST"), 401, "reauthentication-required");
    await assertCode(await browser.call(totp, "POST", { password: "wrong" }), 401, "invalid-credentials");
    assert.equal((await browser.call(totp, "POST", { password })).status, 201);
    assert.equal((await signIn(browser)).status, 200, "it does not count before its first code");
    await assertCode(await browser.call(verify, "POST", { code: "000000" }), 422, "second-factor-invalid");
    browser.clock.nowMs += 16 * MINUTE_MS;
    const begun = await (await browser.call(totp, "POST", { password })).json();
    browser.clock.nowMs += 16 * MINUTE_MS;
    const late = { code: codeFrom(begun.secret, browser) };
    await assertCode(await browser.call(verify, "POST", late), 422, "second-factor-invalid");
  }));

Deno.test("a code works once, one step early or late", () =>
  withApiClient(async (browser) => {
    const { secret } = await setUpApp(browser);
    for (const later of [-1, 1, 0]) {
      const code = codeFrom(secret, browser, later);
      // The step before is the one that completed the set-up.
      const [first, second] = later === -1 ? [401, 401] : [200, 401];
      assert.equal((await signIn(browser, { code })).status, first, `${later}`);
      assert.equal((await signIn(browser, { code })).status, second, `${later} again`);
    }
    browser.clock.nowMs += 15 * MINUTE_MS;
    for (const later of [-2, 2]) {
      await assertCode(
        await signIn(browser, { code: codeFrom(secret, browser, later) }),
        401,
        "second-factor-invalid",
      );
    }
  }));

Deno.test("a code sent twice at once signs in once", () =>
  withApiClient(async (browser) => {
    const { secret } = await setUpApp(browser);
    const code = codeFrom(secret, browser);
    const responses = await Promise.all([signIn(browser, { code }), signIn(browser, { code })]);
    assert.deepEqual(responses.map(({ status }) => status).toSorted(), [200, 401]);
  }));

Deno.test("each recovery code signs in once, in any spelling", () =>
  withApiClient(async (browser) => {
    const { recoveryCodes: [first, second] } = await setUpApp(browser);
    const typed = first.toLowerCase().replaceAll("-", "");
    assert.equal((await signIn(browser, { recoveryCode: typed })).status, 200);
    await assertCode(await signIn(browser, { recoveryCode: first }), 401, "second-factor-invalid");
    assert.equal((await signIn(browser, { recoveryCode: second })).status, 200);
    const stored = await browser.sql<{ hash: Uint8Array }[]>`select hash from recovery_codes`;
    for (const { hash } of stored) assert.equal(hash.length, 32);
  }));

Deno.test("after five wrong codes none is accepted for 15 minutes, wherever they come from, and an email reports it", () =>
  withApiClient(async (browser) => {
    const { secret, recoveryCodes: [recoveryCode] } = await setUpApp(browser);
    for (let tries = 1; tries <= 5; tries++) {
      await assertCode(await signIn(browser, { code: "000000" }), 401, "second-factor-invalid");
    }
    const refused = await signIn(browser, { code: codeFrom(secret, browser) });
    assert.equal(refused.headers.get("retry-after"), "900");
    await assertCode(refused, 429, "rate-limited");
    await assertCode(await signIn(browser, { recoveryCode }), 429, "rate-limited");
    await assertCode(
      await browser.call(totp, "DELETE", { password, code: recoveryCode }),
      429,
      "rate-limited",
    );
    assert.deepEqual(await messages(browser), ["factor-changed", "wrong-codes"]);
    browser.clock.nowMs += 15 * MINUTE_MS;
    assert.equal((await signIn(browser, { code: codeFrom(secret, browser) })).status, 200);
  }));

Deno.test("a correct code clears the count of wrong ones", () =>
  withApiClient(async (browser) => {
    const { recoveryCodes } = await setUpApp(browser);
    for (const recoveryCode of recoveryCodes.slice(0, 2)) {
      for (let tries = 1; tries <= 4; tries++) await signIn(browser, { code: "000000" });
      assert.equal((await signIn(browser, { recoveryCode })).status, 200);
    }
    assert.deepEqual(await messages(browser), ["factor-changed"]);
  }));

Deno.test("removing the app takes the password and a code, and so does deleting the account", () =>
  withApiClient(async (browser) => {
    const { secret, recoveryCodes: [recoveryCode] } = await setUpApp(browser);
    for (const [endpoint, verb] of [[totp, "DELETE"], [me, "DELETE"]] as const) {
      for (const proof of [undefined, { password }, { code: "000000" }]) {
        await assertCode(await browser.call(endpoint, verb, proof), 401, "reauthentication-required");
      }
      await assertCode(
        await browser.call(endpoint, verb, { password, code: "000000" }),
        401,
        "invalid-credentials",
      );
    }
    await assertCode(
      await browser.call(totp, "POST", { password, code: recoveryCode }),
      409,
      "factor-exists",
    );
    const code = codeFrom(secret, browser);
    assert.equal((await browser.call(totp, "DELETE", { password, code })).status, 204);
    await assertCode(await browser.call(totp, "DELETE", { password, code }), 404, "not-found");
    assert.deepEqual(await messages(browser), ["factor-changed", "factor-changed"]);
    assert.equal((await signIn(browser)).status, 200);
    assert.equal((await browser.sql`select from recovery_codes`).count, 0);
    assert.equal((await browser.call(me, "DELETE", { password })).status, 204);
  }));

Deno.test("a secret is encrypted, opens while its COOKIE_SECRET is listed, and is encrypted again for the next", () =>
  withApiClient(async (browser) => {
    const { secret } = await setUpApp(browser);
    const [row] = await browser.sql<{ secret: Uint8Array }[]>`select secret from totp_factors`;
    assert.ok(!new TextDecoder().decode(row.secret).includes(secret));
    const next = "the next secret of cookies in the tests";
    const replaced = { ...testSecrets, cookieSecrets: [next, ...testSecrets.cookieSecrets] };
    browser.services = { secrets: replaced };
    const code = codeFrom(secret, browser);
    const device = newDevice(browser);
    device.services = browser.services;
    assert.equal((await device.call(login, "POST", { ...credentials, code })).status, 200);

    assert.equal(await resealFactors(browser.sql, replaced, 10), 1);
    assert.equal(await resealFactors(browser.sql, replaced, 10), 0);
    browser.clock.nowMs += 2 * STEP_MS;
    device.services = { secrets: { ...testSecrets, cookieSecrets: [next] } };
    const later = { ...credentials, code: codeFrom(secret, browser) };
    assert.equal((await device.call(login, "POST", later)).status, 200, "the old secret is no longer needed");
  }));

Deno.test("an app whose secret was encrypted with a COOKIE_SECRET that is gone is replaced by a recovery code", () =>
  withApiClient(async (browser) => {
    const { secret, recoveryCodes: [first, second] } = await setUpApp(browser);
    await browser.sql`update users set role = 'organizer'`;
    const secrets = { ...testSecrets, cookieSecrets: ["the next secret of cookies in the tests"] };
    const services = { secrets, config: parseConfig({ REQUIRE_STAFF_2FA: "on" }) };
    const device = newDevice(browser);
    device.services = services;
    const send = (more: Record<string, string>) => device.call(login, "POST", { ...credentials, ...more });

    const code = codeFrom(secret, browser);
    for (let tries = 1; tries <= 6; tries++) {
      const refused = await send({ code });
      const { status, code: problem, detail } = await refused.json();
      assert.deepEqual([status, problem], [401, "second-factor-invalid"], "it is not counted as wrong");
      assert.match(detail, /Enter a recovery code, then set the app up again/);
    }
    assert.equal((await send({ recoveryCode: first })).status, 200);
    const proof = await device.call(totp, "DELETE", { password, code });
    assert.match((await proof.json()).detail, /Enter a recovery code/);
    assert.equal((await device.call(totp, "DELETE", { password, code: second })).status, 204);
    const begun = await (await device.call(totp, "POST", { password })).json();
    const completed = await device.call(verify, "POST", { code: codeFrom(begun.secret, browser) });
    assert.equal(completed.status, 200);
    assert.equal((await device.call(messageList, "GET")).status, 200);
  }));

Deno.test("a set-up that was begun under a COOKIE_SECRET that is gone begins again", () =>
  withApiClient(async (browser) => {
    await registerConfirmed(browser);
    const before = await (await browser.call(totp, "POST", { password })).json();
    browser.services = {
      secrets: { ...testSecrets, cookieSecrets: ["the next secret of cookies in the tests"] },
    };
    await browser.call(login, "POST", credentials);
    const late = { code: codeFrom(before.secret, browser) };
    await assertCode(await browser.call(verify, "POST", late), 422, "second-factor-invalid");
    const begun = await (await browser.call(totp, "POST", { password })).json();
    const completed = await browser.call(verify, "POST", { code: codeFrom(begun.secret, browser) });
    assert.equal(completed.status, 200);
  }));

Deno.test("staff who need a second factor can do nothing else until they have set one up, and can't remove it", () =>
  withApiClient(async (browser) => {
    browser.services = { config: parseConfig({ REQUIRE_STAFF_2FA: "on" }) };
    await registerConfirmed(browser);
    assert.equal((await browser.call(messageList, "GET")).status, 200, "a visitor needs none");
    await browser.sql`update users set role = 'organizer'`;
    await registerConfirmed(browser);
    await assertCode(await browser.call(messageList, "GET"), 403, "factor-required");
    assert.equal((await browser.call(me, "GET")).status, 200);
    const { secret } = await (await browser.call(totp, "POST", { password })).json();
    assert.equal((await browser.call(verify, "POST", { code: codeFrom(secret, browser) })).status, 200);
    assert.equal((await browser.call(messageList, "GET")).status, 200);
    browser.clock.nowMs += STEP_MS;
    const proof = { password, code: codeFrom(secret, browser) };
    await assertCode(await browser.call(totp, "DELETE", proof), 409, "last-factor");
  }));
