import { siteAddress } from "@/lib/config.ts";
import { writeMessages } from "@/lib/notifications/write.ts";
import { bookingIds, type Worker } from "./mod.ts";

/** booking.confirmed, .failed, .cancelled → the message that the buyer is owed, once. */
export const notifications: Worker = {
  name: "notifications",
  start({ eventLog, config }) {
    return eventLog.subscribe({
      consumerGroup: "notifications",
      topics: ["booking.confirmed", "booking.failed", "booking.cancelled"],
      handle: (batch, tx) => writeMessages(tx, bookingIds(batch), siteAddress(config)),
    });
  },
};
