import assert from "node:assert/strict";
import { v7 as uuidv7 } from "uuid";
import { newHoldId } from "@/lib/board/board.ts";
import { memoryBoard } from "@/lib/board/memory.ts";
import { boardSource } from "@/lib/board/source.ts";
import type { Config } from "@/lib/config.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { EventCatalog } from "@/lib/events/catalog.ts";
import type { Kicks } from "@/lib/messaging/kicks.ts";
import { postgresEventLog } from "@/lib/messaging/postgres/postgres_event_log.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { mockProvider } from "@/lib/payments/mock/provider.ts";
import { approveLate, passPaymentDeadline } from "@/lib/payments/testing.ts";
import type { Services } from "@/lib/services.ts";
import { insertEvent, insertUser } from "@/lib/testing/fixtures.ts";
import { until } from "@/lib/testing/until.ts";
import { ticketSigner } from "@/lib/ticket_codes/ticket_token.ts";
import { startWorkers } from "@/workers/mod.ts";
import { placeBooking } from "./place.ts";
import { type BookingView, findBooking } from "./queries.ts";

const TICKET_KEY = "MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

/** Longer than any test: those about deadlines move them. */
const PAYMENT_DEADLINE_MS = 600_000;

async function withPipeline(test: (services: Services) => Promise<void>, kicks?: Kicks): Promise<void> {
  await withDatabase(async (sql) => {
    const board = memoryBoard({ source: boardSource(sql), now: Date.now });
    const eventLog = postgresEventLog({ sql, logger: silentLogger, kicks, publications: kicks });
    const config = {
      holdTtlMs: 600_000,
      holdMaxMs: 1_200_000,
      paymentDeadlineMs: PAYMENT_DEADLINE_MS,
      host: "127.0.0.1",
      port: 8000,
    } as Config;
    const services = {
      sql,
      board,
      eventLog,
      config,
      provider: mockProvider({ sql, approvalRate: 1, paymentDeadlineMs: PAYMENT_DEADLINE_MS }),
      tickets: ticketSigner(TICKET_KEY),
      catalog: new EventCatalog({ sql, board, now: Date.now }),
      mailer: null,
      logger: silentLogger,
      now: Date.now,
    } as unknown as Services;
    const workers = startWorkers(services);
    try {
      await test(services);
    } finally {
      await workers.stop();
      await eventLog.close();
      await board.close();
    }
  });
}

async function holdAndBook(services: Services, paymentToken: string, seats = [0, 1]) {
  const { sql, board } = services;
  const { eventId } = await insertEvent(sql);
  const userId = await insertUser(sql);
  const owners = [`u:${userId}`];
  const held = await board.hold({
    eventId,
    holdId: newHoldId(eventId),
    owner: owners[0],
    seats: seats.map((index) => ({ index, price: 2500 })),
    chartVersion: 1,
    ttlMs: 600_000,
    maxMs: 1_200_000,
  });
  assert.ok(held.ok);
  const request = {
    purchaser: { accountId: userId },
    owners,
    holdId: held.hold.id,
    paymentToken,
    locale: "en",
    idempotencyKey: uuidv7(),
  };
  const placed = await placeBooking(services, request);
  assert.ok(placed.ok, JSON.stringify(placed));
  return { eventId, userId, owners, holdId: held.hold.id, bookingId: placed.bookingId };
}

function settled(services: Services, bookingId: string): Promise<BookingView | null> {
  return until(() => findBooking(services, bookingId), (booking) => booking!.final);
}

Deno.test("an approved payment confirms the booking, books the seats and writes one confirmation", () =>
  withPipeline(async (services) => {
    const { eventId, bookingId } = await holdAndBook(services, "tok_approve");
    const booking = await settled(services, bookingId);
    assert.equal(booking?.status, "confirmed");
    assert.equal(booking?.tickets.length, 2);
    await until(() => services.board.snapshot(eventId), ({ statuses }) => statuses === "bbaaaaaaaa");
    const messages = await until(
      () => services.sql<{ kind: string }[]>`select kind from messages where sent_at is not null`,
      (rows) => rows.length > 0,
    );
    assert.deepEqual(messages.map(({ kind }) => kind), ["confirmation"]);
  }));

