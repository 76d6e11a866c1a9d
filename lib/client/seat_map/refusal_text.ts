/** What is said when seats could not be had, and how seats are named in such a sentence. */
import { type NamedSeat, seatInRow } from "@/lib/charts/seat_name.ts";
import type { Refusal } from "./hold_client.ts";
import { NOT_REACHED } from "./labels.ts";

/** "a, b and c" of at most three things; of more, the first two and how many others. */
export function listOf(things: string[]): string {
  const shown = things.length > 3 ? [...things.slice(0, 2), `${things.length - 2} more`] : things;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** Seats in a sentence: "row C, seats 14 and 15" when they share a row. */
export function seatsInWords(seats: NamedSeat[]): string {
  const [first] = seats;
  const together = seats.length > 1 && first.row &&
    seats.every(({ row, section }) => row === first.row && section === first.section);
  if (together) return `row ${first.row}, seats ${listOf(seats.map(({ number }) => number ?? ""))}`;
  const names = seats.map(seatInRow);
  return listOf(
    [...Map.groupBy(names, (name) => name)].map(([name, same]) =>
      same.length > 1 ? `${same.length} places in ${name}` : name
    ),
  );
}

/** What happened and what to do, when a wish was not granted. `seats` are those that are gone, or would be left alone. */
export function refusalText({ code, limit, scope }: Refusal, seats: NamedSeat[]): string {
  switch (code) {
    case "seats-unavailable": {
      if (seats.length === 0) {
        return "There are not so many free next to each other. Try fewer, or another zone.";
      }
      const words = seatsInWords(seats);
      return `${words[0].toUpperCase()}${words.slice(1)} ${seats.length > 1 ? "were" : "was"} just taken.`;
    }
    case "leaves-orphan":
      return `That would leave ${seatsInWords(seats) || "a seat"} alone, and this event does not allow it.`;
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
