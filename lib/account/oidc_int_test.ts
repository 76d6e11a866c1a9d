/** Signing in through an identity provider, and the accounts that it makes. */
import assert from "node:assert/strict";
import { ProviderBrowser, startProvider } from "@/lib/testing/oidc_provider.ts";
import {
  ADA,
  assertRedirects,
  assertSays,
  audit,
  CALLBACK,
  confirm,
  connectedAda,
  locationOf,
  me,
  MINUTE_MS,
  SITE,
  withProvider,
} from "./oidc_testing.ts";
import { withAccounts } from "./testing.ts";

Deno.test("an identity that nobody has connected waits for signing in the old way, then signs in by itself", () =>
  withProvider(ADA, async (scene) => {
    const { email, password } = { email: "ada@example.org", password: "a quiet correct horse" };
    await confirm(scene, await scene.newVisitor(email), email);
    const ada = scene.guest();
    assertRedirects(
      await scene.goThrough(ada, "ada", "/login/oidc?next=/account/bookings"),
      "/login/oidc/connect",
    );
    assert.equal(await me(ada), null);
    await assertSays(await ada.get("/login/oidc/connect"), 200, /ada@provider\.test/);
    scene.clock.nowMs += 1_000;
    const signedIn = await ada.page("POST", "/login", { email, password, next: "/login/oidc/connect" });
    assertRedirects(signedIn, "/login/oidc/connect");
    const asked = await (await ada.get("/login/oidc/connect")).text();
    assert.doesNotMatch(asked, /type="password"/);
    assertRedirects(await ada.page("POST", "/login/oidc/connect", {}), "/account/bookings");
    const [{ kind, subject }] = await scene.mailsTo(email);
    assert.deepEqual([kind, subject], ["factor-changed", "Single sign-on is connected to your account"]);
    // It is not connected twice.
    await assertSays(await ada.page("POST", "/login/oidc/connect", {}), 200, /This attempt is over/);

    const later = scene.guest();
    assertRedirects(
      await scene.goThrough(later, "ada", "/login/oidc?next=/account/bookings"),
      "/account/bookings",
    );
    assert.equal((await me(later))?.email, email);
    assert.equal((await scene.mailsTo(email))[0].kind, "new-device");
    const lines = await audit(scene);
    assert.ok(lines.includes('factor.added {"factor": "oidc"}'), lines.join("\n"));
    assert.equal(lines.at(-1), 'account.signed-in {"method": "oidc"}');
    const owners = await scene.sql`select issuer, subject from identities`;
    assert.deepEqual([...owners], [{ issuer: scene.provider.issuer, subject: "ada" }]);
  }));

Deno.test("a provider that knows an account's address does not get into the account", () =>
  withProvider({ eve: { email: "ada@example.org", email_verified: true } }, async (scene) => {
    const ada = await scene.newVisitor("ada@example.org");
    await confirm(scene, ada, "ada@example.org");
    const eve = scene.guest();
    assertRedirects(await scene.goThrough(eve, "eve"), "/login/oidc/connect");
    assert.equal(await me(eve), null);
    await assertSays(
      await eve.page("POST", "/login/oidc/connect", {}),
      200,
      /Sign in here as you did before/,
    );
    assert.equal((await scene.sql`select from identities`).count, 0);
  }, { OIDC_BUYERS: "on" }));

Deno.test("what the provider sends back counts once, in the browser that began, for ten minutes", () =>
  withProvider(ADA, async (scene) => {
    await connectedAda(scene);
    const expired = /This attempt is over/;
    const browser = scene.guest();
    const back = await new ProviderBrowser().signIn(await locationOf(browser, "/login/oidc"), "ada");
    await assertSays(await scene.guest().get(back), 422, expired);

    const state = new URLSearchParams(back.split("?")[1]).get("state")!;
    const forged = scene.guest();
    await locationOf(forged, "/login/oidc");
    await assertSays(await forged.get(back), 422, /The sign-in was refused/);
    await assertSays(
      await forged.get(back.replace(state, "x")),
      422,
      expired,
      // The attempt is over after one response, whatever it was.
    );

    const replaying = scene.guest();
    for (const [name, value] of browser.browser.cookies) replaying.browser.cookies.set(name, value);
    assertRedirects(await browser.get(back), "/account");
    await assertSays(await browser.get(back), 422, expired);
    await assertSays(await replaying.get(back), 422, /The sign-in was refused/);
    assert.equal(await me(replaying), null);

    const slow = scene.guest();
    const location = await locationOf(slow, "/login/oidc");
    scene.clock.nowMs += 10 * MINUTE_MS;
    await assertSays(await slow.get(await new ProviderBrowser().signIn(location, "ada")), 422, expired);
    await assertSays(await scene.guest().get(CALLBACK), 422, expired);
  }));