Deno.test("a booking is confirmed even if every kick is lost", () =>
  withPipeline(async (services) => {
    const { bookingId } = await holdAndBook(services, "tok_approve");
    assert.equal((await settled(services, bookingId))?.status, "confirmed");
    await until(
      () => services.sql`select from messages where sent_at is not null`,
      (rows) => rows.length === 1,
    );
  }, { kick() {}, onKick: () => () => {} }));

Deno.test("a declined payment fails the booking and reactivates the hold for another attempt", () =>
  withPipeline(async (services) => {
    const { eventId, userId, bookingId, holdId, owners } = await holdAndBook(services, "tok_decline");
    const booking = await settled(services, bookingId);
    assert.equal(booking?.status, "failed");
    assert.equal(booking?.failureReason, "payment-declined");
    await until(() => services.board.get(holdId, owners), (hold) => hold?.status === "active");
    assert.equal((await services.board.snapshot(eventId)).statuses, "hhaaaaaaaa");
    const again = await placeBooking(services, {
      purchaser: { accountId: userId },
      owners,
      holdId,
      paymentToken: "tok_approve",
      locale: "en",
      idempotencyKey: "another",
    });
    assert.ok(again.ok);
    assert.equal((await settled(services, again.bookingId))?.status, "confirmed");
  }));

Deno.test("a payment without a response fails the booking at its deadline and frees the seats", () =>
  withPipeline(async (services) => {
    const { eventId, bookingId } = await holdAndBook(services, "tok_timeout");
    await passPaymentDeadline(services.sql, bookingId);
    const booking = await settled(services, bookingId);
    assert.equal(booking?.status, "failed");
    assert.equal(booking?.failureReason, "payment-timeout");
    await until(() => services.board.snapshot(eventId), ({ statuses }) => statuses === "aaaaaaaaaa");
  }));

Deno.test("a booking whose payment is approved after the deadline is rescued if its seats are free", () =>
  withPipeline(async (services) => {
    const { eventId, bookingId } = await holdAndBook(services, "tok_late");
    await passPaymentDeadline(services.sql, bookingId);
    await until(() => findBooking(services, bookingId), (booking) => booking?.status === "failed");
    await approveLate(services.sql, bookingId);
    const booking = await settled(services, bookingId);
    assert.equal(booking?.status, "confirmed");
    assert.equal(booking?.failureReason, null);
    await until(() => services.board.snapshot(eventId), ({ statuses }) => statuses === "bbaaaaaaaa");
  }));

Deno.test("a payment approved after its seats have gone is refunded", () =>
  withPipeline(async (services) => {
    const { eventId, bookingId } = await holdAndBook(services, "tok_late");
    await passPaymentDeadline(services.sql, bookingId);
    await until(() => services.board.snapshot(eventId), ({ statuses }) => statuses === "aaaaaaaaaa");
    const other = await services.board.hold({
      eventId,
      holdId: newHoldId(eventId),
      owner: "v:other",
      seats: [{ index: 1, price: 2500 }],
      chartVersion: 1,
      ttlMs: 600_000,
      maxMs: 1_200_000,
    });
    assert.ok(other.ok);
    await approveLate(services.sql, bookingId);
    const booking = await until(
      () => findBooking(services, bookingId),
      (booking) => booking!.refund.status === "done",
    );
    assert.equal(booking?.status, "refunded");
    assert.equal(booking?.failureReason, "seats-lost");
    assert.equal(booking?.refund.amount, 5000);
    await until(() => services.board.snapshot(eventId), ({ statuses }) => statuses === "ahaaaaaaaa");
  }));
