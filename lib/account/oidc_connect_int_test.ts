/** What an identity means to its account: connecting, disconnecting, confirming with it, and second factors. */
import assert from "node:assert/strict";
import { codeOfStep, currentStep } from "@/lib/auth/totp.ts";
import { ProviderBrowser } from "@/lib/testing/oidc_provider.ts";
import {
  ADA,
  assertRedirects,
  assertSays,
  audit,
  confirm,
  connectedAda,
  me,
  MINUTE_MS,
  withProvider,
} from "./oidc_testing.ts";
import type { Visitor } from "./testing.ts";

Deno.test("connecting from the account takes the password, and a confirmed address", () =>
  withProvider(ADA, async (scene) => {
    const ada = await scene.newVisitor("ada@example.org");
    await scene.goThrough(ada, "ada", "/login/oidc?for=connect");
    const early = await ada.page("POST", "/login/oidc/connect", { password: ada.password });
    await assertSays(early, 409, /Confirm your email address first/);
    await confirm(scene, ada, "ada@example.org");
    await assertSays(
      await ada.page("POST", "/login/oidc/connect", {}),
      422,
      /Enter your password/,
    );
    const wrong = await ada.page("POST", "/login/oidc/connect", { password: "wrong" });
    await assertSays(wrong, 422, /isn’t the password/);
    scene.clock.nowMs += 5 * MINUTE_MS;
    const late = await ada.page("POST", "/login/oidc/connect", { password: ada.password });
    await assertSays(late, 200, /This attempt is over/);
    assert.equal((await scene.sql`select from identities`).count, 0);
  }));

Deno.test("an identity belongs to one account, and an account has one", () =>
  withProvider({ ...ADA, bob: {} }, async (scene) => {
    const ada = await connectedAda(scene);
    const other = await scene.newVisitor("other@example.org");
    await confirm(scene, other, "other@example.org");
    const taken = await scene.goThrough(other, "ada", "/login/oidc?for=connect");
    await assertSays(taken, 422, /Already connected/);
    assertRedirects(
      await scene.goThrough(ada, "ada", "/login/oidc?for=connect"),
      "/account/security#oidc",
    );
    await scene.goThrough(ada, "bob", "/login/oidc?for=connect");
    const second = await ada.page("POST", "/login/oidc/connect", { password: ada.password });
    await assertSays(second, 409, /Already connected/);
  }));

Deno.test("the only way to sign in stays; a password that was set makes it removable", () =>
  withProvider(ADA, async (scene) => {
    const ada = scene.guest();
    await scene.goThrough(ada, "ada");
    const confirmAgain = () =>
      scene.goThrough(ada, "ada", "/login/oidc?for=confirm&next=/account/security/oidc");
    await assertSays(
      await ada.page("POST", "/account/security/oidc", {}),
      422,
      /Enter your password/,
    );
    assertRedirects(await confirmAgain(), "/account/security/oidc");
    await assertSays(
      await ada.page("POST", "/account/security/oidc", {}),
      409,
      /This is your only way to sign in/,
    );
    await assertSays(await ada.get("/account/security"), 200, /Your account has no password/);

    await ada.call("POST", "/api/auth/password/forgot", { email: "ada@provider.test" });
    const token = await scene.tokenFor("ada@provider.test", "reset");
    const password = "seven boats and a gull";
    assert.equal((await ada.call("POST", "/api/auth/password/reset", { token, password })).status, 204);
    const again = await scene.signedIn("ada@provider.test", password);
    assertRedirects(
      await again.page("POST", "/account/security/oidc", { password }),
      "/account/security#oidc",
    );
    assert.equal((await scene.sql`select from identities`).count, 0);
    assert.equal((await audit(scene)).at(-1), 'factor.removed {"factor": "oidc"}');
    assertRedirects(await scene.goThrough(scene.guest(), "ada"), "/login/oidc/connect");
  }, { OIDC_BUYERS: "on" }));

