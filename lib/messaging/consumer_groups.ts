import type { Topic } from "./topics.ts";

/** The topics that each consumer group reads; a group is named after its worker. */
export const consumerGroups = {
  payments: ["booking.attempted"],
  bookings: ["payment.status"],
  seats: ["booking.confirmed", "booking.failed", "booking.cancelled", "booking.changed"],
  notifications: ["booking.confirmed", "booking.failed", "booking.cancelled"],
  delivery: ["notifications.send"],
} satisfies Record<string, Topic[]>;
