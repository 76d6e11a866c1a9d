/** Holds seats for a buyer: what can be held, at what price, and why a hold is refused. */
import { type Caller, ownersOf } from "@/lib/auth/caller.ts";
import {
  type ChangeRequest,
  type HeldSeat,
  type Hold,
  type HoldOutcome,
  type HoldRequest,
  newHoldId,
  type SeatBoard,
} from "@/lib/board/board.ts";
import { type HoldView, holdView } from "@/lib/board/hold_view.ts";
import type { CountBookedSeats } from "@/lib/bookings/count_booked_seats.ts";
import { releaseIfFinal } from "@/lib/bookings/board_sync.ts";
import type { Chart } from "@/lib/charts/chart.ts";
import type { ChartIndex } from "@/lib/charts/chart_index.ts";
import type { Config } from "@/lib/config.ts";
import type { Sql } from "@/lib/db/pool.ts";
import type { EventCatalog } from "@/lib/events/catalog.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { isOnSale } from "@/lib/events/sale_status.ts";
import { networksOf } from "@/lib/http/wire/address.ts";
import type { Metrics } from "@/lib/observability/metrics.ts";
import { unreleasedPlaces } from "@/lib/seats/accessible_places.ts";
import { findOrphans } from "@/lib/seats/orphans.ts";
import { type InvalidChoice, readSeatIds, readWish, type SeatChoice } from "@/lib/seats/seat_choice.ts";
import { holdBest } from "./hold_best.ts";

/**
 * How many seats of an event may be held from one address: by all guests and unconfirmed accounts together, since one
 * person can easily be many of them, and by all confirmed accounts together.
 */
const ADDRESS_SEATS_MAX = 40;
const CONFIRMED_ADDRESS_SEATS_MAX = 200;
/** How many holds of an event a buyer, or everyone unconfirmed at an address, may abandon before a cool-down. */
const ABANDONED_MAX = 6;
/** An IPv6 /48 gets this many times the limits of one of its /64s. */
const SITE_FACTOR = 10;

/** Why a request was refused. Members besides `code` go to the client unchanged. */
export type HoldRefusal =
  | { ok: false; code: "not-found" | "not-on-sale" | "extension-cap" }
  | { ok: false; code: "hold-claimed"; bookingId: string }
  /** The buyer's limit or, with `scope`, that of everyone behind their address. */
  | { ok: false; code: "limit-exceeded"; limit: number; scope?: "address" }
  /** The buyer, or others behind their address, abandoned too many holds of the event. */
  | { ok: false; code: "cool-down"; retryAfterSeconds: number }
  /** The ids of the named seats that were not free. */
  | { ok: false; code: "seats-unavailable"; unavailable: string[] }
  /** How many seats of the requested kind are free. */
  | { ok: false; code: "seats-unavailable"; left: number }
  /** The ids of the orphans that the choice would leave, and of a choice of the same size that leaves none of them. */
  | { ok: false; code: "leaves-orphan"; seats: string[]; instead: string[] }
  | InvalidChoice;

export type HoldResult = { ok: true; hold: HoldView } | HoldRefusal;

/** The services that holding seats needs. */
export interface HoldNeeds {
  board: SeatBoard;
  catalog: EventCatalog;
  sql: Sql;
  countBookedSeats: CountBookedSeats;
  config: Config;
  metrics: Pick<Metrics, "hold">;
  now: () => number;
}

export type Buyer = Pick<Caller, "user" | "visitorId" | "address">;
/** The part of a buyer that owns holds. */
export type HoldOwner = Pick<Caller, "user" | "visitorId">;

/**
 * Holds seats of a published event that is on sale, all or nothing. `buyer` must have an account or a visitor id. A
 * guest's hold of named seats costs a single call to the board and, if the event refuses orphans, a read of all seats
 * at most once a second. Seats that the buyer had a moment ago need no check for orphans.
 */
