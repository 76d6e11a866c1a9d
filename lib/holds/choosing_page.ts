/** The content of the page on which buyers choose seats for an event. */
import type { Caller } from "@/lib/auth/caller.ts";
import type { HoldView } from "@/lib/board/hold_view.ts";
import { cancellableIfBooked } from "@/lib/bookings/state.ts";
import type { Chart } from "@/lib/charts/chart.ts";
import type { ChartIndex } from "@/lib/charts/chart_index.ts";
import { Unavailable } from "@/lib/errors.ts";
import type { EventCatalog } from "@/lib/events/catalog.ts";
import { type EventDetail, eventDetail, type EventItem, type EventRecord } from "@/lib/events/event.ts";
import { canChooseSeats, saleStatus } from "@/lib/events/sale_status.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { type ExpiredSeats, expiredSeats } from "@/lib/seats/expired_seats.ts";
import { type SeatListPage, seatListPage } from "@/lib/seats/seat_list_page.ts";
import { type HoldNeeds, listHolds } from "./holds.ts";

export interface ChoosingPage {
  event: EventDetail;
  chart: Chart;
  /** The number of free places by the id of their standing area. */
  placesLeft: Map<string, number>;
  /** The time until which a booking made now could be cancelled; null if not at all. */
  cancelUntil: Date | null;
  /** The same event on other dates. */
  others: EventItem[];
  /** What the buyer already holds. */
  hold: HoldView | null;
  list: SeatListPage;
  now: number;
  /** The seats of an expired hold that the URL names, and what became of them. */
  expired: ExpiredSeats | null;
}

/** Loads the page of an event for one caller; `query` comes from its URL. */
export async function loadChoosingPage(
  needs: HoldNeeds,
  caller: Caller,
  event: EventRecord,
  query: URLSearchParams,
  words: Words["seatMap"],
): Promise<ChoosingPage> {
  const { catalog } = needs;
  const now = needs.now();
  const [counts, { chart, index }, { statuses, sections, placesLeft }, others, hold] = await Promise.all([
    catalog.counts([event]),
    catalog.chart(event),
    catalog.overview(event),
    catalog.otherDates(event),
    ownHold(needs, caller, event),
  ]);
  const detail = eventDetail(event, counts.get(event.id)!, now);
  const had = hold || !canChooseSeats(detail) ? [] : query.getAll("seat");
  return {
    event: detail,
    chart,
    placesLeft,
    cancelUntil: cancellableIfBooked(event, now),
    others,
    hold,
    list: seatListPage({ index, statuses, sections, zones: detail.zones, query, words: words.pageName }),
    now,
    expired: had.length > 0 ? await expiredOf(needs, event, index, had) : null,
  };
}

/** Everything that a guest's page depends on, apart from the request. */
export async function choosingPageInputs(
  { catalog, now }: { catalog: EventCatalog; now: () => number },
  event: EventRecord,
): Promise<unknown[]> {
  const [counts, overview, others] = await Promise.all([
    catalog.counts([event]),
    catalog.overview(event),
    catalog.otherDates(event),
  ]);
  const count = counts.get(event.id)!;
  const cancelUntil = cancellableIfBooked(event, now())?.getTime();
  return [event, count, overview, others, saleStatus(event, count, now()), cancelUntil];
}

/** The hold that the caller already has; null while the board can't be reached, since the map keeps retrying. */
async function ownHold(
  needs: HoldNeeds,
  caller: Caller,
  { id }: EventRecord,
): Promise<HoldView | null> {
  return (await unlessUnavailable(listHolds(needs, caller, id)))?.at(-1) ?? null;
}

/** What became of the seats in the URL, which the buyer had held; null while the board can't be reached. */
async function expiredOf(
  { board }: HoldNeeds,
  { id, maxSeatsPerBuyer }: EventRecord,
  index: ChartIndex,
  seatIds: string[],
): Promise<ExpiredSeats | null> {
  const snapshot = await unlessUnavailable(board.snapshot(id));
  return snapshot && expiredSeats(index, snapshot.statuses, seatIds, maxSeatsPerBuyer);
}

async function unlessUnavailable<T>(result: Promise<T>): Promise<T | null> {
  try {
    return await result;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return null;
  }
}
