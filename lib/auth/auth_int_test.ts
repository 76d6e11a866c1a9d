import assert from "node:assert/strict";
import { endpoint, method } from "@/lib/server/endpoint.ts";
import { testSecrets } from "@/lib/server/testing.ts";
import { ApiClient, assertCode, withApiClient } from "@/lib/testing/api_client.ts";
import { handler as login } from "@/routes/api/auth/login.ts";
import { handler as logout } from "@/routes/api/auth/logout.ts";
import { handler as refresh } from "@/routes/api/auth/refresh.ts";
import { handler as register } from "@/routes/api/auth/register.ts";
import { handler as me } from "@/routes/api/me.ts";
import { Sessions } from "./sessions.ts";

const person = { email: "Ada@Example.org", password: "correct horse", name: "Ada" };

Deno.test("registering creates a visitor who is signed in by cookie and by token", () =>
  withApiClient(async (browser) => {
    const response = await browser.call(register, "POST", person);
    assert.equal(response.status, 201);
    assert.equal(response.headers.get("content-type"), "application/json");
    const { user, accessToken, expiresIn } = await response.json();
    assert.deepEqual({ ...user, id: "" }, {
      id: "",
      email: person.email,
      emailConfirmed: false,
      factors: [],
      name: "Ada",
      role: "visitor",
      locale: null,
    });
    assert.equal(expiresIn, 900);

    assert.deepEqual(await (await browser.call(me, "GET")).json(), user);
    const apiClient = new ApiClient(browser.sql, browser.sessions, browser.clock);
    apiClient.accessToken = accessToken;
    assert.deepEqual(await (await apiClient.call(me, "GET")).json(), user);
    const [{ passwordHash }] = await browser.sql`select password_hash from users`;
    assert.match(passwordHash, /^\$argon2id\$/);
  }));

Deno.test("an email address is taken regardless of case", () =>
  withApiClient(async (browser) => {
    await browser.call(register, "POST", person);
    await assertCode(
      await browser.call(register, "POST", { ...person, email: "ada@example.ORG" }),
      409,
      "email-taken",
    );
    assert.equal((await browser.sql`select 1 from users`).count, 1);
  }));

Deno.test("signing in needs the correct password, and a refusal does not reveal whether the account exists", () =>
  withApiClient(async (browser) => {
    await browser.call(register, "POST", person);
    const wrong = await browser.call(login, "POST", { email: person.email, password: "something else" });
    const nobody = await browser.call(login, "POST", {
      email: "nobody@example.org",
      password: person.password,
    });
    assert.equal(wrong.status, 401);
    assert.equal(nobody.status, 401);
    assert.equal(await wrong.text(), await nobody.text());
    const right = await browser.call(login, "POST", { email: "ADA@example.org", password: person.password });
    assert.equal(right.status, 200);
  }));

Deno.test("a refresh rotates the cookie; the old one is valid for 30 s, and its later use ends the session", () =>
  withApiClient(async (browser) => {
    await browser.call(register, "POST", person);
    const otherTab = browser.copy();
    const thief = browser.copy();
    assert.equal((await browser.call(refresh, "POST")).status, 200);
    assert.notEqual(browser.cookies.get("__Host-aisle_refresh"), thief.cookies.get("__Host-aisle_refresh"));

    browser.clock.nowMs += 29_000;
    const late = await otherTab.call(refresh, "POST");
    assert.equal(late.status, 200);
    assert.equal((await browser.call(refresh, "POST")).status, 200);

    browser.clock.nowMs += 31_000;
    await assertCode(await thief.call(refresh, "POST"), 401, "session-expired");
    await assertCode(await browser.call(refresh, "POST"), 401, "session-expired");
    await assertCode(await browser.call(me, "GET"), 401, "unauthenticated");
  }));

Deno.test("a refresh token that was never ours leaves sessions alone", () =>
  withApiClient(async (browser) => {
    await browser.call(register, "POST", person);
    const stranger = browser.copy();
    const forged = browser.cookies.get("__Host-aisle_refresh")!.replace(
      /.$/,
      (last) => last === "A" ? "B" : "A",
    );
    stranger.cookies.set("__Host-aisle_refresh", `${forged}x`);
    stranger.cookies.delete("__Host-aisle_access");
    await assertCode(await stranger.call(refresh, "POST"), 401, "session-expired");
    assert.equal((await browser.call(refresh, "POST")).status, 200);
  }));

Deno.test("a cookie request with an expired access token gets a new one and keeps its refresh token", () =>
  withApiClient(async (browser) => {
    await browser.call(register, "POST", person);
    const before = new Map(browser.cookies);
    browser.clock.nowMs += 16 * 60_000;
    assert.equal((await browser.call(me, "GET")).status, 200);
    assert.notEqual(browser.cookies.get("__Host-aisle_access"), before.get("__Host-aisle_access"));
    assert.equal(browser.cookies.get("__Host-aisle_refresh"), before.get("__Host-aisle_refresh"));
  }));

