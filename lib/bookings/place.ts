import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { type ClaimOutcome, eventIdOfHold, type Hold, type SeatBoard } from "@/lib/board/board.ts";
import { type HoldView, holdView } from "@/lib/board/hold_view.ts";
import { syncSeats } from "@/lib/board/sync_seats.ts";
import type { ChartSeat } from "@/lib/charts/chart.ts";
import type { Config } from "@/lib/config.ts";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { timeLiteral } from "@/lib/db/time_literal.ts";
import type { EventCatalog } from "@/lib/events/catalog.ts";
import type { EventLog } from "@/lib/messaging/event_log.ts";
import type { TicketSigner } from "@/lib/ticket_codes/ticket_token.ts";
import { newBookingCode } from "./code.ts";
import { releaseIfFinal, resolveStuckClaim } from "./board_sync.ts";
import { keyOwnerOf, type Purchaser, purchaserColumns } from "./buyers.ts";
import { type Outcome, placeTogether, type Placing } from "./place_together.ts";
import { type BookingRow, type BookingView, toView } from "./queries.ts";

export interface PlaceRequest {
  purchaser: Purchaser;
  /** The caller's owner keys on the board. */
  owners: string[];
  holdId: string;
  /** Required unless the booking is free. */
  paymentToken?: string;
  /** What the buyer was shown, if the request includes it. */
  expected?: {
    /** Minor units. */
    total?: number;
    /** Ids, in any order. */
    seats?: string[];
  };
  /** The buyer's locale, a BCP 47 tag, stored for messages and tickets. */
  locale: string;
  /** Remembered per account, or per browser of a guest, for 24 h. */
  idempotencyKey: string;
  traceparent?: string;
}

export type PlaceResult =
  | { ok: true; placed: true; bookingId: string; booking: BookingView }
  /** The key already had this booking. */
  | { ok: true; placed: false; bookingId: string }
  | {
    ok: false;
    code:
      | "idempotency-key-reused"
      | "hold-expired"
      | "hold-claimed"
      | "seats-unavailable"
      | "not-on-sale"
      | "payment-token-missing";
  }
  /** The hold is not what the buyer was shown; `hold` is the current one. */
  | { ok: false; code: "hold-changed"; hold: HoldView }
  | { ok: false; code: "limit-exceeded"; limit: number };

/** The services that placing a booking needs. */
export interface PlaceNeeds {
  sql: Sql;
  board: SeatBoard;
  catalog: EventCatalog;
  config: Config;
  tickets: TicketSigner;
  eventLog: Pick<EventLog, "kick">;
}

/** An outage voids an attempt at most once. */
const ATTEMPTS_MAX = 2;

/**
 * Books a hold if it is what the buyer was shown: one claim on the board, one statement in Postgres. Nothing has been
 * charged when this returns `placed`: the booking is pending and its payment is under way. A free booking is confirmed
 * at once, without a provider.
 *
 * Repeating the same key and request returns the same booking. A refusal leaves the hold unchanged. If Postgres does
 * not respond, this throws and leaves the claim: the booking may exist, and the sweeper finds out.
 */
export async function placeBooking(needs: PlaceNeeds, request: PlaceRequest): Promise<PlaceResult> {
  const { paymentToken, expected } = request;
  if (paymentToken === undefined && (expected?.total ?? 0) > 0) {
    return { ok: false, code: "payment-token-missing" };
  }
  let claim = await claimHold(needs, request);
  if (!claim.ok) {
    // The hold has ended or belongs to another key, but this key may already have a booking.
    const known = await findByKey(needs, request);
    if (known) return known;
    // A booking that has ended may not have released its hold yet: release it now rather than refuse the buyer.
    if (claim.code === "hold-claimed" && await releaseIfFinal(needs, claim.bookingId)) {
      claim = await claimHold(needs, request);
    }
  }
  for (let attempts = 0; claim.ok && attempts < ATTEMPTS_MAX; attempts++) {
    const result = await insertBooking(needs, request, claim.hold);
    if (result !== "given-up") return result;
    // The sweeper got there first, after an outage, and reactivates the hold: the next claim is a new attempt.
    await resolveStuckClaim(needs, { holdId: claim.hold.id, attempt: claim.hold.attempt });
    claim = await claimHold(needs, request);
  }
  return claim.ok ? { ok: false, code: "hold-expired" } : await refusalOfClaim(needs, request, claim);
}

