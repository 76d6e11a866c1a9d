import type { AdminEvent } from "@/lib/events/admin_view.ts";
import type { BookingStatus } from "@/lib/messaging/booking_status.ts";

type Kind = "info" | "success" | "warning" | "danger" | undefined;

const events: Record<"draft" | AdminEvent["saleStatus"], [words: string, kind: Kind]> = {
  "draft": ["Draft", "warning"],
  "not-yet": ["Not yet on sale", "info"],
  "on-sale": ["On sale", "success"],
  "sold-out": ["Sold out", "info"],
  "ended": ["Sale ended", undefined],
  "cancelled": ["Cancelled", "danger"],
};

/** Where an event stands: a draft, or how its sale goes. */
export function EventBadge({ event }: { event: Pick<AdminEvent, "status" | "saleStatus"> }) {
  const [words, kind] = events[event.status === "draft" ? "draft" : event.saleStatus];
  return <span class="badge" data-kind={kind}>{words}</span>;
}

const bookings: Record<BookingStatus, [words: string, kind: Kind]> = {
  pending: ["Being paid", "info"],
  confirmed: ["Confirmed", "success"],
  failed: ["Failed", "danger"],
  cancelled: ["Cancelled", undefined],
  refunded: ["Refunded", undefined],
};

/** How a booking stands. */
export function BookingBadge({ status }: { status: BookingStatus }) {
  const [words, kind] = bookings[status];
  return <span class="badge" data-kind={kind}>{words}</span>;
}
