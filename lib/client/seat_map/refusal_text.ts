/** What is said when seats could not be had. */
import { type NamedSeat, seatsInSentence } from "@/lib/charts/seats_in_words.ts";
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
