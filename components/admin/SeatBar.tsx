import { useWords } from "@/components/layout/words.tsx";
import type { AdminEvent } from "@/lib/events/admin_view.ts";

type SeatNumbers = Pick<AdminEvent, "seatsBooked" | "seatsHeld" | "seatsLeft">;

/** How many seats are sold, in baskets and left, as a bar with words below. */
export function SeatBar({ event }: { event: SeatNumbers }) {
  const words = useWords("admin");
  const { seatsBooked, seatsHeld, seatsLeft } = event;
  const forSale = seatsBooked + seatsHeld + seatsLeft;
  const width = (number: number) => ({ width: `${forSale === 0 ? 0 : number / forSale * 100}%` });
  return (
    <div class="seat-bar">
      <span class="meter" aria-hidden="true">
        <span style={width(seatsBooked)} />
        <span data-part="held" style={width(seatsHeld)} />
      </span>
      <span class="small">
        {words.seatBar({
          sold: seatsBooked,
          all: forSale,
          held: seatsHeld,
          left: seatsLeft,
          quiet: (inner) => <span class="quiet">{inner}</span>,
        })}
      </span>
    </div>
  );
}
