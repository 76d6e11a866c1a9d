import { useWords } from "@/components/layout/words.tsx";
import type { SaleStatus as Status } from "@/lib/events/sale_status.ts";

/** Up to this many seats left count as "nearly gone". */
const FEW_SEATS = 30;

/** Whether an event can be booked, in a few words; if on sale, with the number of seats left. */
export function SaleStatus({ status, seatsLeft: count }: { status: Status; seatsLeft: number }) {
  const { sale: words } = useWords("events");
  switch (status) {
    case "on-sale":
      if (count === 0) return <span class="badge">{words.allHeld}</span>;
      if (count === 1) return <span class="badge" data-kind="warning">{words.lastSeat}</span>;
      if (count <= FEW_SEATS) {
        return <span class="badge" data-kind="warning">{words.onlyLeft({ count })}</span>;
      }
      return <span class="quiet small">{words.seatsLeft({ count })}</span>;
    case "not-yet":
      return <span class="badge" data-kind="info">{words.notYet}</span>;
    case "sold-out":
      return <span class="badge">{words.soldOut}</span>;
    case "ended":
      return <span class="badge">{words.ended}</span>;
    case "cancelled":
      return <span class="badge" data-kind="danger">{words.cancelled}</span>;
  }
}
