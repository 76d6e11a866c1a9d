/** What becomes of a booking, in the words of messages: below all features, since several of them speak of it. */

export type BookingStatus = "pending" | "confirmed" | "failed" | "cancelled" | "refunded";

export type FailureReason = "payment-declined" | "payment-timeout" | "seats-lost" | "event-cancelled";
