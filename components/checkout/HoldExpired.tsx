import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { type ExpiredSeats, expiredSeatsText, withSeats } from "@/lib/seats/expired_seats.ts";

/** Replaces the checkout when the hold has expired: the seats still free are one tap away. */
export function HoldExpired({ slug, seats }: { slug: string; seats: ExpiredSeats }) {
  const words = useWords("checkoutPage");
  const free = seats.free.map(({ id }) => id);
  return (
    <EmptyState
      whole
      title={words.timeIsUp}
      text={words.nothingCharged({
        seats: expiredSeatsText(seats, useWords("seatMap").expired, useWords("seats")),
      })}
      picture="seats"
    >
      {free.length > 0 && (
        <form method="post">
          {free.map((id) => <input key={id} type="hidden" name="seat" value={id} />)}
          <button type="submit" class="button button-main" name="action" value="again">
            {seats.taken.length === 0 ? words.holdAgain : words.holdFree}
          </button>
        </form>
      )}
      <a class={free.length > 0 ? "button" : "button button-main"} href={withSeats(`/events/${slug}`, free)}>
        {words.backToSeats}
      </a>
    </EmptyState>
  );
}
