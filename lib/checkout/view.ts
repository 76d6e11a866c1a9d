/** The checkout as its page shows it, at first and after each change to the hold, and what its form submits. */
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

/** A hold with what its buyer should know before paying. Plain data: a page replaces it when the hold changes. */
export interface CheckoutView {
  hold: HoldView;
  /** Notes on seats, such as a restricted view. */
  notes: (NamedSeat & { note: string })[];
  /** How many groups the best-available seats form; 0 if none were found that way. */
  groups: number;
  /** Whether the seats include places kept for wheelchairs. */
  asksForNeed: boolean;
  /** Where the seats are on the hall's thumbnail. */
  marks: HallMarks;
}

/** Where a submitted form redirects, or what to show with it. */
export type PaymentResponse =
  | { location: string }
  | PaymentRefusal & { view: CheckoutView };

export interface PaymentRefusal {
  /** 422: the form is invalid; 409: it conflicts with the current state. */
  status: 409 | 422;
  errors: PaymentErrors;
  refusal: string | null;
  /** The key with which to send the form again. */
  idempotencyKey: string;
}

/** Loads the view of a hold; `query` is the page URL's. */
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

/** How many of the hold's last seats were found as best available; 0 once its seats have changed. */
function foundAsBest(query: URLSearchParams, { seats }: HoldView): number {
  const known = new Set(query.getAll("seat"));
  const areSame = seats.length === known.size && seats.every(({ id }) => known.has(id));
  return areSame ? Number(query.get("best")) : 0;
}

/** What the submitted form had shown the buyer; null if it is missing or malformed. */
export function readShown(form: URLSearchParams): { seats: string[]; total: number } | null {
  const [seats, total] = [form.getAll("seat"), form.get("expectedTotal") ?? ""];
  return seats.length > 0 && /^\d{1,15}$/.test(total) ? { seats, total: Number(total) } : null;
}

/** What the buyer was shown, with the names of the seats; seats that are not on the chart were never shown. */
export function shownHold(
  { chart, indexById }: ChartIndex,
  seatIds: string[],
  total: number | null,
): ShownHold {
  return { seats: seatIds.flatMap((id) => chart.seats[indexById.get(id) ?? -1] ?? []), total };
}
