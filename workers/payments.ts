import { consumerGroups } from "@/lib/messaging/consumer_groups.ts";
import { startCharger } from "@/lib/payments/charger.ts";
import { startRefunder } from "@/lib/payments/refunds.ts";
import { startPayments } from "@/lib/payments/start.ts";
import { bookingIds, stopAll, type Worker } from "./worker.ts";

/** booking.attempted → a row in `payments`; charges what is due there and pays refunds back. */
export const payments: Worker = {
  name: "payments",
  start({ sql, provider, eventLog, logger }) {
    const needs = { sql, provider, logger, onResults: () => eventLog.kick(["messages"]) };
    const charger = startCharger(needs);
    const stopListening = eventLog.onKick(charger.kick, "payments");
    const refunder = startRefunder(needs);
    const consumer = eventLog.subscribe({
      consumerGroup: "payments",
      topics: consumerGroups.payments,
      handle: (batch, tx) => startPayments(tx, bookingIds(batch)),
      commits: ["payments"],
    });
    return stopAll(consumer, { stop: () => Promise.resolve(stopListening()) }, charger, refunder);
  },
};
