/** Test support for bookings: an event on sale, and each step of a booking's lifecycle separately, without workers. */
import assert from "node:assert/strict";
import { v7 as uuidv7 } from "uuid";
import { newHoldId } from "@/lib/board/board.ts";
import { memoryBoard } from "@/lib/board/memory.ts";
import { boardSource } from "@/lib/board/source.ts";
import { parseConfig } from "@/lib/config.ts";
import { type PoolOptions, transaction } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { EventCatalog } from "@/lib/events/catalog.ts";
import { postgresEventLog } from "@/lib/messaging/postgres/postgres_event_log.ts";
import { relayOnce } from "@/lib/messaging/relay.ts";
import { writeMessages } from "@/lib/notifications/write.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { mockProvider } from "@/lib/payments/mock/provider.ts";
import type { PaymentProvider } from "@/lib/payments/provider.ts";
import type { Services } from "@/lib/services.ts";
import {
  type EventFixture,
  type EventFixtureOptions,
  insertEvent,
  insertUser,
} from "@/lib/testing/fixtures.ts";
import { ticketSigner } from "@/lib/ticket_codes/ticket_token.ts";
import { databaseViolations } from "@/tests/auditor/invariants.ts";
import type { Guest } from "./buyers.ts";
import { placeBooking, type PlaceRequest, type PlaceResult } from "./place.ts";
import { syncBoard } from "./board_sync.ts";
import { settleBookings } from "./settle.ts";
import { type BookingView, findBooking } from "./queries.ts";

const TICKET_KEY = "MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
const MINUTE_MS = 60_000;

type SaleServices = Pick<
  Services,
  "sql" | "board" | "catalog" | "config" | "eventLog" | "provider" | "tickets" | "logger" | "now"
>;

/** A placed booking, with its buyer and hold. */
export interface Placed {
  bookingId: string;
  userId: string;
  holdId: string;
}

/** An event on sale, with ten seats in one row. */
export class Sale {
  constructor(
    readonly services: SaleServices,
    readonly event: EventFixture,
    /** The board's clock, independent of the database's. */
    readonly clock: { now: number },
  ) {}

  get sql() {
    return this.services.sql;
  }

  buyer(): Promise<string> {
    return insertUser(this.sql);
  }

  /** Holds seats, which must be free, for an account. */
  hold(userId: string, ...seats: number[]): Promise<string> {
    return this.#hold(`u:${userId}`, seats);
  }

