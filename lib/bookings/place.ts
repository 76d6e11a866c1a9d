import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { deadline } from "@/lib/db/pool.ts";
import type { Services } from "@/lib/services.ts";
import type { Hold, Refusal } from "@/lib/seats/board.ts";
import { settleSeats } from "@/lib/seats/settle.ts";
import { newBookingCode } from "./code.ts";
import { letGoIfOver, resolveStuckClaim } from "./release.ts";
import { type BookingView, pendingView } from "./view.ts";

export interface PlaceRequest {
  userId: string;
  /** The caller's identities on the board. */
  owners: string[];
  holdId: string;
  paymentToken: string;
  /** Remembered per user for 24 h. */
  idempotencyKey: string;
  traceparent?: string;
}

export type PlaceAnswer =
  | { ok: true; placed: true; bookingId: string; booking: BookingView }
  /** The key already had this booking. */
  | { ok: true; placed: false; bookingId: string }
  | {
    ok: false;
    code: "idempotency-key-reused" | "hold-expired" | "hold-claimed" | "seats-unavailable" | "not-on-sale";
  }
  | { ok: false; code: "limit-exceeded"; limit: number };

type Needs = Pick<Services, "sql" | "board" | "catalog" | "config">;

/** An attempt is given up at most once for each outage. */
const TRIES_MAX = 2;

/**
 * Books a hold: one claim on the board, one statement in Postgres. Nothing is charged yet; the booking is pending and its
 * payment under way when this answers `placed`.
 *
 * The same key and request again answer the same booking. A refusal leaves the hold as it was. When Postgres gives no
 * answer this throws, and gives nothing back: the booking may exist, and the sweeper finds out.
 */
export async function placeBooking(needs: Needs, request: PlaceRequest): Promise<PlaceAnswer> {
  let claim = await claimHold(needs, request);
  if (!claim.ok) {
    // The hold is over or belongs to another key; but this key may have been answered before.
    const known = await findByKey(needs, request);
    if (known) return known;
    // A booking that is over may not have let go of its hold yet: see to it now, instead of turning the buyer away.
    if (claim.code === "hold-claimed" && await letGoIfOver(needs, claim.bookingId)) {
      claim = await claimHold(needs, request);
    }
  }
  for (let tried = 0; claim.ok && tried < TRIES_MAX; tried++) {
    const answer = await insertBooking(needs, request, claim.hold);
    if (answer !== "given-up") return answer;
    // The sweeper was quicker, after an outage, and gives the hold back: the next claim is a new attempt.
    await resolveStuckClaim(needs, { holdId: claim.hold.id, attempt: claim.hold.attempt });
    claim = await claimHold(needs, request);
  }
  return { ok: false, code: claim.ok ? "hold-expired" : refusalOfClaim(claim.code) };
}

function refusalOfClaim(code: Refusal["code"]) {
  return code === "hold-claimed" || code === "seats-unavailable" ? code : "hold-expired";
}

function claimHold({ board }: Needs, request: PlaceRequest) {
  return board.claim({
    holdId: request.holdId,
    owners: request.owners,
    idempotencyHash: sha256(`${request.userId}\n${request.idempotencyKey}`).toHex(),
    bookingId: uuidv7(),
  });
}

async function insertBooking(
  needs: Needs,
  request: PlaceRequest,
  hold: Hold & { bookingId: string },
): Promise<PlaceAnswer | "given-up"> {
  try {
    const placed = await runStatement(needs, request, hold);
    if ("status" in placed) return { ok: true, placed: true, bookingId: placed.id, booking: placed };
    const answer = answerForKey(request, placed);
    // A claim made for a request that the key refuses belongs to nobody.
    if (placed.bookingId !== hold.bookingId) await giveBack(needs, hold);
    return answer;
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    if (refusal === "given-up") return refusal;
    await giveBack(needs, hold);
    // The board was wrong about a seat: let it learn from Postgres before the buyer looks again.
    if (!refusal.ok && refusal.code === "seats-unavailable") {
      await settleSeats(needs, hold.eventId, hold.seats.map((seat) => seat.index), []);
    }
    return refusal;
  }
}

/** An event without bookings may be deleted while somebody is at its checkout. */
class EventDeleted extends Error {}

