import { v7 as uuidv7 } from "uuid";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { describeError } from "@/lib/messaging/dead_letters.ts";
import { batch } from "@/lib/batch.ts";
import { type Due, type PollingLoop, startPolling } from "@/lib/messaging/polling_loop.ts";
import type { Logger } from "@/lib/observability/log.ts";
import type { ChargeStatus, PaymentProvider } from "./provider.ts";

/** Concurrent calls to the provider. */
const CALLS_MAX = 64;
const CALL_TIMEOUT_MS = 5_000;
/** How long a leased row is reserved: enough for a call and for writing its result. */
const LEASE_MS = 10_000;
/** The pause between leases is 1 ms per call in progress, up to this: with many, several rows are leased together. */
const REST_MAX_MS = 10;
const RETRY_MIN_MS = 250;
const RETRY_MAX_MS = 60_000;
/** The maximum is for when a kick was lost or another charger has died. */
const PAUSE_MS = { min: 20, max: 5_000 };

/** The services that calls to the provider need. */
export interface PaymentNeeds {
  sql: Sql;
  provider: PaymentProvider;
  logger: Logger;
  /** Called after results are committed. */
  onResults: () => void;
}

interface DuePayment {
  bookingId: string;
  amount: number;
  currency: string;
  token: string;
  /** Negative after the deadline: the charge is then closed rather than made. */
  msToDeadline: number;
}

interface Result {
  payment: DuePayment;
  status: ChargeStatus | "unknown";
  /** Why there was no response. */
  error: string | null;
}

/**
 * Processes `payments` as a queue: leases due rows, calls the provider concurrently outside any transaction, and writes
 * each result together with a `payment.status` message.
 *
 * Until a booking's deadline it charges; after that it asks the provider to close the charge, with backoff and without
 * limit, until the result is terminal. Several chargers can share the queue.
 *
 * With nothing due it sleeps until the next payment is. Kick it when new ones are.
 */
export function startCharger(needs: PaymentNeeds, pauseMs = PAUSE_MS): PollingLoop {
  const calls = new Set<Promise<void>>();
  const write = batch((results: Result[]) => writeResults(needs, results));

  const loop = startPolling({
    step,
    pauseMs,
    restMs: () => Math.min(calls.size, REST_MAX_MS),
    onFailure: (error) => needs.logger.warn("could not read due payments, retrying", { error }),
  });

  /** Leases and calls what is due. If nothing is, returns when the next payment is. */
  async function step(): Promise<boolean | Due> {
    const free = CALLS_MAX - calls.size;
    if (free === 0) return false;
    const due = await leaseDue(needs.sql, free);
    if (due.length === 0) return { dueInMs: await nextDueInMs(needs.sql) };
    for (const payment of due) {
      const call = finish(payment).then((isOpen) => {
        calls.delete(call);
        // It is due again soon, or others were waiting for a free call.
        if (isOpen || calls.size === CALLS_MAX - 1) loop.kick();
      });
      calls.add(call);
    }
    return due.length === free && calls.size < CALLS_MAX;
  }

  /** Calls the provider and writes the result. Returns whether the payment is still open. */
  async function finish(payment: DuePayment): Promise<boolean> {
    const result = await callProvider(needs, payment);
    await write(result);
    return !isTerminal(result);
  }

  return {
    kick: loop.kick,
    async stop() {
      await loop.stop();
      await Promise.allSettled(calls);
    },
  };
}

const isTerminal = ({ status }: Result) => status !== "processing" && status !== "unknown";

/** Does not wait for the disk: if a crash of Postgres loses a lease, the call is repeated. */
function leaseDue(sql: Sql, limit: number): Promise<DuePayment[]> {
  return deadline(sql<DuePayment[]>`
    with due as (
      select booking_id from payments where status = 'started' and next_attempt_at <= now()
      order by next_attempt_at limit ${limit} for update skip locked
    )
    update payments p
    set attempts = attempts + 1, next_attempt_at = now() + ${LEASE_MS} * interval '1 millisecond', updated_at = now()
    from due, bookings b, (select set_config('synchronous_commit', 'off', true)) as unflushed
    where p.booking_id = due.booking_id and b.id = due.booking_id
    returning p.booking_id, p.amount, p.currency, p.token,
      (extract(epoch from b.deadline_at - now()) * 1000)::float8 as ms_to_deadline`);
}