Deno.test("cancelling at the provider leads back to the other ways to sign in", () =>
  withProvider(ADA, async (scene) => {
    const cancelled = await scene.goThrough(scene.guest(), "cancel", "/login/oidc?next=/account/bookings");
    const body = await cancelled.text();
    assert.equal(cancelled.status, 422);
    assert.match(body, /You cancelled signing in/);
    assert.match(body, /href="\/login\?next=%2Faccount%2Fbookings"/);
    assert.match(body, /href="\/login\/oidc\?next=%2Faccount%2Fbookings"/);
  }));

Deno.test("while the provider is down the password signs in, and once it is back so does the provider", () =>
  withProvider(ADA, async (scene) => {
    const ada = scene.guest();
    const { port } = new URL(scene.provider.issuer);
    await scene.provider.close();
    await assertSays(await ada.get("/login/oidc"), 503, /This way of signing in is not available/);
    await assertSays(await ada.get("/login"), 200, /Continue with single sign-on/);
    const again = await startProvider(ADA, Number(port));
    try {
      assertRedirects(await scene.goThrough(ada, "ada"), "/login/oidc/connect");
    } finally {
      await again.close();
    }
  }));

Deno.test("afterwards people are sent to a path of this site only", () =>
  withProvider(ADA, async (scene) => {
    await connectedAda(scene);
    for (const next of ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)"]) {
      const start = `/login/oidc?next=${encodeURIComponent(next)}`;
      assertRedirects(await scene.goThrough(scene.guest(), "ada", start), "/account");
    }
  }));

Deno.test("the provider makes no accounts unless OIDC_BUYERS lets it", () =>
  withProvider(ADA, async (scene) => {
    const ada = scene.guest();
    assertRedirects(await scene.goThrough(ada, "ada"), "/login/oidc/connect");
    assert.equal((await scene.sql`select from users`).count, 0);
  }));

Deno.test("with OIDC_BUYERS an unknown address becomes a visitor's account, confirmed if the provider says so", () =>
  withProvider({
    ...ADA,
    bob: { email: "bob@provider.test", email_verified: false, name: "\u202Ebob" },
    nobody: { email_verified: true },
  }, async (scene) => {
    const ada = scene.guest();
    assertRedirects(
      await scene.goThrough(ada, "ada", "/login/oidc?next=/account/bookings"),
      "/account/bookings",
    );
    const { email, name, role, emailConfirmed } = (await me(ada))!;
    assert.deepEqual([email, name, role, emailConfirmed], [
      "ada@provider.test",
      "Ada Brook",
      "visitor",
      true,
    ]);
    const bob = scene.guest();
    assertRedirects(await scene.goThrough(bob, "bob"), "/account");
    const bobs = (await me(bob))!;
    assert.deepEqual([bobs.name, bobs.emailConfirmed], ["bob", false]);
    await scene.tokenFor("bob@provider.test");
    assertRedirects(await scene.goThrough(scene.guest(), "nobody"), "/login/oidc/connect");
    assert.equal((await scene.sql`select from users`).count, 2);
    assert.ok((await audit(scene)).includes('account.registered {"method": "oidc"}'));
  }, { OIDC_BUYERS: "on" }));

Deno.test("whoever registered another's address loses the account once its owner comes from the provider", () =>
  withProvider(ADA, async (scene) => {
    const email = "ada@provider.test";
    const squatter = await scene.newVisitor(email);
    const ada = scene.guest();
    assertRedirects(await scene.goThrough(ada, "ada"), "/account");
    assert.equal((await me(ada))?.emailConfirmed, true);
    scene.clock.nowMs += 5_000;
    assert.equal(await me(squatter), null);
    const password = { email, password: squatter.password };
    await scene.guest().assertProblem("POST", "/api/auth/login", password, 401, "invalid-credentials");
  }, { OIDC_BUYERS: "on" }));