/** The new booking, or what the key already had. */
async function runStatement(
  { sql, catalog, config }: Needs,
  request: PlaceRequest,
  hold: Hold & { bookingId: string },
): Promise<BookingView | KeyRow> {
  const event = await catalog.event(hold.eventId);
  if (!event) throw new EventDeleted();
  const { chart } = await catalog.chart({ chartId: event.chartId, chartVersion: hold.chartVersion });
  const seats = hold.seats.map(({ index, price }) => ({ ...chart.seats[index], index, price }));
  const code = newBookingCode();
  const [row] = await deadline(sql<PlacedRow[]>`
    select placed, booking_id, request_hash, currency, created_at from place_booking(
      ${hold.bookingId}, ${code}, ${request.userId}, ${hold.eventId},
      ${hold.id}, ${hold.attempt}, ${hold.chartVersion},
      ${request.idempotencyKey}, ${requestHash(request)}, ${request.paymentToken},
      ${config.paymentDeadlineMs}, ${uuidv7()}, ${request.traceparent ?? null},
      ${seats.map((seat) => seat.index)}, ${seats.map((seat) => seat.id)},
      ${seats.map((seat) => seat.section)}, ${seats.map((seat) => seat.row)},
      ${seats.map((seat) => seat.number)}, ${seats.map((seat) => seat.zone)},
      ${seats.map((seat) => seat.price)}
    )`);
  if (!row.placed) return row;
  const { currency, createdAt } = row;
  return pendingView({
    id: hold.bookingId,
    code,
    eventId: hold.eventId,
    holdId: hold.id,
    seats,
    currency,
    createdAt,
  });
}

/** A claim is given back only after a void placement: who inserts first wins, so a late commit of the attempt can't. */
async function giveBack({ sql, board }: Needs, hold: Hold): Promise<void> {
  const voided = await deadline(sql`
    insert into placements (hold_id, attempt, booking_id) values (${hold.id}, ${hold.attempt}, null)
    on conflict do nothing`);
  if (voided.count === 1) await board.reactivate(hold.id, hold.attempt, 0);
}

interface KeyRow {
  bookingId: string;
  requestHash: Uint8Array;
}

type PlacedRow = KeyRow & ({ placed: false } | { placed: true; currency: string; createdAt: Date });

async function findByKey({ sql }: Needs, request: PlaceRequest): Promise<PlaceAnswer | null> {
  const [row] = await deadline(sql<[KeyRow?]>`
    select booking_id, request_hash from idempotency_keys
    where user_id = ${request.userId} and key = ${request.idempotencyKey}`);
  return row ? answerForKey(request, row) : null;
}

function answerForKey(request: PlaceRequest, row: KeyRow): PlaceAnswer {
  return requestHash(request).equals(row.requestHash)
    ? { ok: true, placed: false, bookingId: row.bookingId }
    : { ok: false, code: "idempotency-key-reused" };
}

function requestHash({ holdId, paymentToken }: PlaceRequest) {
  return sha256(JSON.stringify([holdId, paymentToken]));
}

function sha256(text: string) {
  return createHash("sha256").update(text).digest();
}

/** The refusals of `place_booking`, and a seat that Postgres knows is taken although the board did not. */
function refusalOf(error: unknown): PlaceAnswer | "given-up" | null {
  if (error instanceof EventDeleted) return { ok: false, code: "hold-expired" };
  if (!(error instanceof Error)) return null;
  const { code, constraint_name, detail } = error as Error & {
    code?: string;
    constraint_name?: string;
    detail?: string;
  };
  if (code === "23505" && constraint_name === "seat_claims_pkey") {
    return { ok: false, code: "seats-unavailable" };
  }
  if (code === "23503" && constraint_name?.endsWith("_event_id_fkey")) {
    return { ok: false, code: "hold-expired" };
  }
  if (code !== "AI001") return null;
  switch (error.message) {
    case "limit-exceeded":
      return { ok: false, code: "limit-exceeded", limit: Number(detail) };
    case "not-on-sale":
      return { ok: false, code: "not-on-sale" };
    case "hold-expired":
      return { ok: false, code: "hold-expired" };
    case "attempt-given-up":
      return "given-up";
    default:
      return null;
  }
}
