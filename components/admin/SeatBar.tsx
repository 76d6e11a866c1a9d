import type { AdminEvent } from "@/lib/events/admin_view.ts";
import { formatCount } from "@/lib/format/counts.ts";

type SeatNumbers = Pick<AdminEvent, "seatsBooked" | "seatsHeld" | "seatsLeft">;

/** How many seats are sold, in baskets and left: as a bar, and in words below it. */
export function SeatBar({ event, locale }: { event: SeatNumbers; locale: string }) {
  const { seatsBooked, seatsHeld, seatsLeft } = event;
  const forSale = seatsBooked + seatsHeld + seatsLeft;
  const count = (number: number) => formatCount(number, locale);
  const width = (number: number) => ({ width: `${forSale === 0 ? 0 : number / forSale * 100}%` });
  return (
    <div class="seat-bar">
      <span class="meter" aria-hidden="true">
        <span style={width(seatsBooked)} />
        <span data-part="held" style={width(seatsHeld)} />
      </span>
      <span class="small">
        {count(seatsBooked)} of {count(forSale)} sold
        <span class="quiet">{seatsHeld > 0 && ` · ${count(seatsHeld)} held`} · {count(seatsLeft)} left</span>
      </span>
    </div>
  );
}
