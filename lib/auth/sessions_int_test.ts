import assert from "node:assert/strict";
import { testSecrets } from "@/lib/server/testing.ts";
import { ApiClient, assertCode, withApiClient } from "@/lib/testing/api_client.ts";
import { handler as login } from "@/routes/api/auth/login.ts";
import { handler as refresh } from "@/routes/api/auth/refresh.ts";
import { handler as register } from "@/routes/api/auth/register.ts";
import { handler as me } from "@/routes/api/me.ts";
import { handler as session } from "@/routes/api/me/sessions/[id].ts";
import { handler as sessions } from "@/routes/api/me/sessions/index.ts";
import { Sessions } from "./sessions.ts";

const person = { email: "ada@example.org", password: "correct horse", name: "Ada" };
const { name: _, ...credentials } = person;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

interface SessionView {
  id: string;
  device: string;
  createdAt: string;
  lastUsedAt: string;
  current: boolean;
}

async function list(client: ApiClient): Promise<SessionView[]> {
  const response = await client.call(sessions, "GET");
  assert.equal(response.status, 200);
  return (await response.json()).items;
}

/** Another device of the person. */
async function signedIn(like: ApiClient): Promise<ApiClient> {
  const device = new ApiClient(like.sql, like.sessions, like.clock);
  assert.equal((await device.call(login, "POST", credentials)).status, 200);
  return device;
}

/** The same browser, served by another process. */
function elsewhere(browser: ApiClient, secrets = testSecrets): ApiClient {
  const process = new Sessions({ sql: browser.sql, secrets, now: () => browser.clock.nowMs });
  const copy = new ApiClient(browser.sql, process, browser.clock);
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  return copy;
}

/** Uses the session every `everyMs` for `forMs`. */
async function use(browser: ApiClient, { forMs, everyMs }: { forMs: number; everyMs: number }) {
  for (const endMs = browser.clock.nowMs + forMs; browser.clock.nowMs < endMs;) {
    browser.clock.nowMs += everyMs;
    assert.equal((await browser.call(refresh, "POST")).status, 200);
  }
}

Deno.test("an account's sessions are listed, newest first, with the time of their last use", () =>
  withApiClient(async (browser) => {
    await browser.call(register, "POST", person);
    browser.clock.nowMs += MINUTE_MS;
    const phone = await signedIn(browser);
    browser.clock.nowMs += 5 * MINUTE_MS;
    const [newest, oldest] = await list(browser);
    assert.deepEqual([newest.current, oldest.current], [false, true]);
    assert.equal(newest.createdAt, "2026-01-01T00:01:00.000Z");
    assert.equal(newest.lastUsedAt, "2026-01-01T00:01:00.000Z");

    browser.clock.nowMs += 5 * MINUTE_MS;
    const [phoneNow, browserNow] = await list(phone);
    assert.equal(phoneNow.lastUsedAt, "2026-01-01T00:11:00.000Z");
    assert.equal(browserNow.lastUsedAt, "2026-01-01T00:06:00.000Z");
    assert.equal((await list(phone)).length, 2, "a use within a minute of the last is not written");
  }));

Deno.test("a long list of sessions has pages", () =>
  withApiClient(async (browser) => {
    const { user } = await (await browser.call(register, "POST", person)).json();
    await browser.sql`
      insert into sessions (id, user_id, refresh_hash, last_used_at, created_at, expires_at)
      select gen_random_uuid(), ${user.id}, sha256(n::text::bytea), ${new Date(browser.clock.nowMs)},
        ${new Date(browser.clock.nowMs)}, 'infinity' from generate_series(1, 4) as n`;
    const ids: string[] = [];
    let page = await browser.sessions.list(user.id, { limit: 2 });
    while (page.nextCursor) {
      ids.push(...page.items.map(({ id }) => id));
      page = await browser.sessions.list(user.id, { limit: 2, cursor: page.nextCursor });
    }
    ids.push(...page.items.map(({ id }) => id));
    assert.deepEqual([ids.length, new Set(ids).size], [5, 5]);
  }));

