import { settleBookings } from "@/lib/bookings/settle.ts";
import { consumerGroups } from "@/lib/messaging/consumer_groups.ts";
import { bookingIds, type Worker } from "./worker.ts";

/** payment.status → the booking is confirmed, failed, rescued or refunded. */
export const bookings: Worker = {
  name: "bookings",
  start(services) {
    return services.eventLog.subscribe({
      consumerGroup: "bookings",
      topics: consumerGroups.bookings,
      handle: (batch, tx) => settleBookings(services, tx, bookingIds(batch)),
      commits: ["messages", "bookings"],
    });
  },
};
