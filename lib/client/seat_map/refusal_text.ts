/** What the page says when seats could not be taken. */
import type { ChartIndex } from "@/lib/charts/chart_index.ts";
import { type NamedSeat, seatsInSentence } from "@/lib/charts/seats_in_words.ts";
import type { HoldRefusal } from "@/lib/holds/holds.ts";
import type { ExpiredSeats } from "@/lib/seats/expired_seats.ts";
import type { Refusal } from "./hold_client.ts";
import type { MapWords } from "./labels.ts";

/** What happened and what to do when a change was refused. `seats` are those that are gone, or would be orphans. */
export function refusalText(
  { code, limit, scope }: Refusal,
  seats: NamedSeat[],
  { seatChoice: { refusal: words }, seats: seatWords }: MapWords,
): string {
  const names = seatsInSentence(seats, seatWords);
  switch (code) {
    case "seats-unavailable":
      if (seats.length === 0) return words.noneTogether;
      return words.justTaken({ seats: names[0].toUpperCase() + names.slice(1), count: seats.length });
    case "leaves-orphan":
      return seats.length === 0 ? words.leavesSeat : words.leavesSeats({ seats: names, count: seats.length });
    case "limit-exceeded":
      if (limit === undefined) return words.limitReached;
      return scope === "address" ? words.limitOfNetwork({ limit }) : words.limitOfPerson({ limit });
    case "cool-down":
      return words.coolDown;
    case "not-on-sale":
      return words.notOnSale;
    case "not-found":
      return words.timeIsUp;
    case "hold-claimed":
      return words.beingPaid;
    case "rate-limited":
      return words.tooMuch;
    default:
      return words.noAnswer;
  }
}

/** The message for a refused form, and the seats offered instead. */
export function refusalNotice(
  refusal: HoldRefusal,
  { chart, indexById }: ChartIndex,
  words: MapWords,
): { text: string; instead: ExpiredSeats["free"] } {
  // In the chart's order, as people read them.
  const seatsOf = (ids: string[]) =>
    ids.flatMap((id) => indexById.get(id) ?? []).toSorted((a, b) => a - b).map((at) => chart.seats[at]);
  const { limit, scope } = "limit" in refusal ? refusal : {};
  const about = "unavailable" in refusal ? refusal.unavailable : "seats" in refusal ? refusal.seats : [];
  const text = refusalText({ code: refusal.code, limit, scope }, seatsOf(about), words);
  return { text, instead: "instead" in refusal ? seatsOf(refusal.instead) : [] };
}
