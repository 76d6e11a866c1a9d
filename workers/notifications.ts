import { siteUrl } from "@/lib/config.ts";
import { consumerGroups } from "@/lib/messaging/consumer_groups.ts";
import { writeMessages } from "@/lib/notifications/write.ts";
import { bookingIds, type Worker } from "./worker.ts";

/** booking.confirmed, .failed, .cancelled → the message that is due to the buyer, once. */
export const notifications: Worker = {
  name: "notifications",
  start({ eventLog, config }) {
    return eventLog.subscribe({
      consumerGroup: "notifications",
      topics: consumerGroups.notifications,
      handle: (batch, tx) => writeMessages(tx, bookingIds(batch), siteUrl(config)),
      commits: ["messages"],
    });
  },
};
