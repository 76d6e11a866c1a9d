/**
 * Chooses seats for buyers: "the best three together", places of a standing area, and the nearest equal seats to
 * replace lost ones. Pure: `isFree` says what is free, and nothing is taken here.
 *
 * - A **stretch** is a run of adjacent seats that can all be chosen.
 * - An **orphan** is a single seat that a choice would leave on its own in its stretch: hardly anyone would buy it.
 */
import type { Chart } from "@/lib/charts/chart.ts";
import type { ChartIndex } from "@/lib/charts/chart_index.ts";

export type IsFree = (seatIndex: number) => boolean;

export interface BestRequest {
  zone?: string;
  quantity: number;
}

interface Stretch {
  run: number[];
  /** The position of the first seat in the run. */
  start: number;
  length: number;
}

/** What choosing a seat costs, by its index; the cheapest choice wins. */
type Cost = (seatIndex: number) => number;

/** How many starting points are tried to split a party: enough to be good, few enough to be fast. */
const SPLIT_STARTS_MAX = 4;

/**
 * Returns the indexes of the best `quantity` free seats, or null if there are too few. In order of preference: one
 * block that leaves no orphan, any one block, the fewest blocks close to each other; first among ordinary seats, then
 * with wheelchair and companion seats too, and finally standing places of one area, then of several. The block nearest
 * the hall's best point (its middle, a third from the front) wins. `startFraction` (0 to below 1) says where to start
 * looking in standing areas: if it is random, concurrent buyers don't compete for the same places.
 */
export function bestAvailable(
  index: ChartIndex,
  isFree: IsFree,
  { zone, quantity }: BestRequest,
  startFraction = 0,
): number[] | null {
  const { seats } = index.chart;
  // The most selective test first: during an on-sale, nearly all seats are taken when most people ask.
  const wanted: IsFree = (seat) => isFree(seat) && (zone === undefined || seats[seat].zone === zone);
  const cost: Cost = (seat) => index.distances[seat];
  return chooseSeats(index, (seat) => wanted(seat) && isOrdinary(index.chart, seat), quantity, cost) ??
    chooseSeats(index, wanted, quantity, cost) ??
    choosePlaces(index, wanted, quantity, startFraction);
}

/**
 * Returns the indexes of `quantity` free places of one standing area, or null; see {@link bestAvailable} for
 * `startFraction`.
 */
export function freePlaces(
  index: ChartIndex,
  isFree: IsFree,
  areaId: string,
  quantity: number,
  startFraction = 0,
): number[] | null {
  const places = index.placesByArea.get(areaId) ?? [];
  const start = Math.floor(places.length * startFraction);
  const found: number[] = [];
  for (let step = 0; step < places.length && found.length < quantity; step++) {
    const place = places[(start + step) % places.length];
    if (isFree(place)) found.push(place);
  }
  return quantity > 0 && found.length === quantity ? found : null;
}

/**
 * Returns free seats to offer for lost ones: the same number from the same zones, together within each zone, and as
 * near to the lost ones as possible. A wheelchair place is replaced only by a wheelchair place, and a standing place
 * by one in the same area. Null if a lost seat has no equal left.
 */
export function nearestEqual(index: ChartIndex, isFree: IsFree, lostSeats: number[]): number[] | null {
  const { seats } = index.chart;
  const lost = new Set(lostSeats);
  const groups = Map.groupBy(lost, (seat) => {
    const { zone, area, flags } = seats[seat];
    return JSON.stringify([zone, area, flags.includes("accessible")]);
  });
  const chosen = new Set<number>();
  for (const group of groups.values()) {
    const { zone, area, flags } = seats[group[0]];
    const wanted: IsFree = (seat) =>
      seats[seat].zone === zone && !lost.has(seat) && !chosen.has(seat) && isFree(seat);
    const sameKind: IsFree = (seat) =>
      (flags.includes("accessible")
        ? seats[seat].flags.includes("accessible")
        : isOrdinary(index.chart, seat)) &&
      wanted(seat);
    const cost = distanceFrom(index.chart, group);
    const found = area === undefined
      ? chooseSeats(index, sameKind, group.length, cost)
      : freePlaces(index, wanted, area, group.length);
    if (!found) return null;
    for (const seat of found) chosen.add(seat);
  }
  return chosen.size > 0 ? [...chosen] : null;
}

/** How many groups of adjacent seats these seats form. */
export function countGroups({ runs }: ChartIndex, seats: number[]): number {
  const chosen = new Set(seats);
  const starts = (run: number[]) =>
    run.filter((seat, position) => chosen.has(seat) && !chosen.has(run[position - 1]));
  return sum(runs.map((run) => starts(run).length));
}

/** Whether a seat is neither a wheelchair place nor a companion seat. */
export function isOrdinary({ seats }: Chart, seat: number): boolean {
  const { flags } = seats[seat];
  return flags.length === 0 || !flags.some((flag) => flag === "accessible" || flag === "companion");
}

function distanceFrom({ seats }: Chart, group: number[]): Cost {
  const middleX = sum(group.map((seat) => seats[seat].x)) / group.length;
  const middleY = sum(group.map((seat) => seats[seat].y)) / group.length;
  return (seat) => Math.hypot(seats[seat].x - middleX, seats[seat].y - middleY);
}

/** One block if there is one, otherwise the fewest blocks. Standing places are never included. */
function chooseSeats(index: ChartIndex, isWanted: IsFree, quantity: number, cost: Cost): number[] | null {
  if (quantity < 1) return null;
  const stretches = index.runs.flatMap((run) => stretchesOf(run, isWanted));
  return cheapestBlock(stretches, quantity, cost) ?? fewestBlocks(index.chart, stretches, quantity, cost);
}

