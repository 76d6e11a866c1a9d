/** The accounts that a fuzzing run signs in as, and the things that exist for it. */
import assert from "node:assert/strict";
import type { Role } from "@/lib/auth/permissions.ts";
import { openPool, type Sql } from "@/lib/db/pool.ts";
import { Client, findSeats, onceHashed } from "../program/client.ts";

export interface FuzzAccount {
  id: string;
  password: string;
  accessToken: string;
}

/** Ids of existing things, by the part of the path that they follow; `own`: the accounts of the run. */
export type Ids = Record<string, string[]>;

/** A program under test. */
export class FuzzSite {
  readonly #sql: Sql;

  constructor(readonly url: string, databaseUrl: string) {
    this.#sql = openPool(databaseUrl, { max: 1 });
  }

  /** A new account with a confirmed address, signed in. */
  async account(role: Role): Promise<FuzzAccount> {
    const person = {
      email: `fuzz-${crypto.randomUUID()}@example.org`,
      password: crypto.randomUUID(),
      name: "A Fuzzer",
    };
    const created = await this.#post("/api/auth/register", person, 201);
    const { id } = created.user;
    await this.#sql`update users set role = ${role}, email_confirmed_at = now() where id = ${id}`;
    const { email, password } = person;
    const { accessToken } = await this.#post("/api/auth/login", { email, password }, 200);
    return { id, password, accessToken };
  }

  async #post(path: string, body: unknown, expected: number) {
    const response = await onceHashed(() => new Client(this.url).post(path, body));
    assert.equal(response.status, expected, JSON.stringify(response.body));
    return response.body;
  }

  /** Things that this account may see: events, with a hold and a booking of its own, halls, a dead letter. */
  async ids(account: FuzzAccount | null): Promise<Ids> {
    const client = new Client(this.url, account?.accessToken);
    const { eventId, seats } = await findSeats(client);
    const { body: { items } } = await client.get("/api/events?limit=3");
    const events: string[] = [eventId, ...items.map(({ id }: { id: string }) => id)];
    if (!account) return { events, own: [] };
    await this.#sql`update events set organizer_id = ${account.id} where id = any(${events}::uuid[])`;
    const hold = async (seat: string): Promise<string> => {
      const held = await client.post(`/api/events/${eventId}/holds`, { seats: [seat] });
      assert.equal(held.status, 201, JSON.stringify(held.body));
      return held.body.id;
    };
    const { body: booking } = await client.book(await hold(seats[0]), "tok_approve");
    await client.settled(booking.id);
    const letter = crypto.randomUUID();
    await this.#sql`
      insert into dead_letters (id, consumer_group, topic, message, error)
      values (${letter}, 'elsewhere', 't', '{}', 'Error: it broke')`;
    const charts = await this.#sql<{ id: string }[]>`select id from charts limit 3`;
    return {
      events,
      holds: [await hold(seats[10])],
      bookings: [booking.id],
      charts: charts.map(({ id }) => id),
      deadletters: [letter],
      own: [account.id],
    };
  }

  close(): Promise<void> {
    return this.#sql.end({ timeout: 5 });
  }
}