async function refusalOfClaim(
  { catalog }: PlaceNeeds,
  { paymentToken, expected }: PlaceRequest,
  refusal: Extract<ClaimOutcome, { ok: false }>,
): Promise<PlaceResult> {
  switch (refusal.code) {
    case "hold-claimed":
    case "seats-unavailable":
      return { ok: false, code: refusal.code };
    case "hold-changed": {
      const { hold } = refusal;
      // Nothing said that the hold was free, so the token is missing; the hold has not changed.
      if (paymentToken === undefined && expected?.total === undefined && totalOf(hold) > 0) {
        return { ok: false, code: "payment-token-missing" };
      }
      const event = await catalog.event(hold.eventId);
      if (!event) return { ok: false, code: "hold-expired" };
      const { chart } = await catalog.chart({ chartId: event.chartId, chartVersion: hold.chartVersion });
      return { ok: false, code: "hold-changed", hold: holdView(hold, event, chart) };
    }
    default:
      return { ok: false, code: "hold-expired" };
  }
}

async function claimHold(needs: PlaceNeeds, request: PlaceRequest): Promise<ClaimOutcome> {
  const { holdId, owners, purchaser, idempotencyKey, paymentToken, expected } = request;
  return await needs.board.claim({
    holdId,
    owners,
    idempotencyHash: sha256(`${keyOwnerOf(purchaser)}\n${idempotencyKey}`).toHex(),
    bookingId: uuidv7(),
    expected: {
      seats: expected?.seats && await seatIndexes(needs, holdId, expected.seats),
      total: paymentToken === undefined ? 0 : expected?.total,
    },
  });
}

/** Indexes of these seats; for a seat that is not on the event's chart, -1, which no hold has. */
async function seatIndexes({ catalog }: PlaceNeeds, holdId: string, seatIds: string[]): Promise<number[]> {
  const eventId = eventIdOfHold(holdId);
  const event = eventId && await catalog.event(eventId);
  if (!event) return [];
  const { index } = await catalog.chart(event);
  return seatIds.map((id) => index.indexById.get(id) ?? -1);
}

async function insertBooking(
  needs: PlaceNeeds,
  request: PlaceRequest,
  hold: Hold & { bookingId: string },
): Promise<PlaceResult | "given-up"> {
  const event = await needs.catalog.event(hold.eventId);
  // An event without bookings can be deleted while someone is at its checkout.
  if (!event) return await refuse(needs, hold, { ok: false, code: "hold-expired" });
  const { chart } = await needs.catalog.chart({ chartId: event.chartId, chartVersion: hold.chartVersion });
  const seats = hold.seats.toSorted((a, b) => a.index - b.index)
    .map(({ index, price }) => ({ ...chart.seats[index], index, price }));
  const placing = placingOf(needs, request, hold, seats);
  const outcome = await placeTogether(needs.sql, placing);
  switch (outcome.outcome) {
    case "placed": {
      needs.eventLog.kick(["messages"]);
      const booking = toView(needs, rowOf(placing, seats, outcome));
      return { ok: true, placed: true, bookingId: booking.id, booking };
    }
    case "known": {
      const result = resultForKey(request, {
        bookingId: outcome.knownBookingId,
        requestHash: outcome.knownHash,
      });
      // If the key already had a booking, this claim belongs to nobody.
      return outcome.knownBookingId === hold.bookingId ? result : await refuse(needs, hold, result);
    }
    case "attempt-given-up":
      return "given-up";
    case "limit-exceeded":
      return await refuse(needs, hold, { ok: false, code: "limit-exceeded", limit: outcome.seatsMax });
    case "seats-unavailable": {
      const result = await refuse(needs, hold, { ok: false, code: "seats-unavailable" });
      // The board was wrong about a seat: sync it from Postgres before the buyer looks again.
      await syncSeats(needs, hold.eventId, placing.seat_indexes, []);
      return result;
    }
    default:
      return await refuse(needs, hold, { ok: false, code: outcome.outcome });
  }
}

type PlacedSeat = ChartSeat & { index: number; price: number };

