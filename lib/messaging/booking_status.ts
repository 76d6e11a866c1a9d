/** The statuses of a booking. Defined below all features, since several of them use these types. */

export type BookingStatus = "pending" | "confirmed" | "failed" | "cancelled" | "refunded";

export type FailureReason = "payment-declined" | "payment-timeout" | "seats-lost" | "event-cancelled";
