/**
 * Tests the auditor: each scenario runs once with the product as it is, and once with one of its guards removed. The
 * auditor must find nothing the first time, and report the violation the second time.
 */
import assert from "node:assert/strict";
import { v7 as uuidv7 } from "uuid";
import type { SeatBoard } from "@/lib/board/board.ts";
import { memoryBoard } from "@/lib/board/memory.ts";
import { boardSource } from "@/lib/board/source.ts";
import { refundBooking } from "@/lib/bookings/refund.ts";
import { resolveStuckClaim, syncBoard } from "@/lib/bookings/board_sync.ts";
import { settleBookings } from "@/lib/bookings/settle.ts";
import { type SaleOptions, withSale } from "@/lib/bookings/testing.ts";
import { type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { consumerGroups } from "@/lib/messaging/consumer_groups.ts";
import type { EventLog, OutboxRow } from "@/lib/messaging/event_log.ts";
import { type StoredEntry, takeAndNumber, toMessage } from "@/lib/messaging/outbox.ts";
import { relayOnce } from "@/lib/messaging/relay.ts";
import { processBatch } from "@/lib/messaging/runner.ts";
import type { Topic } from "@/lib/messaging/topics.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { startCharger } from "@/lib/payments/charger.ts";
import type { PaymentProvider } from "@/lib/payments/provider.ts";
import { approveLate, passPaymentDeadline } from "@/lib/payments/testing.ts";
import { insertUser } from "@/lib/testing/fixtures.ts";
import { until } from "@/lib/testing/until.ts";
import { deliveryViolations } from "../auditor/invariants.ts";
import { Scene } from "./scene.ts";

interface Mutant {
  name: string;
  /** What the auditor must report. */
  violation: string;
  options?: SaleOptions;
  run(scene: Scene, mutated: boolean): Promise<void>;
}

/** Runs a charger on this provider until the payment has its result. */
async function charge(scene: Scene, provider: PaymentProvider, bookingId: string): Promise<void> {
  const { sale } = scene;
  const charger = startCharger({ sql: sale.sql, provider, logger: silentLogger, onResults: () => {} });
  try {
    await until(
      () => sale.sql`select status from payments where booking_id = ${bookingId}`,
      ([{ status }]) => status !== "started",
    );
  } finally {
    await charger.stop();
  }
}

/** An event log that delivers each message immediately to all groups of its topic, but fails the first time. */
function failingOnce(sql: Sql): Pick<EventLog, "take" | "publish" | "published"> {
  let failed = false;
  return {
    take: takeAndNumber,
    published() {},
    async publish(rows: OutboxRow[]) {
      if (!failed) {
        failed = true;
        throw new Error("the broker is down");
      }
      for (const [name, topics] of Object.entries(consumerGroups)) {
        const messages = rows.map(({ message }) => message).filter(({ topic }) =>
          (topics as Topic[]).includes(topic)
        );
        await transaction(sql, async (tx) => {
          await processBatch(tx, { name, handle: () => Promise.resolve() }, messages, Date.now, "together");
        });
      }
    },
  };
}

async function relayMarkingFirst(sql: Sql, eventLog: Pick<EventLog, "publish">): Promise<void> {
  const rows = await sql<StoredEntry[]>`
    update outbox set position = seq where position is null
    returning seq, id, topic, key, traceparent, data, occurred_at`;
  await eventLog.publish(rows.map((row) => ({ seq: row.seq, message: toMessage(row) })));
}

/** A pool that delays the placing statement until the gate opens. */
function slowPlacing(sql: Sql, gate: Promise<void>): Sql {
  return new Proxy(sql, {
    apply(target, self, args) {
      const isPlacing = String(args[0]).includes("place_booking(");
      return isPlacing
        ? gate.then(() => Reflect.apply(target, self, args))
        : Reflect.apply(target, self, args);
    },
  });
}

/** Runs placings of the same seat so that each has seen it without a claim before any writes one. */
async function atTheSameTime<Result>(sql: Sql, placings: (() => Promise<Result>)[]): Promise<Result[]> {
  await sql`
    create function wait_for_others() returns trigger language plpgsql as
      'begin perform pg_advisory_xact_lock_shared(1); return new; end'`;
  await sql`create trigger wait_for_others before insert on seat_claims for each row execute function wait_for_others()`;
  let results: Promise<Result[]>;
  await transaction(sql, async (tx) => {
    await tx`select pg_advisory_xact_lock(1)`;
    results = Promise.all(placings.map((place) => place()));
    const waiting = () =>
      sql`
        select from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database()
        where locktype = 'advisory' and not granted`;
    await until(waiting, ({ length }) => length === placings.length);
  });
  return await results!;
}

/** An admin refunds the first ticket of a booking, and the board is synced. */
async function refundFirstTicket({ sale }: Scene, bookingId: string): Promise<void> {
  const admin = { id: await insertUser(sale.sql, { role: "admin" }), role: "admin", address: null } as const;
  const { tickets: [first] } = await sale.view(bookingId);
  const result = await refundBooking(sale.services, admin, bookingId, { tickets: [first.id] });
  assert.ok(result.ok, JSON.stringify(result));
  await syncBoard(sale.services, [bookingId]);
}

/** Confirms a booking without regard to its status. */
async function confirmBlindly(tx: Transaction, bookingId: string): Promise<void> {
  await tx`
    update bookings set status = 'confirmed', final = true, failure_reason = null where id = ${bookingId}`;
  await tx`
    insert into tickets (id, booking_id, event_id, seat_index, seat_id)
    select gen_random_uuid(), b.id, b.event_id, s.seat_index, s.seat_id
    from bookings b join booking_seats s on s.booking_id = b.id where b.id = ${bookingId}`;
}

const mutants: Mutant[] = [
  {
    name: "claims without their unique key",
    violation: "a seat is in two live bookings",
    async run(scene, mutated) {
      const { sale } = scene;
      if (mutated) await sale.sql`alter table seat_claims drop constraint seat_claims_pkey`;
      // Two processes with boards that do not know of each other, as after a failover that lost writes: both grant the seat.
      const boards = [1, 2].map(() => memoryBoard({ source: boardSource(sale.sql), now: sale.services.now }));
      const buyers = await Promise.all(boards.map(async (board) => {
        const other = scene.with({ board, sql: new Proxy(sale.sql, {}) });
        const userId = await sale.buyer();
        return { other, userId, holdId: await other.hold(userId, 0) };
      }));
      const results = await atTheSameTime(
        sale.sql,
        buyers.map(({ other, userId, holdId }) => () => other.place(userId, holdId)),
      );
      for (const result of results) if (result.ok) await scene.pay(result.bookingId);
      await Promise.all(boards.map((board) => board.close()));
    },
  },
  {
    name: "a release that does not check the owner",
    violation: "two holds had a seat at the same time",
    async run(scene, mutated) {
      const { sale } = scene;
      const [ann, ben, cat] = [await sale.buyer(), await sale.buyer(), await sale.buyer()];
      const { board } = sale.services;
      const careless: SeatBoard = { ...board, release: (holdId) => board.release(holdId, [`u:${ann}`]) };
      const held = await scene.hold(ann, 0);
      await scene.release(ben, held!, { board: mutated ? careless : board, ownerId: ann });
      await scene.hold(cat, 0);
    },
  },
  {
    name: "a confirmation without compare-and-set",
    violation: "a seat is in two live bookings",
    async run(scene, mutated) {
      const { sale } = scene;
      const late = await sale.placed(0);
      await sale.recordPayment(late.bookingId, "started");
      await sale.passDeadline(late.bookingId);
      await sale.settle(late.bookingId);
      await scene.pay((await sale.placed(0)).bookingId);
      await sale.recordPayment(late.bookingId, "approved");
      await transaction(
        sale.sql,
        (tx) =>
          mutated ? confirmBlindly(tx, late.bookingId) : settleBookings(sale.services, tx, [late.bookingId]),
      );
    },
  },
  {
    name: "a claim that does not check what the buyer was shown",
    violation: "a buyer was shown a total other than the one charged",
    async run(scene, mutated) {
      const { board } = scene.sale.services;
      const careless: SeatBoard = {
        ...board,
        claim: (request) => board.claim({ ...request, expected: undefined }),
      };
      const sale = scene.with({ board: mutated ? careless : board });
      const ann = await sale.buyer();
      const holdId = await scene.hold(ann, 0);
      await scene.change(ann, holdId!, 0, 1);
      const result = await scene.place(ann, holdId!, { sale, shown: { seats: ["A-1"], total: 2500 } });
      if (result.ok) await scene.pay(result.bookingId);
    },
  },
  {
    name: "a charge with a fresh key",
    violation: "a payment and the provider's charge disagree",
    async run(scene, mutated) {
      const { sale } = scene;
      const { provider } = sale.services;
      const forgetful: PaymentProvider = {
        ...provider,
        charge: (request, signal) => provider.charge({ ...request, key: uuidv7() }, signal),
      };
      const { bookingId } = await sale.placed(0);
      await sale.recordPayment(bookingId, "started");
      await charge(scene, mutated ? forgetful : provider, bookingId);
      await sale.settle(bookingId);
    },
  },
  {
    name: "a relay that marks messages as published before the log has them",
    violation: "a published message never reached a consumer group",
    async run(scene, mutated) {
      const { sale } = scene;
      const log = failingOnce(sale.sql);
      const { bookingId } = await sale.placed(0);
      const relay = () => mutated ? relayMarkingFirst(sale.sql, log) : relayOnce(sale.sql, log);
      await assert.rejects(relay(), /the broker is down/);
      await scene.pay(bookingId);
      while (await relayOnce(sale.sql, log) > 0);
      assert.deepEqual(await deliveryViolations(sale.sql), []);
    },
  },
  {
    name: "an expiry that does not close the charge at the provider",
    violation: "a payment and the provider's charge disagree",
    async run(scene, mutated) {
      const { sale } = scene;
      const { provider } = sale.services;
      const hasty: PaymentProvider = { ...provider, close: () => Promise.resolve("closed") };
      const ann = await sale.buyer();
      const result = await sale.place(ann, await sale.hold(ann, 0), { token: "tok_late" });
      assert.ok(result.ok);
      await sale.recordPayment(result.bookingId, "started");
      const charged = charge(scene, mutated ? hasty : provider, result.bookingId);
      await passPaymentDeadline(sale.sql, result.bookingId);
      await approveLate(sale.sql, result.bookingId);
      await charged;
      await sale.settle(result.bookingId);
    },
  },
  {
    name: "a claim reactivated without a void placement",
    violation: "a live hold was refused",
    async run(scene, mutated) {
      const { sale } = scene;
      const { board, sql } = sale.services;
      const [ann, ben] = [await sale.buyer(), await sale.buyer()];
      const gate = Promise.withResolvers<void>();
      const held = await scene.hold(ann, 0);
      const slow = scene.with({ sql: slowPlacing(sql, gate.promise) });
      const placing = scene.place(ann, held!, { sale: slow, waits: false });
      sale.clock.now += 16_000;
      const [claim] = await until(
        () => (sale.clock.now += 1_000, board.stuckClaims([sale.event.eventId], 15_000)),
        (claims) => claims.length > 0,
      );
      if (mutated) await board.reactivate(claim.holdId, claim.attempt, 0);
      else await resolveStuckClaim(sale.services, claim);
      await scene.release(ann, held!);
      const seat = await scene.hold(ben, 0);
      gate.resolve();
      for (const result of [await placing, await scene.place(ben, seat!)]) {
        if (result.ok) await scene.pay(result.bookingId);
      }
    },
  },
  {
    name: "seats synced from what the message says",
    violation: "the board and the claims disagree",
    async run(scene, mutated) {
      const { sale } = scene;
      const { board } = sale.services;
      const declined = await sale.placed(0);
      await sale.recordPayment(declined.bookingId, "declined");
      await sale.settle(declined.bookingId);
      await board.release(declined.holdId, [`u:${declined.userId}`]);
      await scene.pay((await sale.placed(0)).bookingId);
      // The message that the first booking failed is delivered again.
      if (!mutated) await syncBoard(sale.services, [declined.bookingId]);
      else {
        await board.sync({
          eventId: sale.event.eventId,
          seats: [{ index: 0, claim: "none" }],
          ended: [],
        });
      }
    },
  },
  {
    name: "a refund by ticket that leaves the seat's claim",
    violation: "a claim has no live booking of that seat",
    async run(scene, mutated) {
      const { sale } = scene;
      const { bookingId } = await sale.placed(0, 1);
      await scene.pay(bookingId);
      if (mutated) {
        await sale.sql`create function keep() returns trigger language plpgsql as 'begin return null; end'`;
        await sale.sql`create trigger keep before delete on seat_claims for each row execute function keep()`;
      }
      await refundFirstTicket(scene, bookingId);
    },
  },
  {
    name: "a refund by ticket that leaves the ticket valid",
    violation: "a valid ticket has no seat of a confirmed booking",
    async run(scene, mutated) {
      const { sale } = scene;
      const { bookingId } = await sale.placed(0, 1);
      await scene.pay(bookingId);
      if (mutated) await sale.sql`create rule keep_tickets as on update to tickets do instead nothing`;
      await refundFirstTicket(scene, bookingId);
    },
  },
  {
    name: "a refund by ticket that pays twice",
    violation: "money taken is not accounted for by seats, fees and refunds",
    async run(scene, mutated) {
      const { sale } = scene;
      const { bookingId } = await sale.placed(0, 1);
      await scene.pay(bookingId);
      await refundFirstTicket(scene, bookingId);
      if (mutated) {
        await sale.sql`
          insert into refunds (id, booking_id, amount, reason, status, tickets, next_attempt_at)
          select gen_random_uuid(), booking_id, amount, reason, 'pending', tickets, now() from refunds`;
      }
    },
  },
];

for (const { name, violation, options, run } of mutants) {
  const runScenario = (mutated: boolean) =>
    withSale(async (sale) => {
      const scene = new Scene(sale);
      await run(scene, mutated);
      await scene.assertConsistent();
    }, options);

  Deno.test(`the auditor finds nothing in the product, and detects ${name}`, async () => {
    await runScenario(false);
    await assert.rejects(
      runScenario(true),
      (error) => error instanceof assert.AssertionError && error.message.includes(violation),
    );
  });
}
