/** A person who has done everything that an account can do leaves no trace in the log, and none anywhere once erased. */
import assert from "node:assert/strict";
import type { Redis } from "ioredis";
import { URI } from "otpauth";
import { openPool, type Sql } from "@/lib/db/pool.ts";
import { passPaymentDeadline } from "@/lib/payments/testing.ts";
import { testRedisUrl } from "@/lib/testing/services.ts";
import { until } from "@/lib/testing/until.ts";
import { Browser, Client, findSeats, onceHashed, signIn } from "./client.ts";
import { latestToken, mailsTo } from "./mails.ts";
import { canRun, databaseDeployment, fullDeployment, type Program, withProgram } from "./program.ts";

/** Unlike anything else in the product. */
const NAME = "Yggdrasilia Quandtoderauch";
const PASSWORD = "a plum in the rain";
/** From a range for documentation (RFC 5737). */
const ADDRESS = "203.0.113.77";

/** Someone, and everything by which they could be recognized. */
class Person {
  readonly email = `xqmark-${crypto.randomUUID()}@example.org`;
  readonly newEmail = `xqmoved-${crypto.randomUUID()}@example.org`;
  /** What must be nowhere once they are erased. */
  readonly marks = ["Quandtoderauch", "Yggdrasilia", "xqmark-", "xqmoved-", ADDRESS];
  /** What the log must not have either: passwords, tokens, codes. */
  readonly secrets: string[] = [PASSWORD];
}

/** A client whose requests come from the person's address. */
class FromAddress extends Client {
  override call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return super.call(method, path, body, { "x-forwarded-for": ADDRESS, ...headers });
  }
}