Deno.test("an unconfirmed account stays its holder's if the provider has not verified the address, or it is staff's", () =>
  withProvider({
    eve: { email: "ada@example.org" },
    ada: { email: "staff@example.org", email_verified: true },
  }, async (scene) => {
    const ada = await scene.newVisitor("ada@example.org");
    assertRedirects(await scene.goThrough(scene.guest(), "eve"), "/login/oidc/connect");
    assert.equal((await me(ada))?.email, "ada@example.org");
    await scene.newVisitor("staff@example.org");
    await scene.sql`update users set role = 'organizer' where email = 'staff@example.org'`;
    assertRedirects(await scene.goThrough(scene.guest(), "ada"), "/login/oidc/connect");
    assert.equal((await scene.sql`select from identities`).count, 0);
  }, { OIDC_BUYERS: "on" }));

Deno.test("a reset of an unconfirmed account disconnects the identity that made it", () =>
  withProvider({ eve: { email: "ada@example.org" } }, async (scene) => {
    const eve = scene.guest();
    assertRedirects(await scene.goThrough(eve, "eve"), "/account");
    await eve.call("POST", "/api/auth/password/forgot", { email: "ada@example.org" });
    const token = await scene.tokenFor("ada@example.org", "reset");
    const reset = await scene.guest().call("POST", "/api/auth/password/reset", {
      token,
      password: "seven boats and a gull",
    });
    assert.equal(reset.status, 204);
    assertRedirects(await scene.goThrough(scene.guest(), "eve"), "/login/oidc/connect");
  }, { OIDC_BUYERS: "on" }));

Deno.test("a locked account stays locked, and an erased one is gone", () =>
  withProvider(ADA, async (scene) => {
    const ada = await connectedAda(scene);
    await scene.sql`update users set locked_at = now()`;
    await assertSays(await scene.goThrough(scene.guest(), "ada"), 403, /This account is locked/);
    assert.equal((await audit(scene)).at(-1), 'account.sign-in-failed {"why": "locked"}');
    await scene.sql`update users set locked_at = null`;
    scene.clock.nowMs += 5_000;
    assert.equal((await ada.call("DELETE", "/api/me", { password: ada.password })).status, 204);
    assertRedirects(await scene.goThrough(scene.guest(), "ada"), "/login/oidc/connect");
  }));

Deno.test("people are sent to the provider with PKCE, state and nonce, and back to the registered address", () =>
  withProvider(ADA, async (scene) => {
    const visitor = scene.guest();
    const location = new URL(await locationOf(visitor, "/login/oidc"));
    const query = Object.fromEntries(location.searchParams);
    assert.equal(query.redirect_uri, SITE + CALLBACK);
    assert.deepEqual([query.response_type, query.code_challenge_method, query.max_age, query.acr_values], [
      "code",
      "S256",
      undefined,
      "gold silver",
    ]);
    const again = new URL(await locationOf(visitor, "/login/oidc")).searchParams;
    for (const name of ["state", "nonce", "code_challenge"]) {
      assert.match(query[name], /^[\w-]{43}$/);
      assert.notEqual(again.get(name), query[name]);
    }
    const ada = await connectedAda(scene);
    const fresh = new URL(await locationOf(ada, "/login/oidc?for=confirm"));
    assert.equal(fresh.searchParams.get("max_age"), "0");
    assertRedirects(await ada.get("/login/oidc?next=/account/bookings"), "/account/bookings");
    assertRedirects(
      await scene.guest().get("/login/oidc?for=connect"),
      "/login?next=%2Flogin%2Foidc%3Ffor%3Dconnect",
    );
  }, { OIDC_ACR: "gold,silver" }));

Deno.test("without a provider there is nothing to see", () =>
  withAccounts(async ({ guest, newVisitor }) => {
    for (const path of ["/login/oidc", CALLBACK, "/login/oidc/connect"]) {
      assert.equal((await guest().get(path)).status, 404, path);
    }
    assert.doesNotMatch(await (await guest().get("/login")).text(), /oidc/);
    const ada = await newVisitor("ada@example.org");
    assert.equal((await ada.get("/account/security/oidc")).status, 404);
    assert.doesNotMatch(await (await ada.get("/account/security")).text(), /oidc/);
  }));
