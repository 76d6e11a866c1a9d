/** What a buyer asks for, and which seats of a chart that means. Pure: nothing is taken here. */
import { z } from "zod";
import { boundedList } from "@/lib/bounded_list.ts";
import type { ChartIndex } from "@/lib/charts/chart_index.ts";
import { bestAvailable, freePlaces, type IsFree } from "./best_available.ts";

/** More seats than any buyer may have; bounds the work for one request. */
const CHOICE_SEATS_MAX = 500;

export const seatIdsSchema = boundedList(z.string().max(40), { min: 1, max: CHOICE_SEATS_MAX })
  .describe("Seat ids of the event's chart, each once");

const quantity = z.int().min(1);

export const seatChoiceSchema = z.union([
  z.strictObject({ seats: seatIdsSchema }),
  z.strictObject({ best: z.strictObject({ zone: z.string().optional(), quantity }) }),
  z.strictObject({ area: z.string(), quantity }),
]).meta({ id: "SeatChoice", examples: [{ best: { quantity: 2 } }] });
export type SeatChoice = z.infer<typeof seatChoiceSchema>;

/** Reads the choice from a form sent without scripts: "best", "area", "seats" or "instead"; null if it has none. */
export function readChoiceForm(form: URLSearchParams): SeatChoice | null {
  const quantity = Number(form.get("quantity"));
  const zone = form.get("zone") || undefined;
  const choices: Record<string, unknown> = {
    best: { best: { zone, quantity } },
    area: { area: form.get("area"), quantity },
    seats: { seats: form.getAll("seat") },
    instead: { seats: form.getAll("seat") },
  };
  return seatChoiceSchema.safeParse(choices[String(form.get("choice"))]).data ?? null;
}

/** A choice that names things the chart does not have; one error per member. */
export interface InvalidChoice {
  ok: false;
  code: "validation";
  errors: { path: string; message: string }[];
}

/** Any seats of a kind: the best of the hall or of a zone, or places of a standing area. */
export interface Wish {
  quantity: number;
  /** Whether a seat is of the kind, free or not. */
  includes(seatIndex: number): boolean;
  /** Free seats that fulfil the wish, or null. `startFraction` as in {@link bestAvailable}. */
  choose(isFree: IsFree, startFraction: number): number[] | null;
}

/**
 * Returns the indexes of seats in the order of `seatIds`, which must not be empty. An unknown or repeated id is
 * reported as `seats.<position>`.
 */
export function readSeatIds(
  { indexById }: ChartIndex,
  seatIds: string[],
): { ok: true; seats: number[] } | InvalidChoice {
  if (seatIds.length === 0) {
    return {
      ok: false,
      code: "validation",
      errors: [{ path: "seats", message: "must name at least one seat" }],
    };
  }
  const seats = new Set<number>();
  const errors: InvalidChoice["errors"] = [];
  seatIds.forEach((id, position) => {
    const seat = indexById.get(id);
    const path = `seats.${position}`;
    if (seat === undefined) errors.push({ path, message: `there is no seat ${JSON.stringify(id)}` });
    else if (seats.has(seat)) errors.push({ path, message: `seat ${JSON.stringify(id)} is repeated` });
    else seats.add(seat);
  });
  return errors.length > 0 ? { ok: false, code: "validation", errors } : { ok: true, seats: [...seats] };
}

/**
 * Returns what a choice without named seats asks for. Seats for which `isKept` is true are only given to buyers who
 * name them. Rejects an unknown zone or area.
 */
export function readWish(
  index: ChartIndex,
  choice: Exclude<SeatChoice, { seats: string[] }>,
  isKept: (seatIndex: number) => boolean,
): { ok: true; wish: Wish } | InvalidChoice {
  const { seats, zones, areas } = index.chart;
  if ("best" in choice) {
    const { zone, quantity } = choice.best;
    if (zone !== undefined && !zones.some(({ id }) => id === zone)) return unknown("best.zone", "zone", zone);
    const includes = (seat: number) => (zone === undefined || seats[seat].zone === zone) && !isKept(seat);
    const choose: Wish["choose"] = (isFree, start) =>
      bestAvailable(index, (seat) => isFree(seat) && !isKept(seat), choice.best, start);
    return { ok: true, wish: { quantity, includes, choose } };
  }
  const { area, quantity } = choice;
  if (!areas.some(({ id }) => id === area)) return unknown("area", "area", area);
  const includes = (seat: number) => seats[seat].area === area;
  const choose: Wish["choose"] = (isFree, start) => freePlaces(index, isFree, area, quantity, start);
  return { ok: true, wish: { quantity, includes, choose } };
}

function unknown(path: string, kind: string, id: string): InvalidChoice {
  return {
    ok: false,
    code: "validation",
    errors: [{ path, message: `there is no ${kind} ${JSON.stringify(id)}` }],
  };
}