/**
 * Milliseconds until the next payment is due, Infinity if there is none. One that is already due has just become so, or
 * is being leased by another charger: look again after the shortest pause.
 */
async function nextDueInMs(sql: Sql): Promise<number> {
  const [next] = await deadline(sql<[{ inMs: number }?]>`
    select (extract(epoch from next_attempt_at - now()) * 1000)::float8 as in_ms
    from payments where status = 'started' order by next_attempt_at limit 1`);
  return next ? Math.max(Math.ceil(next.inMs), PAUSE_MS.min) : Infinity;
}

async function callProvider({ provider, logger }: PaymentNeeds, payment: DuePayment): Promise<Result> {
  const key = payment.bookingId;
  const charging = payment.msToDeadline > 0;
  // A charge that hangs is abandoned at the deadline, so that closing it need not wait any longer.
  const timeoutMs = charging ? Math.min(CALL_TIMEOUT_MS, payment.msToDeadline) : CALL_TIMEOUT_MS;
  const signal = AbortSignal.timeout(Math.ceil(timeoutMs));
  try {
    const status = charging
      ? await provider.charge({ key, ...pick(payment) }, signal)
      : await provider.close(key, signal);
    return { payment, status, error: null };
  } catch (error) {
    logger.warn("the payment provider did not respond", { bookingId: key, charging, error });
    return { payment, status: "unknown", error: describeError(error) };
  }
}

const pick = ({ amount, currency, token }: DuePayment) => ({ amount, currency, token });

/**
 * Writes the terminal results, and when to retry the others, in one statement, without waiting for the disk: results
 * that a crash of Postgres loses are those of calls that are repeated.
 */
async function writeResults({ sql, logger, onResults }: PaymentNeeds, results: Result[]): Promise<void> {
  const terminal = results.filter(isTerminal);
  const open = results.filter((result) => !terminal.includes(result));
  // A booking whose charge is open past the deadline needs a message too: it fails now and may be rescued later.
  const overdue = open.filter(({ payment }) => payment.msToDeadline <= 0);
  const nudges = [...terminal, ...overdue];
  const ids = (list: Result[]) => list.map(({ payment }) => payment.bookingId);
  try {
    await deadline(sql`
      with unflushed as materialized (
        select set_config('synchronous_commit', 'off', true)
      ), written as (
        update payments p set status = r.status, next_attempt_at = null, failing_since = null, error = null,
          updated_at = now()
        from unflushed, unnest(${ids(terminal)}::uuid[], ${
      terminal.map(({ status }) => status)
    }::text[]) as r (id, status)
        where p.booking_id = r.id and p.status = 'started'
        returning p.booking_id
      ), postponed as (
        update payments p set next_attempt_at = now() + r.ms * interval '1 millisecond', error = r.error,
          failing_since = case when r.error is not null then coalesce(p.failing_since, now()) end, updated_at = now()
        from unnest(${ids(open)}::uuid[], ${open.map(({ payment }) => retryInMs(payment))}::float8[], ${
      open.map(({ error }) => error)
    }::text[]) as r (id, ms, error)
        where p.booking_id = r.id and p.status = 'started'
      )
      insert into outbox (id, topic, key, data)
      select n.message_id, 'payment.status', n.booking_id, jsonb_build_object('bookingId', n.booking_id)
      from unnest(${nudges.map(() => uuidv7())}::uuid[], ${ids(nudges)}::uuid[]) as n (message_id, booking_id)
      join bookings b on b.id = n.booking_id and (not b.final)`);
    if (nudges.length > 0) onResults();
  } catch (error) {
    // The leases expire and the calls are repeated: the provider returns the same results.
    logger.error("could not write payment results; the calls will be repeated", { error });
  }
}

/**
 * When to call again. Before the deadline: soon, and at the deadline at the latest. After it: in half the time that has
 * passed since, so that the backoff grows with the wait.
 */
function retryInMs({ msToDeadline }: DuePayment): number {
  if (msToDeadline > 0) return Math.min(1_000, Math.max(msToDeadline, 0));
  return Math.min(Math.max(-msToDeadline / 2, RETRY_MIN_MS), RETRY_MAX_MS);
}
