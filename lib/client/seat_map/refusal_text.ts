/** What is said when seats could not be had. */
import type { ChartIndex } from "@/lib/charts/chart_index.ts";
import { type NamedSeat, seatsInSentence } from "@/lib/charts/seats_in_words.ts";
import type { HoldRefusal } from "@/lib/holds/holds.ts";
import type { ExpiredSeats } from "@/lib/seats/expired_seats.ts";
import type { Refusal } from "./hold_client.ts";
import { NOT_REACHED } from "./labels.ts";

/** What happened and what to do, when a wish was not granted. `seats` are those that are gone, or would be left alone. */
export function refusalText({ code, limit, scope }: Refusal, seats: NamedSeat[]): string {
  switch (code) {
    case "seats-unavailable": {
      if (seats.length === 0) {
        return "There are not so many free next to each other. Try fewer, or another zone.";
      }
      const words = seatsInSentence(seats);
      return `${words[0].toUpperCase()}${words.slice(1)} ${seats.length > 1 ? "were" : "was"} just taken.`;
    }
    case "leaves-orphan":
      return `That would leave ${
        seatsInSentence(seats) || "a seat"
      } alone, and this event does not allow it.`;
    case "limit-exceeded":
      if (scope === "address") {
        return `Guests on your network already hold ${limit} seats here, which is all they may. ` +
          "Sign in to choose your own.";
      }
      return limit === undefined
        ? "You have as many seats as one person may buy."
        : `One person can buy at most ${limit} seats here, with those booked before.`;
    case "not-on-sale":
      return "The sale of this event is closed, so no seats can be taken.";
    case "not-found":
      return "Your time was over, and the seats are free again. Take them anew while they are.";
    case "hold-claimed":
      return "These seats are being paid for. You can’t change them now.";
    case "rate-limited":
      return "That was a lot at once. Wait a minute; the seats you have stay yours.";
    default:
      return NOT_REACHED;
  }
}

/** What the page says to a refused form, and the seats that it offers instead. */
export function refusalNotice(
  refusal: HoldRefusal,
  { chart, indexById }: ChartIndex,
): { text: string; instead: ExpiredSeats["free"] } {
  // In the chart's order, which is how people read them.
  const seatsOf = (ids: string[]) =>
    ids.flatMap((id) => indexById.get(id) ?? []).toSorted((a, b) => a - b).map((at) => chart.seats[at]);
  const { limit, scope } = "limit" in refusal ? refusal : {};
  const about = "unavailable" in refusal ? refusal.unavailable : "seats" in refusal ? refusal.seats : [];
  const text = refusalText({ code: refusal.code, limit, scope }, seatsOf(about));
  return { text, instead: "instead" in refusal ? seatsOf(refusal.instead) : [] };
}
