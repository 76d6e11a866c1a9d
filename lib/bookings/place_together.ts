/**
 * Placings that arrive while a statement is in progress share the next one: one round trip and one flush for all of
 * them. None waits for others to arrive, so one that arrives alone is sent at once.
 */
import { batch } from "@/lib/batch.ts";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import type { PurchaserColumns } from "./buyers.ts";

/** A booking to be placed: an object that `place_booking`, which has all the rules, takes. */
export type Placing = PurchaserColumns & PlacingColumns;

interface PlacingColumns {
  booking_id: string;
  code: string;
  event_id: string;
  hold_id: string;
  attempt: number;
  chart_version: number;
  key: string;
  /** As Postgres reads `bytea`. */
  request_hash: string;
  payment_token: string | null;
  /** Minor units. */
  total: number;
  shown_total: number | null;
  locale: string;
  deadline_ms: number;
  seat_indexes: number[];
  seat_ids: string[];
  sections: string[];
  rows: string[];
  numbers: string[];
  zones: string[];
  prices: number[];
  traceparent: string | null;
  message_id: string;
  /** Only for a free booking, like `confirmed_message_id`. */
  ticket_ids: string[] | null;
  confirmed_message_id: string | null;
}

/** What became of a placing. */
export type Outcome =
  | { outcome: "placed"; currency: string; createdAt: Date }
  | { outcome: "known"; knownBookingId: string; knownHash: Uint8Array }
  | { outcome: "limit-exceeded"; seatsMax: number }
  | { outcome: "attempt-given-up" | "not-on-sale" | "hold-expired" | "seats-unavailable" };

/** A statement with this many takes Postgres about ten milliseconds. */
const TOGETHER_MAX = 64;
/** How many times a placing is tried while others compete for the same seats, buyer or key. */
const ATTEMPTS_MAX = 4;
/** A statement without a response for this long no longer keeps the next ones waiting. */
const PATIENCE_MS = 1_000;
/** Someone else was first: unique violation, serialization failure, deadlock. */
const RACE_CODES = ["23505", "40001", "40P01"];

interface Waiting {
  placing: Placing;
  result: PromiseWithResolvers<Outcome>;
}

const queues = new WeakMap<Sql, (waiting: Waiting) => Promise<void>>();

/**
 * Places a booking as part of the next statement of this pool. If that fails because of another placing, this one
 * is sent alone.
 * @throws {DeadlineError} and errors of the connection, after which the booking may exist.
 */
export function placeTogether(sql: Sql, placing: Placing): Promise<Outcome> {
  let submit = queues.get(sql);
  if (!submit) {
    submit = batch((waiting: Waiting[]) => placeAll(sql, waiting));
    queues.set(sql, submit);
  }
  const result = Promise.withResolvers<Outcome>();
  submit({ placing, result }).catch(result.reject);
  return deadline(result.promise);
}

async function placeAll(sql: Sql, waiting: Waiting[]): Promise<void> {
  for (const round of roundsOf(waiting)) {
    // `place` settles the results itself, even after this deadline.
    await deadline(place(sql, round), PATIENCE_MS).catch(() => {});
  }
}

/** Splits placings so that none in a round have anything in common; those that do keep their order. */
export function* roundsOf<Item extends { placing: Placing }>(waiting: Item[]): Generator<Item[]> {
  for (let rest = waiting; rest.length > 0;) {
    const [round, later]: Item[][] = [[], []];
    const taken = new Set<string>();
    for (const item of rest) {
      const { placing } = item;
      const { hold_id, event_id, seat_indexes } = placing;
      const owners = "account_id" in placing ? [placing.account_id] : [placing.visitor_id, placing.email_key];
      const needed = [...owners, hold_id, ...seat_indexes.map((index) => `${event_id} ${index}`)];
      const fits = round.length < TOGETHER_MAX && !needed.some((thing) => taken.has(thing));
      (fits ? round : later).push(item);
      for (const thing of needed) taken.add(thing);
    }
    yield round;
    rest = later;
  }
}

/** Places a round in one statement, or one by one if that statement was rolled back. Settles the results. */
async function place(sql: Sql, round: Waiting[], attempt = 1): Promise<void> {
  try {
    const outcomes = await runStatement(sql, round.map(({ placing }) => placing));
    for (const { placing, result } of round) result.resolve(outcomes.get(placing.booking_id)!);
  } catch (error) {
    if (round.length > 1 && wasRolledBack(error) || isRace(error) && attempt < ATTEMPTS_MAX) {
      // Not awaited: one that waits for a lock delays no other.
      for (const one of round) place(sql, [one], attempt + 1);
    } else {
      for (const { result } of round) result.reject(error);
    }
  }
}

type OutcomeRow = Outcome & { bookingId: string };

async function runStatement(sql: Sql, placings: Placing[]): Promise<Map<string, Outcome>> {
  const rows = await sql<OutcomeRow[]>`select * from place_booking(${JSON.stringify(placings)}::text::json)`;
  return new Map(rows.map((row) => [row.bookingId, row]));
}

function wasRolledBack(error: unknown): boolean {
  // After a fatal error the connection is gone, and whether the statement was committed is unknown.
  return error instanceof Error && "severity" in error && error.severity === "ERROR";
}

function isRace(error: unknown): boolean {
  return error instanceof Error && "code" in error && RACE_CODES.includes(String(error.code));
}