function stretchesOf(run: number[], isWanted: IsFree): Stretch[] {
  const stretches: Stretch[] = [];
  let length = 0;
  for (let position = 0; position <= run.length; position++) {
    if (position < run.length && isWanted(run[position])) {
      length++;
    } else if (length > 0) {
      stretches.push({ run, start: position - length, length });
      length = 0;
    }
  }
  return stretches;
}

/** The cheapest block of exactly `quantity` seats; one that leaves an orphan only if every block does. */
function cheapestBlock(stretches: Stretch[], quantity: number, cost: Cost): number[] | null {
  let best: { orphans: boolean; cost: number; seats: () => number[] } | null = null;
  for (const { run, start, length } of stretches) {
    if (length < quantity) continue;
    let blockCost = 0;
    for (let offset = 0; offset < quantity; offset++) blockCost += cost(run[start + offset]);
    for (let before = 0; before + quantity <= length; before++) {
      if (before > 0) blockCost += cost(run[start + before + quantity - 1]) - cost(run[start + before - 1]);
      const orphans = before === 1 || length - quantity - before === 1;
      const isBetter = !best || (orphans === best.orphans ? blockCost < best.cost : best.orphans);
      if (!isBetter) continue;
      const from = start + before;
      best = { orphans, cost: blockCost, seats: () => run.slice(from, from + quantity) };
    }
  }
  return best && best.seats();
}

/**
 * The fewest blocks that make up `quantity` seats, close to each other. Starts from each of the cheapest stretches,
 * adds the nearest ones that still allow the fewest blocks, and keeps the best and most compact choice.
 */
function fewestBlocks(chart: Chart, stretches: Stretch[], quantity: number, cost: Cost): number[] | null {
  const lengths = stretches.map((stretch) => stretch.length).toSorted((a, b) => b - a);
  let [blocks, reach] = [0, 0];
  while (reach < quantity && blocks < lengths.length) reach += lengths[blocks++];
  if (reach < quantity) return null;

  const startLengthMin = quantity - (reach - lengths[blocks - 1]);
  const starts = stretches
    .filter((stretch) => stretch.length >= startLengthMin)
    .map((stretch) => ({ stretch, cost: cost(middleOf(stretch)) }))
    .toSorted((a, b) => a.cost - b.cost)
    .slice(0, SPLIT_STARTS_MAX);
  let best: { seats: number[]; cost: number } | null = null;
  for (const { stretch } of starts) {
    const near = distanceFrom(chart, [middleOf(stretch)]);
    const seats = gatherBlocks(stretch, { stretches, lengths, quantity, blocks, near });
    const total = sum(seats.map((seat) => cost(seat) + near(seat)));
    if (!best || total < best.cost) best = { seats, cost: total };
  }
  return best && best.seats;
}

/** Gathers `blocks` blocks, the first from `first`, the others as near as possible; see {@link fewestBlocks}. */
function gatherBlocks(
  first: Stretch,
  { stretches, lengths, quantity, blocks, near }: {
    stretches: Stretch[];
    /** The lengths of the stretches, longest first. */
    lengths: number[];
    quantity: number;
    blocks: number;
    near: Cost;
  },
): number[] {
  const seats: number[] = [];
  const distances = stretches.map((stretch) => near(middleOf(stretch)));
  const lengthsLeft = [...lengths];
  let next = first;
  for (let blocksLeft = blocks - 1;; blocksLeft--) {
    seats.push(...cheapestBlock([next], Math.min(next.length, quantity - seats.length), near)!);
    if (blocksLeft === 0) return seats;
    distances[stretches.indexOf(next)] = Infinity; // used
    lengthsLeft.splice(lengthsLeft.indexOf(next.length), 1);
    const missing = quantity - seats.length;
    // A stretch qualifies if, together with the longest others, it still makes up what is missing.
    const lengthMin = missing - sum(lengthsLeft.slice(0, blocksLeft - 1));
    next = nearestStretch(stretches, distances, lengthMin, missing + 1);
  }
}

/**
 * The nearest stretch of at least `lengthMin` seats; one of `lengthAvoided` (which leaves an orphan) only if there is
 * no other.
 */
function nearestStretch(
  stretches: Stretch[],
  distances: number[],
  lengthMin: number,
  lengthAvoided: number,
): Stretch {
  let [nearest, fallback] = [-1, -1];
  for (let at = 0; at < stretches.length; at++) {
    const { length } = stretches[at];
    if (length < lengthMin || distances[at] === Infinity) continue;
    if (length === lengthAvoided) {
      if (fallback < 0 || distances[at] < distances[fallback]) fallback = at;
    } else if (nearest < 0 || distances[at] < distances[nearest]) nearest = at;
  }
  return stretches[nearest < 0 ? fallback : nearest];
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function middleOf({ run, start, length }: Stretch): number {
  return run[start + Math.floor(length / 2)];
}

/** Standing places, of one area if possible; areas nearest the best point come first. */
function choosePlaces(
  index: ChartIndex,
  isWanted: IsFree,
  quantity: number,
  startFraction: number,
): number[] | null {
  const areas = [...index.placesByArea]
    .toSorted(([, a], [, b]) => index.distances[a[0]] - index.distances[b[0]])
    .map(([areaId]) => areaId);
  for (const areaId of areas) {
    const places = freePlaces(index, isWanted, areaId, quantity, startFraction);
    if (places) return places;
  }
  const places = areas.flatMap((areaId) => index.placesByArea.get(areaId)!.filter(isWanted));
  return quantity > 0 && places.length >= quantity ? places.slice(0, quantity) : null;
}
