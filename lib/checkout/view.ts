/** The checkout as its page shows it, at first and whenever the hold has changed, and what its form says. */
import type { HoldView } from "@/lib/board/hold_view.ts";
import type { ChartIndex } from "@/lib/charts/chart_index.ts";
import type { NamedSeat } from "@/lib/charts/seats_in_words.ts";
import type { HallMarks } from "@/lib/charts/hall_thumbnail.ts";
import type { EventCatalog } from "@/lib/events/catalog.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import type { ShownHold } from "@/lib/holds/change.ts";
import { countGroups } from "@/lib/seats/best_available.ts";
import { unreleasedPlaces } from "@/lib/seats/accessible_places.ts";
import type { PaymentErrors } from "./payment_form.ts";

/** A hold with what its buyer should know before paying. Plain data: pages take it over when the hold changes. */
export interface CheckoutView {
  hold: HoldView;
  /** Seats that a buyer should know something of. */
  notes: (NamedSeat & { note: string })[];
  /** In how many groups the seats are that were found as the best together; 0 when none were. */
  groups: number;
  /** Whether places that are kept for wheelchairs are among the seats. */
  asksForNeed: boolean;
  /** Where the seats lie on the thumbnail of the hall. */
  marks: HallMarks;
}

/** Where to go on after a form was sent, or what to show beside it. */
export type PaymentResponse =
  | { location: string }
  | PaymentRefusal & { view: CheckoutView };

export interface PaymentRefusal {
  /** 422: the form is at fault; 409: the state of things is. */
  status: 409 | 422;
  errors: PaymentErrors;
  refusal: string | null;
  /** To send the form again with. */
  idempotencyKey: string;
}

/** `query` is that of the page's address. */
export async function checkoutView(
  { catalog, now }: { catalog: EventCatalog; now: () => number },
  event: EventRecord,
  hold: HoldView,
  query: URLSearchParams,
): Promise<CheckoutView> {
  const { chart, index, thumbnail } = await catalog.chart(event);
  const own = hold.seats.flatMap(({ id }) => index.indexById.get(id) ?? []);
  const notes = own.flatMap((at) => {
    const { section, row, number, note } = chart.seats[at];
    return note === undefined ? [] : [{ section, row, number, note }];
  });
  const best = foundAsBest(query, hold);
  const groups = best > 0 ? countGroups(index, own.slice(-best)) : 0;
  return {
    hold,
    notes,
    groups,
    asksForNeed: own.some(unreleasedPlaces(chart, event, now())),
    marks: thumbnail().marks(own),
  };
}

/** How many of the hold's seats, its last ones, were found as the best together; once they are others it is forgotten. */
function foundAsBest(query: URLSearchParams, { seats }: HoldView): number {
  const known = new Set(query.getAll("seat"));
  const areSame = seats.length === known.size && seats.every(({ id }) => known.has(id));
  return areSame ? Number(query.get("best")) : 0;
}

/** What the buyer was shown by the form that they sent; null when the form does not say. */
export function readShown(form: URLSearchParams): { seats: string[]; total: number } | null {
  const [seats, total] = [form.getAll("seat"), form.get("expectedTotal") ?? ""];
  return seats.length > 0 && /^\d{1,15}$/.test(total) ? { seats, total: Number(total) } : null;
}

/** The same with the names of the seats; those that the chart does not have were never shown. */
export function shownHold(
  { chart, indexById }: ChartIndex,
  seatIds: string[],
  total: number | null,
): ShownHold {
  return { seats: seatIds.flatMap((id) => chart.seats[indexById.get(id) ?? -1] ?? []), total };
}