export async function createHold(
  needs: HoldNeeds,
  buyer: Buyer,
  eventIdOrSlug: string,
  choice: SeatChoice,
  options: { checksOrphans?: boolean } = {},
): Promise<HoldResult> {
  return countResult(needs, await holdChoice(needs, buyer, eventIdOrSlug, choice, options));
}

/** Counts a request to hold seats by its outcome and returns the result. */
export function countResult({ metrics }: HoldNeeds, result: HoldResult): HoldResult {
  metrics.hold(result.ok ? "held" : result.code);
  return result;
}

async function holdChoice(
  needs: HoldNeeds,
  buyer: Buyer,
  eventIdOrSlug: string,
  choice: SeatChoice,
  { checksOrphans = true }: { checksOrphans?: boolean },
): Promise<HoldResult> {
  const { board, catalog, config, now } = needs;
  const [owner] = ownersOf(buyer);
  if (!owner) throw new Error("a hold needs an owner");
  const event = await catalog.publicEvent(eventIdOrSlug);
  if (!event) return { ok: false, code: "not-found" };
  const { chart, index } = await catalog.chart(event);
  const requested = "seats" in choice
    ? readSeatIds(index, choice.seats)
    : readWish(index, choice, unreleasedPlaces(chart, event, now()));
  if (!requested.ok) return requested;
  if (!isOnSale(event, now())) return { ok: false, code: "not-on-sale" };
  const quantity = "seats" in requested ? requested.seats.length : requested.wish.quantity;
  if (quantity > event.maxSeatsPerBuyer) return limitExceeded(event);
  const orphans = checksOrphans && "seats" in requested &&
    await refuseOrphans(needs, event, index, requested.seats, []);
  if (orphans) return orphans;

  const limits = { ...await buyerLimit(needs, buyer, event), ...abuseLimits(needs, buyer) };
  const holdSeats = (seats: number[]) =>
    board.hold({
      eventId: event.id,
      holdId: newHoldId(event.id),
      owner,
      seats: priced(event, chart, seats),
      chartVersion: event.chartVersion,
      ttlMs: config.holdTtlMs,
      maxMs: config.holdMaxMs,
      ...limits,
    });
  if ("seats" in requested) return resultOf(await holdSeats(requested.seats), event, chart);
  // Seats are held in the chart's order, which is how people read them.
  const outcome = await holdBest(
    board,
    event,
    requested.wish,
    (seats) => holdSeats(seats.toSorted((a, b) => a - b)),
  );
  return "left" in outcome ? outcome : resultOf(outcome, event, chart);
}

/** The buyer's live holds of an event, oldest first; null if there is no such event. */
export async function listHolds(
  needs: HoldNeeds,
  buyer: Buyer,
  eventIdOrSlug: string,
): Promise<HoldView[] | null> {
  const event = await needs.catalog.publicEvent(eventIdOrSlug);
  if (!event) return null;
  const owners = ownersOf(buyer);
  if (owners.length === 0) return [];
  const holds = await needs.board.list(event.id, owners);
  const current = await Promise.all(holds.map((hold) => currentHold(needs, owners, hold)));
  const alive = current.filter((hold) => hold !== null).toSorted((a, b) => a.maxExpiresAt - b.maxExpiresAt);
  return await Promise.all(
    alive.map(async (hold) => holdView(hold, event, (await indexOf(needs, event, hold)).chart)),
  );
}

/** One of the buyer's holds; null if it is unknown, has ended or is someone else's. */
export async function findHold(needs: HoldNeeds, buyer: HoldOwner, holdId: string): Promise<HoldView | null> {
  const found = await liveHold(needs, buyer, holdId);
  return found && holdView(found.hold, found.event, found.index.chart);
}

/**
 * Replaces the seats of a hold with exactly these, or changes nothing. Its expiry stays, as does the price of seats
 * that it already has. Seats that were given to the buyer rather than chosen need no check for orphans.
 */