function placingOf(
  { config }: PlaceNeeds,
  request: PlaceRequest,
  hold: Hold & { bookingId: string },
  seats: PlacedSeat[],
): Placing {
  const total = totalOf(hold);
  return {
    booking_id: hold.bookingId,
    code: newBookingCode(),
    ...purchaserColumns(request.purchaser),
    event_id: hold.eventId,
    hold_id: hold.id,
    attempt: hold.attempt,
    chart_version: hold.chartVersion,
    key: request.idempotencyKey,
    request_hash: `\\x${requestHash(request).toString("hex")}`,
    payment_token: request.paymentToken ?? null,
    total,
    shown_total: request.expected?.total ?? null,
    locale: request.locale,
    deadline_ms: config.paymentDeadlineMs,
    seat_indexes: seats.map((seat) => seat.index),
    seat_ids: seats.map((seat) => seat.id),
    sections: seats.map((seat) => seat.section),
    rows: seats.map((seat) => seat.row),
    numbers: seats.map((seat) => seat.number),
    zones: seats.map((seat) => seat.zone),
    prices: seats.map((seat) => seat.price),
    traceparent: request.traceparent ?? null,
    message_id: uuidv7(),
    ticket_ids: total === 0 ? seats.map(() => uuidv7()) : null,
    confirmed_message_id: total === 0 ? uuidv7() : null,
  };
}

/** The row that a placed booking has, without reading it. */
function rowOf(
  placing: Placing,
  seats: PlacedSeat[],
  { currency, createdAt }: Extract<Outcome, { outcome: "placed" }>,
): BookingRow {
  const isFree = placing.total === 0;
  return {
    id: placing.booking_id,
    code: placing.code,
    eventId: placing.event_id,
    holdId: placing.hold_id,
    status: isFree ? "confirmed" : "pending",
    final: isFree,
    failureReason: null,
    total: placing.total,
    currency,
    createdAt,
    updatedAt: createdAt,
    seats: seats.map((seat) => ({ ...seat, returned: false })),
    tickets: placing.ticket_ids?.map((id, n) => ({ id, seatId: seats[n].id })) ?? [],
    refunded: 0,
    refundsPending: false,
    locale: placing.locale,
  };
}

function totalOf({ seats }: Hold): number {
  return seats.reduce((sum, { price }) => sum + price, 0);
}

/** Releases the claim of a placing that was refused, and returns its result. */
async function refuse(needs: PlaceNeeds, hold: Hold, result: PlaceResult): Promise<PlaceResult> {
  await releaseClaim(needs, hold);
  return result;
}

/** Writes a void placement before releasing the claim: the first insert wins, so the attempt can't commit late. */
async function releaseClaim({ sql, board }: PlaceNeeds, hold: Hold): Promise<void> {
  const voided = await deadline(sql`
    insert into placements (hold_id, attempt, booking_id) values (${hold.id}, ${hold.attempt}, null)
    on conflict do nothing`);
  if (voided.count === 1) await board.reactivate(hold.id, hold.attempt, 0);
}

interface KeyRow {
  bookingId: string;
  requestHash: Uint8Array;
}

async function findByKey({ sql }: PlaceNeeds, request: PlaceRequest): Promise<PlaceResult | null> {
  const [row] = await deadline(sql<[KeyRow?]>`
    select booking_id, request_hash from idempotency_keys
    where owner_id = ${keyOwnerOf(request.purchaser)} and key = ${request.idempotencyKey}`);
  return row ? resultForKey(request, row) : null;
}

function resultForKey(request: PlaceRequest, row: KeyRow): PlaceResult {
  return requestHash(request).equals(row.requestHash)
    ? { ok: true, placed: false, bookingId: row.bookingId }
    : { ok: false, code: "idempotency-key-reused" };
}

function requestHash({ holdId, paymentToken, expected, purchaser }: PlaceRequest) {
  const shown = expected && [expected.total ?? null, expected.seats?.toSorted() ?? null];
  const guest = "email" in purchaser ? [{ email: purchaser.email, name: purchaser.name }] : [];
  return sha256(JSON.stringify([holdId, paymentToken, ...shown ?? [], ...guest]));
}

function sha256(text: string) {
  return createHash("sha256").update(text).digest();
}

/** Deletes up to `limit` placements from before a time: they guard against late commits, a matter of seconds. */
export async function deleteOldPlacements(sql: Sql, before: Date, limit: number): Promise<number> {
  const { count } = await deadline(sql`
    delete from placements where (hold_id, attempt) in (
      select hold_id, attempt from placements where created_at < ${
    timeLiteral(sql, before)
  } limit ${limit})`);
  return count;
}
