import { consumerGroups } from "@/lib/messaging/consumer_groups.ts";
import { startDelivery } from "@/lib/notifications/deliver.ts";
import { stopAll, type Worker } from "./worker.ts";

/** notifications.send → pending messages are sent. */
export const delivery: Worker = {
  name: "delivery",
  start(services) {
    const queue = startDelivery(services);
    const consumer = services.eventLog.subscribe({
      consumerGroup: "delivery",
      topics: consumerGroups.delivery,
      handle: () => Promise.resolve(queue.kick()),
      commits: [],
    });
    return stopAll(consumer, queue);
  },
};
