import { syncBoard } from "@/lib/bookings/board_sync.ts";
import { consumerGroups } from "@/lib/messaging/consumer_groups.ts";
import { bookingIds, type Worker } from "./worker.ts";

/** booking.confirmed, .failed, .cancelled, .changed → the board shows what Postgres says. */
export const seats: Worker = {
  name: "seats",
  start(services) {
    return services.eventLog.subscribe({
      consumerGroup: "seats",
      topics: consumerGroups.seats,
      handle: (batch) => syncBoard(services, bookingIds(batch)),
      commits: [],
    });
  },
};
