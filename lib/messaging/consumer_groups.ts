import type { Topic } from "./topics.ts";

/** Who reads which topics: every consumer group, named as the worker that it belongs to. */
export const consumerGroups = {
  payments: ["booking.attempted"],
  bookings: ["payment.status"],
  seats: ["booking.confirmed", "booking.failed", "booking.cancelled", "booking.changed"],
  notifications: ["booking.confirmed", "booking.failed", "booking.cancelled"],
  delivery: ["notifications.send"],
} satisfies Record<string, Topic[]>;
