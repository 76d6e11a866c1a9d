/** Accounts, sessions and cookies. */
import assert from "node:assert/strict";
import { assertProblem, Browser, Client, findSeats, newBuyer, signIn } from "../client.ts";
import { latestToken, mailsTo } from "../mails.ts";
import type { Steps } from "./steps.ts";

/** What a new account is registered with. */
export const newPerson = () => ({
  email: `person-${crypto.randomUUID()}@example.org`,
  password: "correct horse battery",
  name: "Zoë Ångström",
});

const refusedRegistrations: [member: string, change: Record<string, unknown>][] = [
  ["email", { email: "nobody" }],
  ["email", { email: 7 }],
  ["password", { password: "1234567" }],
  ["password", { password: "x1y2z3w4".repeat(26) }],
  ["password", { password: "password" }],
  ["password", { password: "qwertyuiop" }],
  ["name", { name: "" }],
  ["name", { name: "   " }],
  ["name", { name: "n".repeat(101) }],
  ["role", { role: "admin" }],
];

export const accounts: Steps = {
  async "are created with a token and cookies, once for each email address"({ url }) {
    const person = newPerson();
    const browser = new Browser(url);
    const created = await browser.post("/api/auth/register", person);
    assert.equal(created.status, 201);
    assert.equal(typeof created.body.accessToken, "string");
    assert.ok(created.body.expiresIn > 0);
    const { id, ...user } = created.body.user;
    assert.equal(typeof id, "string");
    assert.deepEqual([user.email, user.name, user.role], [person.email, person.name, "visitor"]);
    for (const line of created.headers.getSetCookie()) assert.match(line, /; HttpOnly; SameSite=Lax$/);

    for (const client of [browser, new Client(url, created.body.accessToken)]) {
      const me = await client.get("/api/me");
      assert.equal(me.status, 200);
      assert.deepEqual([me.body.id, me.body.email, me.body.role], [id, person.email, "visitor"]);
    }
    const again = { ...person, email: person.email.toUpperCase() };
    assertProblem(await new Client(url).post("/api/auth/register", again), 409, "email-taken");
  },

  async "confirm their address through a link that works once"({ url }) {
    const person = newPerson();
    const { body } = await new Client(url).post("/api/auth/register", person);
    const client = new Client(url, body.accessToken);
    const me = async () => (await client.get("/api/me")).body;
    assert.deepEqual([(await me()).emailConfirmed, (await me()).factors], [false, []]);
    assert.equal((await client.post("/api/me/confirmation")).status, 202);
    const token = await latestToken(url, person.email, "confirm");

    const confirm = (token: string) => new Client(url).post("/api/auth/confirm", { token });
    assertProblem(await confirm("nonsense"), 422, "token-invalid");
    assert.equal((await confirm(token)).status, 204);
    assert.equal((await me()).emailConfirmed, true);
    assertProblem(await confirm(token), 422, "token-invalid");
    assertProblem(await client.post("/api/me/confirmation"), 409, "already-confirmed");
    const demo = await signIn(url, "visitor@aisle.test");
    assert.equal((await demo.get("/api/me")).body.emailConfirmed, true);
  },

  async "set a new password through a link, which signs them out"({ url }) {
    const person = newPerson();
    const { body } = await new Client(url).post("/api/auth/register", person);
    const forgot = (email: string) => new Client(url).post("/api/auth/password/forgot", { email });
    const [known, unknown] = [await forgot(person.email.toUpperCase()), await forgot("nobody@example.org")];
    assert.deepEqual([known.status, known.body], [202, ""]);
    assert.deepEqual([unknown.status, unknown.body], [202, ""]);
    assert.deepEqual(await mailsTo(url, "nobody@example.org"), []);

    const token = await latestToken(url, person.email, "reset");
    const reset = (password: string) => new Client(url).post("/api/auth/password/reset", { token, password });
    assertProblem(await reset("aisle-tickets"), 422, "validation");
    const password = "seven boats and a gull";
    assert.equal((await reset(password)).status, 204);
    assertProblem(await reset(password), 422, "token-invalid");
    assertProblem(await new Client(url, body.accessToken).get("/api/me"), 401, "invalid-token");
    const login = (password: string) =>
      new Client(url).post("/api/auth/login", { email: person.email, password });
    assertProblem(await login(person.password), 401, "invalid-credentials");
    const { user } = (await login(password)).body;
    assert.equal(user.emailConfirmed, true, "using the link has proved the address");
  },

  async "change their password and address with the current password"({ url }) {
    const person = newPerson();
    const client = new Client(
      url,
      (await new Client(url).post("/api/auth/register", person)).body.accessToken,
    );
    const other = new Client(
      url,
      (await new Client(url).post("/api/auth/login", { email: person.email, password: person.password })).body
        .accessToken,
    );
    const password = "seven boats and a gull";
    const change = (current: string) => client.call("PUT", "/api/me/password", { current, password });
    assertProblem(await change("a wrong password"), 401, "invalid-credentials");
    assert.equal((await change(person.password)).status, 204);
    assertProblem(await other.get("/api/me"), 401, "invalid-token");
    assert.equal((await client.get("/api/me")).status, 200);

    const email = `person-${crypto.randomUUID()}@b\u00fccher.example`;
    const move = (body: Record<string, string>) => client.call("PUT", "/api/me/email", body);
    assertProblem(await move({ email }), 401, "reauthentication-required");
    assertProblem(await move({ email, password: person.password }), 401, "invalid-credentials");
    assert.equal((await move({ email: "visitor@aisle.test", password })).status, 204, "as if it were free");
    assert.equal((await move({ email, password })).status, 204);
    assert.equal((await client.get("/api/me")).body.email, person.email);
    assert.equal((await mailsTo(url, person.email))[0].kind, "email-changing");
    const token = await latestToken(url, email, "confirm");
    assert.equal((await new Client(url).post("/api/auth/confirm", { token })).status, 204);
    assert.equal((await client.get("/api/me")).body.email, email);
  },

  async "are refused with weak passwords, bad names and unknown members"({ url }) {
    for (const [member, change] of refusedRegistrations) {
      const response = await new Client(url).post("/api/auth/register", { ...newPerson(), ...change });
      assertProblem(response, 422, "validation");
      assert.deepEqual([...new Set(response.body.errors.map(({ path }: { path: string }) => path))], [
        member,
      ]);
    }
  },

  async "do not reveal at sign-in whether they exist"({ url }) {
    const login = (email: string, password: string) =>
      new Client(url).post("/api/auth/login", { email, password });
    const wrong = await login("visitor@aisle.test", "a wrong password");
    const unknown = await login("nobody@aisle.test", "a wrong password");
    for (const response of [wrong, unknown]) assertProblem(response, 401, "invalid-credentials");
    assert.deepEqual(wrong.body, unknown.body);
    assert.equal((await login("Visitor@Aisle.test", "aisle-demo")).status, 200);
  },

  async "can change name and language, and no longer exist once deleted"({ url }) {
    const person = newPerson();
    const { body } = await new Client(url).post("/api/auth/register", person);
    const client = new Client(url, body.accessToken);
    assert.equal((await client.call("PATCH", "/api/me", { name: "New Name" })).body.name, "New Name");
    assert.equal((await client.call("PATCH", "/api/me", { locale: "de-CH" })).status, 200);
    assert.equal((await client.get("/api/me")).body.name, "New Name");
    for (
      const wrong of [{ locale: "not a locale" }, { name: "" }, { role: "admin" }, { email: "a@b.example" }]
    ) {
      assertProblem(await client.call("PATCH", "/api/me", wrong), 422, "validation");
    }

    assertProblem(await client.call("DELETE", "/api/me", {}), 401, "reauthentication-required");
    const remove = (password: string) => client.call("DELETE", "/api/me", { password });
    const refused = await remove("a wrong password");
    assertProblem(refused, 401, "invalid-credentials");
    assert.equal(refused.body.title, "E-Mail oder Passwort falsch");
    assert.equal((await remove(person.password)).status, 204);
    assertProblem(await client.get("/api/me"), 401, "invalid-token");
    assertProblem(await new Client(url).post("/api/auth/login", person), 422, "validation");
    const { name: _, ...credentials } = person;
    assertProblem(await new Client(url).post("/api/auth/login", credentials), 401, "invalid-credentials");
    assert.equal(
      (await new Client(url).post("/api/auth/register", person)).status,
      201,
      "the email address is free again",
    );
  },

  async "can be downloaded with everything that is kept about them"({ url }) {
    const client = await newBuyer(url);
    const { status, headers, body } = await client.get("/api/me/export");
    assert.deepEqual([status, headers.get("cache-control")], [200, "private, no-store"]);
    assert.equal(body.account.id, (await client.get("/api/me")).body.id);
    for (const list of ["sessions", "holds", "bookings", "messages", "audit"]) {
      assert.ok(Array.isArray(body[list]), list);
    }
    const pdf = await client.get("/api/me/export?format=pdf");
    assert.deepEqual([pdf.status, pdf.headers.get("content-type")], [200, "application/pdf"]);
    assert.match(pdf.body, /^%PDF-/);
    assertProblem(await client.get("/api/me/export?format=xml"), 422, "validation");
    assertProblem(await new Client(url).get("/api/me/export"), 401, "unauthenticated");
  },

  async "rotate their refresh cookie on a refresh call and on pages, not on other calls"({ url }) {
    const browser = new Browser(url);
    await browser.post("/api/auth/register", newPerson());
    const [refreshName] = [...browser.cookies.keys()].filter((name) => name.includes("refresh"));
    const first = browser.cookies.get(refreshName)!;

    // The access token has expired: the browser has dropped its cookie.
    for (const name of [...browser.cookies.keys()]) if (name !== refreshName) browser.cookies.delete(name);
    const me = await browser.get("/api/me");
    assert.equal(me.status, 200);
    assert.equal(browser.cookies.get(refreshName), first, "reading does not rotate it");
    assert.ok(browser.cookies.size > 1, "a new access token was set");
    for (const name of [...browser.cookies.keys()]) if (name !== refreshName) browser.cookies.delete(name);
    await browser.get("/account");
    assert.notEqual(browser.cookies.get(refreshName), first, "a page does");
    const byPage = browser.cookies.get(refreshName);

    const refreshed = await browser.post("/api/auth/refresh");
    assert.equal(refreshed.status, 200);
    assert.equal((await new Client(url, refreshed.body.accessToken).get("/api/me")).status, 200);
    assert.notEqual(browser.cookies.get(refreshName), byPage);

    assertProblem(await new Client(url).post("/api/auth/refresh"), 401, "session-expired");
    const token = new Client(url, refreshed.body.accessToken);
    assertProblem(await token.post("/api/auth/refresh"), 401, "session-expired");
    const forged = { cookie: `${refreshName}=${first.slice(0, -2)}xx` };
    assertProblem(await new Client(url).post("/api/auth/refresh", undefined, forged), 401, "session-expired");
  },

  async "are signed out if an old refresh cookie is reused late"({ url, sql }) {
    const browser = new Browser(url);
    const { body } = await browser.post("/api/auth/register", newPerson());
    const stolen = new Map(browser.cookies);
    await browser.post("/api/auth/refresh");
    // Half a minute passes.
    await sql`update sessions set rotated_at = rotated_at - interval '31 seconds' where user_id = ${body.user.id}`;

    const thief = new Browser(url);
    for (const [name, value] of stolen) if (name.includes("refresh")) thief.cookies.set(name, value);
    assertProblem(await thief.post("/api/auth/refresh"), 401, "session-expired");
    assertProblem(await browser.post("/api/auth/refresh"), 401, "session-expired");
  },

  async "are signed out immediately and only on that device, and the browser becomes a new visitor"({ url }) {
    const person = newPerson();
    const browser = new Browser(url);
    const { eventId, seats } = await findSeats(browser);
    const held = await browser.post(`/api/events/${eventId}/holds`, { seats: seats.slice(0, 1) });
    assert.equal(held.status, 201);
    const { body } = await browser.post("/api/auth/register", person);
    const { name: _, ...credentials } = person;
    const other = new Client(
      url,
      (await new Client(url).post("/api/auth/login", credentials)).body.accessToken,
    );

    assert.equal((await browser.get(`/api/holds/${held.body.id}`)).status, 200, "signing in keeps the hold");
    const byToken = new Client(url, body.accessToken);
    assert.equal(
      (await byToken.get(`/api/holds/${held.body.id}`)).status,
      200,
      "and so does the account's token",
    );

    assert.equal((await browser.post("/api/auth/logout")).status, 204);
    assertProblem(await byToken.get("/api/me"), 401, "invalid-token");
    assertProblem(await browser.get("/api/me"), 401, "unauthenticated");
    assertProblem(await browser.get(`/api/holds/${held.body.id}`), 404, "not-found");
    assert.equal((await other.get("/api/me")).status, 200);
    assert.equal((await browser.post("/api/auth/logout")).status, 204, "repeating it is not an error");
  },

  async "list their sessions, and end any of them or all but the current one"({ url }) {
    const person = newPerson();
    const browser = new Browser(url);
    await browser.post("/api/auth/register", person);
    const { name: _, ...credentials } = person;
    const signIn = async () =>
      new Client(url, (await new Client(url).post("/api/auth/login", credentials)).body.accessToken);
    const [first, second, third] = [await signIn(), await signIn(), await signIn()];
    const list = async () => (await browser.get("/api/me/sessions")).body.items;
    const sessions = await list();
    assert.deepEqual(sessions.map(({ current }: { current: boolean }) => current), [
      false,
      false,
      false,
      true,
    ]);
    assert.equal((await browser.call("DELETE", `/api/me/sessions/${sessions[2].id}`)).status, 204);
    assertProblem(await first.get("/api/me"), 401, "invalid-token");
    assert.equal((await second.get("/api/me")).status, 200);
    const stranger = await newBuyer(url);
    assertProblem(await stranger.call("DELETE", `/api/me/sessions/${sessions[0].id}`), 404, "not-found");

    assert.equal((await browser.call("DELETE", "/api/me/sessions")).status, 204);
    for (const ended of [second, third]) assertProblem(await ended.get("/api/me"), 401, "invalid-token");
    assert.equal((await list()).length, 1);
    assertProblem(await new Client(url).get("/api/me/sessions"), 401, "unauthenticated");
  },

  async "have emails that developers on the same machine can read, and nobody else"({ url }) {
    const client = new Client(url);
    const [mail] = await mailsTo(url, "visitor@aisle.test");
    assert.deepEqual([mail.to, typeof mail.subject], ["visitor@aisle.test", "string"]);
    const page = await client.get("/dev/mail");
    assert.match(page.headers.get("content-type")!, /^text\/html/);
    assert.equal(page.headers.get("cache-control"), "no-store");
    for (const header of ["x-forwarded-for", "forwarded", "x-real-ip"]) {
      const response = await client.call("GET", "/dev/mail", undefined, { [header]: "127.0.0.1" });
      assert.equal(response.status, 404, header);
    }
  },

  async "by token take precedence over those by cookie"({ url }) {
    const browser = new Browser(url);
    await browser.post("/api/auth/register", newPerson());
    const buyer = await newBuyer(url);
    const bearer = { authorization: `Bearer ${buyer.token}` };
    const both = await browser.call("GET", "/api/me", undefined, bearer);
    assert.equal(both.body.id, (await buyer.get("/api/me")).body.id);
    const bad = await browser.call("GET", "/api/events", undefined, { authorization: "Bearer nonsense" });
    assertProblem(bad, 401, "invalid-token");
  },
};