export async function changeHold(
  needs: HoldNeeds,
  buyer: Buyer,
  holdId: string,
  seatIds: string[],
  { checksOrphans = true } = {},
): Promise<HoldResult> {
  const found = await liveHold(needs, buyer, holdId);
  if (!found) return { ok: false, code: "not-found" };
  const { hold, event, index } = found;
  const requested = readSeatIds(index, seatIds);
  if (!requested.ok) return requested;
  if (!isOnSale(event, needs.now())) return { ok: false, code: "not-on-sale" };
  if (requested.seats.length > Math.max(event.maxSeatsPerBuyer, hold.seats.length)) {
    return limitExceeded(event);
  }
  const own = hold.seats.map((seat) => seat.index);
  const orphans = checksOrphans && await refuseOrphans(needs, event, index, requested.seats, own);
  if (orphans) return orphans;
  const request: ChangeRequest = {
    holdId,
    owners: ownersOf(buyer),
    seats: priced(event, index.chart, requested.seats),
    ...await buyerLimit(needs, buyer, event),
    addresses: abuseLimits(needs, buyer).addresses,
  };
  return resultOf(await retryIfReleased(needs, () => needs.board.change(request)), event, index.chart);
}

/** Gives a hold more time, up to its `maxExpiresAt`. */
export async function extendHold(needs: HoldNeeds, buyer: Buyer, holdId: string): Promise<HoldResult> {
  const { board, config } = needs;
  const found = await liveHold(needs, buyer, holdId);
  if (!found) return { ok: false, code: "not-found" };
  const extend = () => board.extend(holdId, ownersOf(buyer), config.holdTtlMs);
  return resultOf(await retryIfReleased(needs, extend), found.event, found.index.chart);
}

/** Ends a hold. Releasing one that is unknown, has ended or is someone else's does nothing and is not an error. */
export async function releaseHold(
  needs: HoldNeeds,
  buyer: Buyer,
  holdId: string,
): Promise<{ ok: true } | Extract<HoldRefusal, { code: "hold-claimed" }>> {
  const owners = ownersOf(buyer);
  if (owners.length === 0) return { ok: true };
  return await retryIfReleased(needs, () => needs.board.release(holdId, owners));
}

/**
 * Returns the refusal of a choice that needlessly leaves an orphan, if the event refuses those; otherwise null. It
 * judges by statuses up to a second old, without asking the board: guidance for buyers, not a guarantee. If a wanted
 * seat is not free in them, or they are unknown, the board decides.
 */
async function refuseOrphans(
  { catalog }: HoldNeeds,
  event: EventRecord,
  index: ChartIndex,
  wanted: number[],
  had: number[],
): Promise<HoldRefusal | null> {
  if (event.orphans !== "refuse") return null;
  const { statuses } = await catalog.overview(event);
  const [mine, own] = [new Set(wanted), new Set(had)];
  const couldHave = (seat: number) => own.has(seat) || statuses[seat] === "a";
  if (!wanted.every(couldHave)) return null;
  const found = findOrphans(index, (seat) => !mine.has(seat) && couldHave(seat), mine, own);
  if (!found) return null;
  const [seats, instead] = [found.orphans, found.instead].map((list) =>
    list.map((seat) => index.chart.seats[seat].id)
  );
  return { ok: false, code: "leaves-orphan", seats, instead };
}

interface LiveHold {
  hold: Hold;
  event: EventRecord;
  /** The index of the chart that the hold was made on. */
  index: ChartIndex;
}

async function liveHold(needs: HoldNeeds, buyer: HoldOwner, holdId: string): Promise<LiveHold | null> {
  const owners = ownersOf(buyer);
  if (owners.length === 0) return null;
  const hold = await currentHold(needs, owners, await needs.board.get(holdId, owners));
  const event = hold && await needs.catalog.event(hold.eventId);
  return event && { hold, event, index: await indexOf(needs, event, hold) };
}