Deno.test("an expired bearer token is refused, on public routes too", () =>
  withApiClient(async (client) => {
    const { accessToken } = await (await client.call(register, "POST", person)).json();
    client.cookies.clear();
    client.accessToken = accessToken;
    const open = endpoint("/api/open", {
      GET: method({
        operationId: "open",
        summary: "Open",
        description: "Open.",
        responses: { 204: null },
        handle: () => new Response(null, { status: 204 }),
      }),
    });
    assert.equal((await client.call(open, "GET")).status, 204);
    client.clock.nowMs += 16 * 60_000;
    await assertCode(await client.call(open, "GET"), 401, "invalid-token");
  }));

Deno.test("after signing out, the access token is refused here at once and elsewhere within 5 s", () =>
  withApiClient(async (browser) => {
    const { accessToken } = await (await browser.call(register, "POST", person)).json();
    const elsewhere = new ApiClient(
      browser.sql,
      new Sessions({ sql: browser.sql, secrets: testSecrets, now: () => browser.clock.nowMs }),
      browser.clock,
    );
    elsewhere.accessToken = accessToken;
    assert.equal((await elsewhere.call(me, "GET")).status, 200);

    assert.equal((await browser.call(logout, "POST")).status, 204);
    assert.deepEqual([...browser.cookies.keys()].toSorted(), ["__Host-aisle_device", "__Host-aisle_visitor"]);
    const here = new ApiClient(browser.sql, browser.sessions, browser.clock);
    here.accessToken = accessToken;
    await assertCode(await here.call(me, "GET"), 401, "invalid-token");
    browser.clock.nowMs += 4_500;
    await assertCode(await elsewhere.call(me, "GET"), 401, "invalid-token");
  }));

Deno.test("signing out makes the browser a new visitor, and may be repeated", () =>
  withApiClient(async (browser) => {
    await browser.call(logout, "POST");
    const first = browser.cookies.get("__Host-aisle_visitor");
    assert.equal((await browser.call(logout, "POST")).status, 204);
    assert.notEqual(browser.cookies.get("__Host-aisle_visitor"), first);
  }));

Deno.test("name and language can be changed, and the session reflects the change at once", () =>
  withApiClient(async (browser) => {
    await browser.call(register, "POST", person);
    const changed = await browser.call(me, "PATCH", { name: " Ada L. ", locale: "de-CH" });
    assert.equal(changed.status, 200);
    const { name, locale } = await (await browser.call(me, "GET")).json();
    assert.deepEqual({ name, locale }, { name: "Ada L.", locale: "de-CH" });
    await assertCode(await browser.call(me, "PATCH", { locale: "not a tag" }), 422, "validation");
    await assertCode(await browser.call(me, "PATCH", { role: "admin" }), 422, "validation");
  }));

Deno.test("deleting an account needs its password, ends its sessions and frees its email address", () =>
  withApiClient(async (browser) => {
    await browser.call(register, "POST", person);
    const otherDevice = browser.copy();
    for (const proof of [undefined, {}, { password: "" }]) {
      await assertCode(await browser.call(me, "DELETE", proof), 401, "reauthentication-required");
    }
    await assertCode(
      await browser.call(me, "DELETE", { password: "something else" }),
      401,
      "invalid-credentials",
    );
    assert.equal((await browser.call(me, "DELETE", { password: person.password })).status, 204);
    await assertCode(await otherDevice.call(me, "GET"), 401, "unauthenticated");
    const [row] = await browser.sql`select email, name, password_hash from users`;
    assert.deepEqual({ ...row }, { email: null, name: "", passwordHash: null });
    await assertCode(await browser.call(login, "POST", person), 422, "validation");
    const { email, password } = person;
    await assertCode(await browser.call(login, "POST", { email, password }), 401, "invalid-credentials");
    assert.equal((await browser.call(register, "POST", person)).status, 201);
  }));

Deno.test("weak, short and long passwords are rejected with the path of the member", () =>
  withApiClient(async (browser) => {
    for (const password of ["short", "Password123", "12345678", "x".repeat(201), "ada@example.org"]) {
      const response = await browser.call(register, "POST", { ...person, password });
      assert.equal(response.status, 422, password);
      const { errors } = await response.json();
      assert.deepEqual(new Set(errors.map((error: { path: string }) => error.path)), new Set(["password"]));
    }
  }));

Deno.test("letters that look like ASCII to some software don't make another address", () =>
  withApiClient(async (client) => {
    const admin = { ...person, email: "admin@example.org" };
    assert.equal((await client.call(register, "POST", admin)).status, 201);
    const signIn = async (email: string) =>
      (await client.call(login, "POST", { email, password: admin.password })).status;
    assert.equal(await signIn("ADMIN@Example.org"), 200);
    for (const letter of ["İ", "ı", "ｉ", "Ⅰ"]) {
      assert.equal(await signIn(`adm${letter}n@example.org`), 200, letter);
      const email = `adm${letter}n@example.org`;
      assert.equal((await client.call(register, "POST", { ...admin, email })).status, 422, email);
    }
  }));

Deno.test("a name is stored in its canonical form, however it was typed", () =>
  withApiClient(async (client) => {
    const registered = await client.call(register, "POST", { ...person, name: "Zoe\u0308" });
    assert.equal((await registered.json()).user.name, "Zo\u00eb");
    const changed = await client.call(me, "PATCH", { name: "Rene\u0301e" });
    assert.equal((await changed.json()).name, "Ren\u00e9e");
  }));
