import { z } from "zod";

/**
 * The topics and the payloads of their messages. A message within the app is a nudge: it names a row, and its consumer
 * reads that row again. No effect depends on its content, order or count.
 */

const bookingNudge = z.object({ bookingId: z.uuid() });

export const topics = {
  /** A booking was placed and awaits payment. */
  "booking.attempted": bookingNudge,
  /** The provider's response was written to `payments`. */
  "payment.status": bookingNudge,
  "booking.confirmed": bookingNudge,
  "booking.failed": bookingNudge,
  "booking.cancelled": bookingNudge,
  /** A confirmed booking remains, but with different seats. */
  "booking.changed": bookingNudge,
  /**
   * For other systems: the seats of an event on the board, as a snapshot or a delta. Keyed by event, and the only topic
   * whose content matters. A reader at some version of the epoch applies a delta with `since` at or before that version
   * and `version` after it, skips older ones, and applies every snapshot.
   */
  "seat.status": z.object({
    eventId: z.uuid(),
    epoch: z.string(),
    version: z.int(),
    /** A snapshot: one letter per seat, in the order of the chart. */
    statuses: z.string().optional(),
    /** A delta: the version that it follows, and the current status of each seat changed since. */
    since: z.int().optional(),
    seats: z.array(z.tuple([z.int(), z.string().length(1)])).optional(),
  }),
  /** A message is waiting to be delivered. */
  "notifications.send": z.object({ messageId: z.uuid() }),
} as const;

export type Topic = keyof typeof topics;
export type MessageData<T extends Topic> = z.infer<(typeof topics)[T]>;

export const topicNames = Object.keys(topics) as Topic[];

/** The wire format, whatever the transport. */
export interface Envelope<T extends Topic = Topic> {
  /** UUIDv7; the same for every delivery of the message. */
  id: string;
  type: T;
  version: 1;
  /** RFC 3339, UTC. */
  occurredAt: string;
  traceparent?: string;
  data: MessageData<T>;
}

/** A message in the outbox or from the log. `key` determines the partition: the booking or the event. */
export interface Message<T extends Topic = Topic> {
  topic: T;
  key: string;
  envelope: Envelope<T>;
}