/** The hold, once the board knows whether its booking has ended: a claimed hold may be active again or have ended. */
async function currentHold(needs: HoldNeeds, owners: string[], hold: Hold | null): Promise<Hold | null> {
  if (!hold?.bookingId || !await releaseIfFinal(needs, hold.bookingId)) return hold;
  return await needs.board.get(hold.id, owners);
}

/** Runs a step on a hold, and once more if it was refused only because of a booking that has ended. */
async function retryIfReleased<Outcome extends HoldOutcome | { ok: true }>(
  needs: HoldNeeds,
  step: () => Promise<Outcome>,
): Promise<Outcome> {
  const outcome = await step();
  if (outcome.ok || outcome.code !== "hold-claimed" || !await releaseIfFinal(needs, outcome.bookingId)) {
    return outcome;
  }
  return await step();
}

async function indexOf(
  { catalog }: HoldNeeds,
  { chartId }: EventRecord,
  { chartVersion }: Hold,
): Promise<ChartIndex> {
  return (await catalog.chart({ chartId, chartVersion })).index;
}

function priced(event: EventRecord, chart: Chart, seats: number[]): HeldSeat[] {
  return seats.map((index) => {
    const zone = event.zones.find(({ id }) => id === chart.seats[index].zone);
    if (!zone) throw new Error(`event ${event.id} has no price for zone ${chart.seats[index].zone}`);
    return { index, price: zone.price };
  });
}

/** How many seats of the event the buyer may hold, in addition to those booked. */
async function buyerLimit(
  { countBookedSeats }: HoldNeeds,
  buyer: Buyer,
  event: EventRecord,
): Promise<Pick<ChangeRequest, "limit">> {
  const booked = buyer.user ? await countBookedSeats(event.id, buyer.user.id) : 0;
  return { limit: { owners: ownersOf(buyer), seats: event.maxSeatsPerBuyer - booked } };
}

/**
 * Limits that keep one person with many accounts from hoarding a hall. Confirmed accounts at an address share a
 * generous limit, and only the holds that a confirmed account itself abandoned count against it.
 */
function abuseLimits(
  { config }: Pick<HoldNeeds, "config">,
  buyer: Buyer,
): Pick<HoldRequest, "addresses" | "coolDowns"> {
  if (!config.rateLimits) return {};
  const { network, site } = networksOf(buyer.address);
  const networks = [{ key: network, factor: 1 }, ...site ? [{ key: site, factor: SITE_FACTOR }] : []];
  const own = ownersOf(buyer).map((key) => ({ key, holds: ABANDONED_MAX }));
  if (buyer.user?.emailConfirmed) {
    return {
      addresses: networks.map(({ key, factor }) => (
        { key: `confirmed:${key}`, seats: CONFIRMED_ADDRESS_SEATS_MAX * factor }
      )),
      coolDowns: own,
    };
  }
  return {
    addresses: networks.map(({ key, factor }) => ({ key, seats: ADDRESS_SEATS_MAX * factor })),
    coolDowns: [...own, ...networks.map(({ key, factor }) => ({ key, holds: ABANDONED_MAX * factor }))],
  };
}

function limitExceeded(event: EventRecord): HoldRefusal {
  return { ok: false, code: "limit-exceeded", limit: event.maxSeatsPerBuyer };
}

function resultOf(outcome: HoldOutcome, event: EventRecord, chart: Chart): HoldResult {
  if (outcome.ok) return { ok: true, hold: holdView(outcome.hold, event, chart) };
  switch (outcome.code) {
    case "hold-not-found":
      return { ok: false, code: "not-found" };
    case "limit-exceeded":
      return outcome.scope ? outcome : limitExceeded(event);
    case "cool-down":
      return { ok: false, code: "cool-down", retryAfterSeconds: Math.ceil(outcome.retryAfterMs / 1000) };
    case "seats-unavailable":
      return { ...outcome, unavailable: outcome.unavailable.map((index) => chart.seats[index].id) };
    default:
      return outcome;
  }
}
