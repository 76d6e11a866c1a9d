import { useWords } from "@/components/layout/words.tsx";
import type { AdminEvent } from "@/lib/events/admin_view.ts";
import type { BookingStatus } from "@/lib/messaging/booking_status.ts";

type Kind = "info" | "success" | "warning" | "danger" | undefined;

const events: Record<"draft" | AdminEvent["saleStatus"], Kind> = {
  "draft": "warning",
  "not-yet": "info",
  "on-sale": "success",
  "sold-out": "info",
  "ended": undefined,
  "cancelled": "danger",
};

/** An event's status: draft, or the status of its sale. */
export function EventBadge({ event }: { event: Pick<AdminEvent, "status" | "saleStatus"> }) {
  const words = useWords("admin");
  const status = event.status === "draft" ? "draft" : event.saleStatus;
  return <span class="badge" data-kind={events[status]}>{words.eventStatus[status]}</span>;
}

const bookings: Record<BookingStatus, Kind> = {
  pending: "info",
  confirmed: "success",
  failed: "danger",
  cancelled: undefined,
  refunded: undefined,
};

/** A booking's status. */
export function BookingBadge({ status }: { status: BookingStatus }) {
  const words = useWords("admin");
  return <span class="badge" data-kind={bookings[status]}>{words.bookingStatus({ status })}</span>;
}