Deno.test("an account can end any of its sessions, but no one else's; another process notices within 5 s", () =>
  withApiClient(async (browser) => {
    await browser.call(register, "POST", person);
    const phone = await signedIn(browser);
    const phoneElsewhere = elsewhere(phone);
    assert.equal((await phoneElsewhere.call(me, "GET")).status, 200);
    const [{ id }] = await list(browser);

    const stranger = new ApiClient(browser.sql, browser.sessions, browser.clock);
    await stranger.call(register, "POST", { ...person, email: "eve@example.org" });
    await assertCode(await stranger.call(session, "DELETE", undefined, { id }), 404, "not-found");
    assert.equal((await phone.call(me, "GET")).status, 200);

    for (const _ of ["once", "again"]) {
      assert.equal((await browser.call(session, "DELETE", undefined, { id })).status, 204);
    }
    await assertCode(await phone.call(me, "GET"), 401, "unauthenticated");
    browser.clock.nowMs += 4_500;
    await assertCode(await phoneElsewhere.call(me, "GET"), 401, "unauthenticated");
    assert.equal((await list(browser)).length, 1);
  }));

Deno.test("signing out everywhere else leaves this session", () =>
  withApiClient(async (browser) => {
    await browser.call(register, "POST", person);
    const others = [await signedIn(browser), await signedIn(browser)];
    assert.equal((await browser.call(sessions, "DELETE")).status, 204);
    for (const other of others) {
      await assertCode(await other.call(me, "GET"), 401, "unauthenticated");
      await assertCode(await other.call(refresh, "POST"), 401, "session-expired");
    }
    assert.deepEqual((await list(browser)).map(({ current }) => current), [true]);
  }));

Deno.test("a session ends after 30 days without use, however it was used before", () =>
  withApiClient(async (browser) => {
    await browser.call(register, "POST", person);
    browser.clock.nowMs += 29 * DAY_MS;
    assert.equal((await browser.call(me, "GET")).status, 200, "reading is a use");
    browser.clock.nowMs += 29 * DAY_MS;
    assert.equal((await browser.call(refresh, "POST")).status, 200);
    browser.clock.nowMs += 30 * DAY_MS;
    await assertCode(await browser.call(refresh, "POST"), 401, "session-expired");
    await assertCode(await browser.call(me, "GET"), 401, "unauthenticated");
  }));

Deno.test("a session in constant use ends after 180 days", () =>
  withApiClient(async (browser) => {
    await browser.call(register, "POST", person);
    await use(browser, { forMs: 175 * DAY_MS, everyMs: 25 * DAY_MS });
    browser.clock.nowMs += 5 * DAY_MS;
    await assertCode(await browser.call(refresh, "POST"), 401, "session-expired");
  }));

for (const role of ["checkin", "organizer", "admin"]) {
  Deno.test(`a session with the role ${role} ends after 12 hours without use, and after 7 days`, () =>
    withApiClient(async (browser) => {
      await browser.call(register, "POST", person);
      browser.clock.nowMs += 11 * HOUR_MS;
      await browser.sql`update users set role = ${role}`;
      assert.equal((await browser.call(refresh, "POST")).status, 200);
      const other = await signedIn(browser);
      await use(browser, { forMs: 150 * HOUR_MS, everyMs: 10 * HOUR_MS });
      await assertCode(await other.call(me, "GET"), 401, "unauthenticated");
      browser.clock.nowMs += 7 * HOUR_MS;
      await assertCode(await browser.call(refresh, "POST"), 401, "session-expired");
    }));
}

Deno.test("replacing the secrets signs no one out", () =>
  withApiClient(async (browser) => {
    await browser.call(register, "POST", person);
    const next = {
      ...testSecrets,
      jwtSecrets: ["the next secret of access tokens in tests", ...testSecrets.jwtSecrets],
      cookieSecrets: ["the next secret of cookies in tests", ...testSecrets.cookieSecrets],
    };
    const during = elsewhere(browser, next);
    assert.equal((await during.call(me, "GET")).status, 200, "the access token is still valid");
    assert.equal((await during.call(refresh, "POST")).status, 200, "and so is the refresh token");
    const after = elsewhere(during, {
      ...next,
      jwtSecrets: next.jwtSecrets.slice(0, 1),
      cookieSecrets: next.cookieSecrets.slice(0, 1),
    });
    assert.equal((await after.call(me, "GET")).status, 200, "new ones do not need the old secrets");
    assert.equal((await after.call(refresh, "POST")).status, 200);
  }));