Deno.test("signing in again at the provider replaces the password for five minutes, in that session", () =>
  withProvider({ ...ADA, bob: { email: "bob@provider.test" } }, async (scene) => {
    const at = new ProviderBrowser();
    const ada = scene.guest();
    await scene.goThrough(ada, "ada", "/login/oidc", at);
    const other = scene.guest();
    await scene.goThrough(other, "ada");
    await ada.assertProblem("POST", "/api/me/factors/totp", undefined, 401, "reauthentication-required");
    const confirm = "/login/oidc?for=confirm&next=/account/delete";
    await assertSays(await scene.goThrough(ada, "bob", confirm), 422, /different account/);
    await ada.assertProblem("POST", "/api/me/factors/totp", undefined, 401, "reauthentication-required");
    // The provider knows the browser, and yet asks.
    assertRedirects(await scene.goThrough(ada, "ada", confirm, at), "/account/delete");
    await assertSays(await ada.get("/account/delete"), 200, /You’ve confirmed that it’s you/);
    await other.assertProblem("POST", "/api/me/factors/totp", undefined, 401, "reauthentication-required");
    assert.equal((await ada.call("POST", "/api/me/factors/totp")).status, 201);
    scene.clock.nowMs += 5 * MINUTE_MS;
    await ada.assertProblem("DELETE", "/api/me", undefined, 401, "reauthentication-required");
    scene.clock.nowMs -= 5 * MINUTE_MS;
    assert.equal((await ada.call("DELETE", "/api/me")).status, 204);
    assert.equal((await scene.sql`select from identities where subject = 'ada'`).count, 0);
  }, { OIDC_BUYERS: "on" }));

Deno.test("an account's code is asked for after the provider, unless that asked for a second factor", () =>
  withProvider(ADA, async (scene) => {
    const ada = await connectedAda(scene);
    const { password } = ada;
    const { secret } = await (await ada.call("POST", "/api/me/factors/totp", { password })).json();
    const code = () => codeOfStep(secret, currentStep(scene.clock.nowMs));
    assert.equal((await ada.call("POST", "/api/me/factors/totp/verify", { code: code() })).status, 200);
    scene.clock.nowMs += 30_000;

    const phone = scene.guest();
    const asked = await scene.goThrough(phone, "ada", "/login/oidc?next=/account/bookings");
    const page = await asked.text();
    assert.equal(asked.status, 200);
    assert.equal(await me(phone), null);
    const challenge = /name="challenge" value="([^"]+)"/.exec(page)![1];
    const form = { challenge, next: "/account/bookings" };
    await assertSays(
      await phone.page("POST", "/login", { ...form, code: "000000" }),
      422,
      /This code is wrong/,
    );
    assertRedirects(await phone.page("POST", "/login", { ...form, code: code() }), "/account/bookings");
    assert.equal((await audit(scene)).at(-1), 'account.signed-in {"method": "oidc"}');
    // Confirming takes the code too.
    scene.clock.nowMs += 30_000;
    await scene.goThrough(phone, "ada", "/login/oidc?for=confirm&next=/account/delete");
    await phone.assertProblem("DELETE", "/api/me/factors/totp", {}, 401, "reauthentication-required");
    await phone.assertProblem(
      "DELETE",
      "/api/me/factors/totp",
      { code: "000000" },
      401,
      "invalid-credentials",
    );

    scene.provider.people.ada = { ...ADA.ada, amr: ["pwd", "otp"] };
    const strong = scene.guest();
    assertRedirects(await scene.goThrough(strong, "ada"), "/account");
    await scene.goThrough(strong, "ada", "/login/oidc?for=confirm&next=/account/delete");
    assert.equal((await strong.call("DELETE", "/api/me/factors/totp", {})).status, 204);
  }));

Deno.test("staff who need a second factor have one if the provider asked for it, in that session", () =>
  withProvider({ ada: {} }, async (scene) => {
    const ada = await connectedAda(scene);
    await scene.sql`update users set role = 'organizer'`;
    const needsFactor = async (visitor: Visitor) => {
      const response = await visitor.call("GET", "/api/messages");
      const body = await response.json();
      return response.status === 403 && body.code === "factor-required";
    };
    scene.clock.nowMs += 5_000;
    assert.ok(await needsFactor(ada));
    const weak = scene.guest();
    await scene.goThrough(weak, "ada");
    assert.ok(await needsFactor(weak));
    assertRedirects(await weak.get("/account/messages"), "/account/security/app");

    for (const shown of [{ amr: ["mfa"] }, { acr: "gold" }]) {
      scene.provider.people.ada = shown;
      const strong = scene.guest();
      await scene.goThrough(strong, "ada");
      assert.equal((await strong.call("GET", "/api/messages")).status, 200, JSON.stringify(shown));
    }
    scene.provider.people.ada = { acr: "silver" };
    await scene.goThrough(weak, "ada", "/login/oidc?for=confirm&next=/account");
    assert.ok(await needsFactor(weak));
  }, { REQUIRE_STAFF_2FA: "on", OIDC_ACR: "gold" }));
