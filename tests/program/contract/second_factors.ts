/** The second factors of accounts, and signing in with them. */
import assert from "node:assert/strict";
import { type TOTP, URI } from "otpauth";
import { SoftAuthenticator } from "@/lib/testing/authenticator.ts";
import { until } from "@/lib/testing/until.ts";
import { assertProblem, Browser, Client } from "../client.ts";
import { newPerson } from "./accounts.ts";
import type { Steps } from "./steps.ts";

export const secondFactors: Steps = {
  async "are codes that work once, and recovery codes"({ url, sql }) {
    const person = newPerson();
    const { name: _, ...credentials } = person;
    const { body } = await new Client(url).post("/api/auth/register", person);
    const owner = new Client(url, body.accessToken);
    const { password } = person;
    assertProblem(await owner.post("/api/me/factors/totp", { password }), 409, "email-not-confirmed");
    await sql`update users set email_confirmed_at = now() where id = ${body.user.id}`;
    await until(() => owner.get("/api/me"), ({ body }) => body.emailConfirmed);
    assertProblem(await owner.post("/api/me/factors/totp", {}), 401, "reauthentication-required");
    const begun = await owner.post("/api/me/factors/totp", { password });
    assert.equal(begun.status, 201);
    const app = URI.parse(begun.body.uri) as TOTP;
    assert.equal(app.secret.base32, begun.body.secret);
    const verify = "/api/me/factors/totp/verify";
    assertProblem(await owner.post(verify, { code: "000000" }), 422, "second-factor-invalid");
    const verified = await owner.post(verify, { code: app.generate() });
    assert.equal(verified.status, 200);
    assert.equal(verified.body.recoveryCodes.length, 10);
    assert.deepEqual((await owner.get("/api/me")).body.factors, ["totp"]);

    const signInWith = (more: Record<string, string> = {}) =>
      new Client(url).post("/api/auth/login", { ...credentials, ...more });
    const asked = await signInWith();
    assertProblem(asked, 401, "second-factor-required");
    assert.deepEqual(asked.body.methods, ["totp", "recovery"]);
    assert.deepEqual(asked.headers.getSetCookie(), []);
    assertProblem(await signInWith({ code: "000000" }), 401, "second-factor-invalid");
    const code = app.generate({ timestamp: Date.now() + 30_000 });
    assert.equal((await signInWith({ code })).status, 200);
    assertProblem(await signInWith({ code }), 401, "second-factor-invalid");
    const [first, second] = verified.body.recoveryCodes;
    assert.equal((await signInWith({ recoveryCode: first.toLowerCase().replaceAll("-", "") })).status, 200);

    const remove = (proof: Record<string, string>) => owner.call("DELETE", "/api/me/factors/totp", proof);
    assertProblem(await remove({ password }), 401, "reauthentication-required");
    assertProblem(await remove({ password, code: first }), 401, "invalid-credentials");
    assert.equal((await remove({ password, code: second })).status, 204);
    assert.equal((await signInWith()).status, 200);
  },

  async "are passkeys, which sign in alone, after the password, and confirm what needs their owner"(
    { url, sql },
  ) {
    const person = newPerson();
    const { name: _, ...credentials } = person;
    const { password } = person;
    const { body } = await new Client(url).post("/api/auth/register", person);
    const owner = new Client(url, body.accessToken);
    const begin = "/api/me/factors/passkeys/options";
    assertProblem(await owner.post(begin, { password }), 409, "email-not-confirmed");
    await sql`update users set email_confirmed_at = now() where id = ${body.user.id}`;
    await until(() => owner.get("/api/me"), ({ body }) => body.emailConfirmed);
    assertProblem(await owner.post(begin), 401, "reauthentication-required");
    const begun = await owner.post(begin, { password });
    assert.equal(begun.status, 200);

    const key = new SoftAuthenticator(`http://${begun.body.rp.id}:${new URL(url).port}`);
    const list = "/api/me/factors/passkeys";
    const otherChallenge = { ...begun.body, challenge: "c29tZXRoaW5nIGVsc2U" };
    assertProblem(await owner.post(list, { passkey: key.create(otherChallenge) }), 422, "passkey-invalid");
    const added = await owner.post(list, { passkey: key.create(begun.body), name: "my phone" });
    assert.equal(added.status, 201);
    assert.equal(added.body.recoveryCodes.length, 10);
    assert.deepEqual((await owner.get("/api/me")).body.factors, ["passkey"]);
    const { recoveryCodes: __, ...passkey } = added.body;
    assert.deepEqual((await owner.get(list)).body, { items: [passkey], nextCursor: null });

    const browser = new Browser(url);
    const answer = async () => {
      const { status, body } = await browser.post("/api/auth/passkey/options");
      assert.equal(status, 200);
      return { passkey: key.get(body) };
    };
    const first = await answer();
    assert.equal((await browser.post("/api/auth/passkey", first)).status, 200);
    assert.equal((await browser.get("/api/me")).body.id, body.user.id);
    assertProblem(await browser.post("/api/auth/passkey", first), 401, "passkey-invalid");
    const asked = await browser.post("/api/auth/login", credentials);
    assertProblem(asked, 401, "second-factor-required");
    assert.deepEqual(asked.body.methods, ["passkey", "recovery"]);
    const completed = await browser.post("/api/auth/login", { ...credentials, ...await answer() });
    assert.equal(completed.status, 200);
    const replayed = await browser.post("/api/auth/login", { ...credentials, ...first });
    assertProblem(replayed, 401, "second-factor-invalid");

    const remove = async (proof?: unknown) => await owner.call("DELETE", `${list}/${passkey.id}`, proof);
    assertProblem(await remove(), 401, "reauthentication-required");
    assertProblem(await remove({ password, code: "000000" }), 401, "invalid-credentials");
    const options = await owner.post("/api/me/reauthentication/options");
    assert.equal((await remove({ passkey: key.get(options.body) })).status, 204);
    assertProblem(await remove({ password }), 404, "not-found");
    assertProblem(await browser.post("/api/auth/passkey", await answer()), 401, "passkey-invalid");
  },
};