  async #hold(owner: string, seats: number[]): Promise<string> {
    const { eventId, price } = this.event;
    const held = await this.services.board.hold({
      eventId,
      holdId: newHoldId(eventId),
      owner,
      seats: seats.map((index) => ({ index, price })),
      chartVersion: 1,
      ttlMs: 10 * MINUTE_MS,
      maxMs: 20 * MINUTE_MS,
    });
    assert.ok(held.ok, JSON.stringify(held));
    return held.hold.id;
  }

  /** Requests to book a hold, by default under a new key. */
  place(
    userId: string,
    holdId: string,
    { key = uuidv7(), token = "tok_approve", expected, locale = "en" }: {
      key?: string;
      /** Null for none. */
      token?: string | null;
      expected?: PlaceRequest["expected"];
      locale?: string;
    } = {},
  ): Promise<PlaceResult> {
    const owners = [`u:${userId}`];
    const request = {
      purchaser: { accountId: userId },
      owners,
      holdId,
      expected,
      locale,
      idempotencyKey: key,
    };
    return placeBooking(this.services, { ...request, paymentToken: token ?? undefined });
  }

  /** Holds seats for a browser and requests to book them as a guest. */
  async placeAsGuest(
    { visitorId = crypto.randomUUID(), email = "ada@example.org", name = "", key = uuidv7(), holdId }:
      & Partial<Guest>
      & { key?: string; holdId?: string },
    ...seats: number[]
  ): Promise<{ result: PlaceResult; holdId: string; visitorId: string }> {
    const owners = [`v:${visitorId}`];
    const held = holdId ?? await this.#hold(owners[0], seats);
    const request = { owners, holdId: held, paymentToken: "tok_approve", locale: "en", idempotencyKey: key };
    const purchaser = { visitorId, email, name };
    const result = await placeBooking(this.services, { ...request, purchaser });
    return { result, holdId: held, visitorId };
  }

  /** Holds and books these seats as a new buyer. */
  async placed(...seats: number[]): Promise<Placed> {
    const userId = await this.buyer();
    const holdId = await this.hold(userId, ...seats);
    const result = await this.place(userId, holdId);
    assert.ok(result.ok, JSON.stringify(result));
    return { userId, holdId, bookingId: result.bookingId };
  }

  /** Writes the provider's response in its books and in ours, as the charger would. */
  async recordPayment(
    bookingId: string,
    status: "started" | "approved" | "declined" | "closed",
  ): Promise<void> {
    const { sql, provider } = this.services;
    const signal = AbortSignal.timeout(5_000);
    const [{ amount }] = await sql<[{ amount: number }]>`
      insert into payments (booking_id, status, amount, currency, token, next_attempt_at)
      select id, ${status}, total, currency, payment_token, case when ${status} = 'started' then now() end
      from bookings where id = ${bookingId}
      on conflict (booking_id) do update
        set status = excluded.status, next_attempt_at = excluded.next_attempt_at, updated_at = now()
      returning amount`;
    if (status === "started") return;
    if (status === "closed") await provider.close(bookingId, signal);
    else {
      const token = status === "approved" ? "tok_approve" : "tok_decline";
      await provider.charge({ key: bookingId, amount, currency: "EUR", token }, signal);
    }
  }

  /** Moves the payment deadline of a booking into the past. */
  async passDeadline(bookingId: string): Promise<void> {
    await this.sql`update bookings set deadline_at = now() - interval '1 second' where id = ${bookingId}`;
  }

  async cancelEvent(): Promise<void> {
    await this.sql`update events set status = 'cancelled' where id = ${this.event.eventId}`;
  }

  /** Settles these bookings, as a `payment.status` message does. */
  async decide(...bookingIds: string[]): Promise<void> {
    await transaction(this.sql, (tx) => settleBookings(this.services, tx, bookingIds));
  }

  /** Settles these bookings and syncs the board. */
  async settle(...bookingIds: string[]): Promise<void> {
    await this.decide(...bookingIds);
    await syncBoard(this.services, bookingIds);
  }

  async view(bookingId: string): Promise<BookingView> {
    const booking = await findBooking(this.services, bookingId);
    assert.ok(booking, `there is no booking ${bookingId}`);
    return booking;
  }

  /** Status, whether it is final, and why it failed, such as `failed, not final, payment-timeout`. */
  async state(bookingId: string): Promise<string> {
    const { status, final, failureReason } = await this.view(bookingId);
    return [status, final ? "final" : "not final", failureReason].filter(Boolean).join(", ");
  }

  async seats(): Promise<string> {
    return (await this.services.board.snapshot(this.event.eventId)).statuses;
  }

  /** Writes and publishes what is still outstanding, and checks that the books are consistent. */
  async assertConsistent(): Promise<void> {
    const { sql, eventLog } = this.services;
    await transaction(sql, async (tx) => {
      const bookings = await tx<{ id: string }[]>`select id from bookings`;
      await writeMessages(tx, bookings.map(({ id }) => id), "http://aisle.test");
    });
    while (await relayOnce(sql, eventLog) > 0);
    assert.deepEqual(await databaseViolations(sql), []);
  }
}

export interface SaleOptions extends EventFixtureOptions {
  settings?: Record<string, string>;
  provider?: PaymentProvider;
  pool?: PoolOptions;
}

/** Runs `test` with an event on an in-memory board and a separate database, and checks the books afterwards. */
export async function withSale(
  test: (sale: Sale) => Promise<void>,
  options: SaleOptions = {},
): Promise<void> {
  await withDatabase(async (sql) => {
    const clock = { now: Date.now() };
    const now = () => clock.now;
    const config = parseConfig({ ...options.settings });
    const board = memoryBoard({ source: boardSource(sql), now });
    const eventLog = postgresEventLog({ sql, logger: silentLogger });
    const { paymentDeadlineMs } = config;
    const services = {
      sql,
      board,
      eventLog,
      config,
      catalog: new EventCatalog({ sql, board, now }),
      provider: options.provider ?? mockProvider({ sql, approvalRate: 1, paymentDeadlineMs }),
      tickets: ticketSigner(TICKET_KEY),
      logger: silentLogger,
      now,
    };
    const sale = new Sale(services, await insertEvent(sql, options), clock);
    try {
      await test(sale);
      await sale.assertConsistent();
    } finally {
      await eventLog.close();
      await board.close();
    }
  }, options.pool);
}
