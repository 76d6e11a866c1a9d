import { EmptyState } from "@/components/EmptyState.tsx";
import { type NamedSeat } from "@/lib/seats/seat_name.ts";
import { seatsInWords } from "@/lib/seats/seats_in_words.ts";

/** Seats that somebody had and whose time is over. */
export interface FormerSeats {
  free: (NamedSeat & { id: string })[];
  /** Taken by others meanwhile. */
  taken: NamedSeat[];
}

/** In the place of the checkout once the time for the seats is over: those that are still free are one tap away. */
export function TimeIsOver({ slug, seats: { free, taken } }: { slug: string; seats: FormerSeats }) {
  const back = (
    <a class={free.length > 0 ? "button" : "button button-main"} href={`/events/${slug}`}>
      Back to the seats
    </a>
  );
  return (
    <EmptyState
      whole
      title="The time for these seats is over"
      text={`Nothing was charged. ${fateOf({ free, taken })}`}
      picture="seats"
    >
      {free.length > 0 && (
        <form method="post">
          {free.map(({ id }) => <input key={id} type="hidden" name="seat" value={id} />)}
          <button type="submit" class="button button-main" name="action" value="again">
            {taken.length === 0 ? "Take the same seats again" : "Take those that are free"}
          </button>
        </form>
      )}
      {back}
    </EmptyState>
  );
}

function fateOf({ free, taken }: FormerSeats): string {
  if (free.length === 0 && taken.length === 0) {
    return "They are free for others again, and perhaps still for you.";
  }
  if (taken.length === 0) return `They are still free: ${seatsInWords(free)}.`;
  if (free.length === 0) return `Others have them by now: ${seatsInWords(taken)}.`;
  return `Others have ${seatsInWords(taken)} by now. Still free: ${seatsInWords(free)}.`;
}
