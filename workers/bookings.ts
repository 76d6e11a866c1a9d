import { settleBookings } from "@/lib/bookings/settle.ts";
import { bookingIds, type Worker } from "./mod.ts";

/** payment.status → the booking is confirmed, failed, rescued or refunded. */
export const bookings: Worker = {
  name: "bookings",
  start(services) {
    return services.eventLog.subscribe({
      consumerGroup: "bookings",
      topics: ["payment.status"],
      handle: (batch, tx) => settleBookings(services, tx, bookingIds(batch)),
    });
  },
};