/** Every row of every table that contains the text, as "table: row". */
async function rowsWith(sql: Sql, text: string): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'mock_provider')`;
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await sql.unsafe<{ row: string }[]>(
      `select t::text as row from ${name} t where position(lower($1) in lower(t::text)) > 0`,
      [text],
    );
    found.push(...rows.map(({ row }) => `${name}: ${row.slice(0, 300)}`));
  }
  return found;
}

/** Every key of Redis whose name or value contains the text. */
async function keysWith(redis: Redis, texts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const keys of redis.scanStream({ count: 500 }) as AsyncIterable<string[]>) {
    for (const key of keys) {
      const value = JSON.stringify(await readValue(redis, key, await redis.type(key)));
      if (texts.some((text) => `${key} ${value}`.toLowerCase().includes(text.toLowerCase()))) found.push(key);
    }
  }
  return found;
}

function readValue(redis: Redis, key: string, type: string): Promise<unknown> {
  switch (type) {
    case "string":
      return redis.get(key);
    case "hash":
      return redis.hgetall(key);
    case "set":
      return redis.smembers(key);
    case "zset":
      return redis.zrange(key, 0, -1, "WITHSCORES");
    case "list":
      return redis.lrange(key, 0, -1);
    case "stream":
      return redis.xrange(key, "-", "+");
    default:
      return Promise.resolve(null);
  }
}

/** Does everything that is possible with an account. Returns a client that is signed in, and the proof for deleting it. */
async function doEverything({ url }: Program, sql: Sql, person: Person) {
  const { email, newEmail, secrets } = person;
  const guest = new FromAddress(url);
  const ok = async (response: ReturnType<Client["get"]>, status = 200) => {
    const { body, status: received } = await response;
    assert.equal(received, status, JSON.stringify(body));
    return body;
  };
  const keep = (secret: string) => void secrets.push(secret);

  // Registering, confirming, signing in with the wrong and the correct password.
  const registered = await ok(
    onceHashed(() => guest.post("/api/auth/register", { email, password: PASSWORD, name: NAME })),
    201,
  );
  keep(registered.accessToken);
  const me = new FromAddress(url, registered.accessToken);
  const confirmation = await latestToken(url, email, "confirm");
  keep(confirmation);
  await ok(guest.post("/api/auth/confirm", { token: confirmation }), 204);
  await ok(guest.post("/api/auth/login", { email, password: "not the password" }), 401);
  // Only a digest is kept of an address without an account. Sent from elsewhere: nothing links it to this person.
  await ok(new Client(url).post("/api/auth/login", { email: `not-${email}`, password: PASSWORD }), 401);
  await ok(
    onceHashed(() => guest.post("/api/auth/register", { email, password: PASSWORD, name: NAME })),
    409,
  );
  await ok(guest.post("/api/auth/password/forgot", { email }), 202);
  keep(await latestToken(url, email, "reset"));
  await ok(me.call("PATCH", "/api/me", { name: `${NAME} the Second`, locale: "de" }));

  // Holding, booking, cancelling, being refused; once as a guest, with the address that becomes the account's.
  const { eventId, seats } = await findSeats(me);
  const asGuest = new Browser(url, { "x-forwarded-for": ADDRESS });
  const { id: holdId } = await ok(asGuest.post(`/api/events/${eventId}/holds`, { seats: [seats[6]] }), 201);
  const guestBooking = { holdId, paymentToken: "tok_approve", email: newEmail, name: NAME };
  const key = { "idempotency-key": crypto.randomUUID() };
  const byGuest = await ok(asGuest.post("/api/bookings", guestBooking, key), 202);
  assert.equal((await asGuest.settled(byGuest.id)).status, "confirmed");
  const hold = async (...ids: string[]) =>
    await ok(me.post(`/api/events/${eventId}/holds`, { seats: ids }), 201);
  const book = async (holdId: string, token: string) => {
    const placed = await ok(me.book(holdId, token), 202);
    return await me.settled(placed.id);
  };
  const kept = await book((await hold(seats[0], seats[1])).id, "tok_approve");
  assert.equal(kept.status, "confirmed");
  for (const { token } of kept.tickets) keep(token);
  await ok(me.get(`/api/bookings/${kept.id}/calendar.ics`));
  await ok(me.get(`/api/bookings/${kept.id}/tickets.pdf`));
  const declined = await hold(seats[2]);
  assert.equal((await book(declined.id, "tok_decline")).status, "failed");
  await ok(me.call("DELETE", `/api/holds/${declined.id}`), 204);
  const cancelled = await book((await hold(seats[3])).id, "tok_approve");
  await ok(me.post(`/api/bookings/${cancelled.id}/cancel`));

  // What staff do about them: search, note, refund, admit.
  const admin = await signIn(url, "admin@aisle.test");
  const path = `/api/admin/events/${eventId}/bookings`;
  assert.ok((await ok(admin.get(`${path}?q=quandtoder`))).items.length > 0);
  const [ticket] = kept.tickets;
  const reason = `${NAME} <${email}> fell ill.`;
  await ok(admin.post(`/api/admin/bookings/${kept.id}/refund`, { tickets: [ticket.id], reason }, {
    "idempotency-key": crypto.randomUUID(),
  }));
  await ok(admin.post("/api/admin/checkins", { eventId, ticket: kept.tickets[1].token }));

  // A change of address, requested twice and confirmed; a second factor.
  const proof = { password: PASSWORD };
  await ok(me.call("PUT", "/api/me/email", { email: newEmail, ...proof }), 204);
  keep(await latestToken(url, newEmail, "confirm"));
  await ok(me.call("PUT", "/api/me/email", { email: newEmail, ...proof }), 204);
  const change = await latestToken(url, newEmail, "confirm");
  keep(change);
  await ok(guest.post("/api/auth/confirm", { token: change }), 204);
  assert.ok((await mailsTo(url, email)).some(({ kind }) => kind === "email-changing"));
  const { secret, uri } = await ok(me.post("/api/me/factors/totp", proof), 201);
  keep(secret);
  const codeAt = (steps: number) => URI.parse(uri).generate({ timestamp: Date.now() + steps * 30_000 });
  const { recoveryCodes } = await ok(me.post("/api/me/factors/totp/verify", { code: codeAt(0) }));
  recoveryCodes.forEach(keep);
  const signedIn = await ok(
    guest.post("/api/auth/login", { email: newEmail, password: PASSWORD, recoveryCode: recoveryCodes[0] }),
  );
  keep(signedIn.accessToken);
  await ok(
    guest.post("/api/auth/login", { email: newEmail, password: PASSWORD, recoveryCode: "abcd-efgh" }),
    401,
  );
  await until(async () => (await mailsTo(url, newEmail)).length, (count) => count > 0);

  // Left open: a hold, a payment on its way, and a link.
  await hold(seats[4]);
  const pending = await ok(me.book((await hold(seats[5])).id, "tok_timeout"), 202);
  await ok(guest.post("/api/auth/password/forgot", { email: newEmail }), 202);
  keep(await latestToken(url, newEmail, "reset"));
  const exported = await ok(me.get("/api/me/export"));
  assert.ok(exported.messages.length > 5);
  assert.ok(exported.bookings.some(({ id }: { id: string }) => id === byGuest.id));
  for (const mark of person.marks) assert.ok((await rowsWith(sql, mark)).length > 0, `${mark} is stored`);
  return { me, admin, path, pending, proof: { ...proof, code: recoveryCodes[1] } };
}

for (const deployment of [databaseDeployment, fullDeployment]) {
  Deno.test({
    name: `${deployment.name}: the log says nothing about a person, and nothing is left of one who is erased`,
    ignore: !canRun(deployment),
    fn: () =>
      withProgram(deployment, { TRUST_PROXY: "1" }, async (program, env) => {
        const { url } = program;
        const sql = openPool(env.DATABASE_URL, { max: 2, statementTimeoutMs: 60_000 });
        const redis = env.REDIS_URL ? await connect() : null;
        try {
          const person = new Person();
          const { me, admin, path, pending, proof } = await doEverything(program, sql, person);
          const { status, body } = await me.call("DELETE", "/api/me", proof);
          assert.equal(status, 204, JSON.stringify(body));
          // Its message is composed after the erasure.
          await passPaymentDeadline(sql, pending.id);
          await until(
            () => sql`select from messages where booking_id = ${pending.id} and withdrawn_at is not null`,
            (rows) => rows.length === 1,
          );

          for (const mark of [...person.marks, proof.code]) {
            assert.deepEqual(await rowsWith(sql, mark), [], mark);
          }
          if (redis) {
            assert.deepEqual(await keysWith(redis, person.marks), []);
          }
          const mails = await (await fetch(`${url}/dev/mail`, { headers: { accept: "application/json" } }))
            .text();
          const bookings = (await admin.get(path)).body.items;
          const theirs = bookings.filter(({ id }: { id: string }) => id === pending.id);
          assert.deepEqual(theirs.map(({ buyer }: { buyer: unknown }) => buyer), [{
            name: null,
            email: null,
            account: null,
          }]);
          const shown = mails + JSON.stringify(bookings) + program.output();
          for (const text of [...person.marks, ...person.secrets]) {
            assert.ok(
              !shown.toLowerCase().includes(text.toLowerCase()),
              `"${text}" is in the emails, a list or the log`,
            );
          }
          const left = await sql`
            select from sessions where user_id = (select buyer_id from bookings where id = ${pending.id})`;
          assert.equal(left.length, 0);
        } finally {
          redis?.disconnect();
          await sql.end();
        }
      }),
  });
}

async function connect(): Promise<Redis> {
  const { Redis } = await import("ioredis");
  return new Redis(testRedisUrl()!);
}
