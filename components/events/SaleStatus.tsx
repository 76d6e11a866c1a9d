import type { SaleStatus as Status } from "@/lib/events/sale_status.ts";
import { formatCount } from "@/lib/format/counts.ts";

/** How many seats left count as "nearly gone". */
const FEW_SEATS = 30;

/** Whether an event can be bought, in a few words; says how many seats are left once they are few. */
export function SaleStatus({ status, seatsLeft, locale }: {
  status: Status;
  seatsLeft: number;
  locale: string;
}) {
  const count = formatCount(seatsLeft, locale);
  switch (status) {
    case "on-sale":
      if (seatsLeft === 0) return <span class="badge">All seats in baskets</span>;
      if (seatsLeft === 1) return <span class="badge" data-kind="warning">Last seat</span>;
      if (seatsLeft <= FEW_SEATS) return <span class="badge" data-kind="warning">Only {count} left</span>;
      return <span class="quiet small">{count} seats left</span>;
    case "not-yet":
      return <span class="badge" data-kind="info">On sale soon</span>;
    case "sold-out":
      return <span class="badge">Sold out</span>;
    case "ended":
      return <span class="badge">Sale ended</span>;
    case "cancelled":
      return <span class="badge" data-kind="danger">Cancelled</span>;
  }
}
