/** Accounts and the audit log, as admins see them. */
import assert from "node:assert/strict";
import { until } from "@/lib/testing/until.ts";
import { assertProblem, Client, newBuyer, signIn } from "../client.ts";
import type { Steps } from "./steps.ts";

interface Entry {
  action: string;
  actor: { id: string; email: string | null } | null;
  subject: { type: string; id: string };
  detail: Record<string, unknown>;
  address: string | null;
  count: number;
}

async function entriesOf(admin: Client, query: string): Promise<Entry[]> {
  const { status, body } = await admin.get(`/api/admin/audit?${query}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body.items;
}

export const staff: Steps = {
  async "a role takes effect within five seconds, wherever the account is signed in"({ url }) {
    const admin = await signIn(url, "admin@aisle.test");
    const person = await newBuyer(url);
    const { id, email } = (await person.get("/api/me")).body;
    const [found] = (await admin.get(`/api/admin/users?q=${email}`)).body.items;
    assert.deepEqual([found.id, found.role, found.locked], [id, "visitor", false]);
    assertProblem(await person.get("/api/admin/users"), 403, "forbidden");
    const granted = await admin.call("PATCH", `/api/admin/users/${id}`, { role: "admin" });
    assert.deepEqual([granted.status, granted.body.role], [200, "admin"]);
    await until(() => person.get("/api/admin/users"), ({ status }) => status === 200);
    assert.equal((await admin.call("PATCH", `/api/admin/users/${id}`, { role: "visitor" })).status, 200);
    await until(() => person.get("/api/admin/users"), ({ status }) => status === 403);
    const [last, first] = await entriesOf(admin, `subject=${id}&action=account.role-changed`);
    assert.deepEqual([first.detail, last.detail], [
      { before: { role: "visitor" }, after: { role: "admin" } },
      { before: { role: "admin" }, after: { role: "visitor" } },
    ]);
    assert.deepEqual(last.actor, { id: last.actor?.id, email: "admin@aisle.test" });
    assert.ok(last.address);
  },

  async "nobody can sign in to a locked account, and its sessions end"({ url }) {
    const admin = await signIn(url, "admin@aisle.test");
    const email = `locked-${crypto.randomUUID()}@example.org`;
    const credentials = { email, password: "a long enough secret" };
    const { body } = await new Client(url).post("/api/auth/register", { ...credentials, name: "Lo" });
    const person = new Client(url, body.accessToken);
    const path = `/api/admin/users/${body.user.id}`;
    assert.equal((await admin.call("PATCH", path, { locked: true })).body.locked, true);
    await until(() => person.get("/api/me"), ({ status }) => status === 401);
    const login = (password: string) => new Client(url).post("/api/auth/login", { email, password });
    assertProblem(await login(credentials.password), 403, "account-locked");
    assertProblem(await login("not the password"), 401, "invalid-credentials");
    assert.equal((await admin.call("PATCH", path, { locked: false })).body.locked, false);
    assert.equal((await login(credentials.password)).status, 200);
    const actions = (await entriesOf(admin, `subject=${body.user.id}`)).map(({ action }) => action);
    for (const action of ["account.locked", "account.unlocked", "account.sign-in-failed"]) {
      assert.ok(actions.includes(action), action);
    }
  },

  async "the last admin stays one"({ url }) {
    const admin = await signIn(url, "admin@aisle.test");
    const { id } = (await admin.get("/api/me")).body;
    for (const patch of [{ role: "visitor" }, { locked: true }]) {
      assertProblem(await admin.call("PATCH", `/api/admin/users/${id}`, patch), 409, "last-admin");
    }
    const unknown = await admin.call("PATCH", `/api/admin/users/${crypto.randomUUID()}`, { locked: true });
    assertProblem(unknown, 404, "not-found");
  },

  async "the audit log can only be read"({ url, sql }) {
    const admin = await signIn(url, "admin@aisle.test");
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      assertProblem(await admin.call(method, "/api/admin/audit", {}), 405, "method-not-allowed");
    }
    assertProblem(await admin.get("/api/admin/audit?action=%25"), 422, "validation");
    assertProblem(
      await (await signIn(url, "organizer@aisle.test")).get("/api/admin/audit"),
      403,
      "forbidden",
    );
    for (
      const statement of [
        "update audit_log set action = 'x'",
        "delete from audit_log",
        "truncate audit_log cascade",
      ]
    ) {
      await assert.rejects(sql.unsafe(statement), /append-only/);
    }
  },

  async "whoever reads buyers' data is recorded, once a minute with a count"({ url }) {
    const admin = await signIn(url, "admin@aisle.test");
    const organizer = await signIn(url, "organizer@aisle.test");
    const [event] = (await organizer.get("/api/admin/events")).body.items;
    for (let times = 0; times < 3; times++) {
      assert.equal((await organizer.get(`/api/admin/events/${event.id}/bookings`)).status, 200);
    }
    const query = `actor=organizer@aisle.test&action=bookings&subject=${event.id}`;
    const [read] = await entriesOf(admin, query);
    assert.equal(read.action, "bookings.read");
    assert.ok(read.count >= 2);
  },

  async "a failed sign-in to an unknown address is found by those who know the address"({ url }) {
    const admin = await signIn(url, "admin@aisle.test");
    const email = `nobody-${crypto.randomUUID()}@example.org`;
    const login = await new Client(url).post("/api/auth/login", { email, password: "a guess" });
    assertProblem(login, 401, "invalid-credentials");
    const [failed] = await entriesOf(admin, `subject=${email}`);
    assert.deepEqual([failed.action, failed.actor, failed.subject.type], [
      "account.sign-in-failed",
      null,
      "address",
    ]);
    assert.ok(!JSON.stringify(failed).includes("nobody-"));
  },
};
