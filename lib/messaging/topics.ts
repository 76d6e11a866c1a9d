import { z } from "zod";

/**
 * The topics and what their messages say. A message is a nudge: it names a booking, and whoever gets it reads the row
 * again. No effect depends on a message's content, order or count.
 */

const bookingNudge = z.object({ bookingId: z.uuid() });

export const topics = {
  /** A booking was placed and wants to be paid. */
  "booking.attempted": bookingNudge,
  /** The provider's answer was written to `payments`. */
  "payment.status": bookingNudge,
  "booking.confirmed": bookingNudge,
  "booking.failed": bookingNudge,
  "booking.cancelled": bookingNudge,
  /** A confirmed booking stays, but has other seats than before. */
  "booking.changed": bookingNudge,
  /**
   * For other systems: the seats of an event on the board, as a full state or as what has changed. Keyed by event, and
   * the one topic whose content counts. A reader at some version of the epoch takes changes with `since` at or before
   * it and `version` after it, leaves out those it is past, and takes every full state.
   */
  "seat.status": z.object({
    eventId: z.uuid(),
    epoch: z.string(),
    version: z.int(),
    /** A full state: one letter a seat, in the order of the chart. */
    statuses: z.string().optional(),
    /** Changes: the version that they follow, and what each seat that changed since is now. */
    since: z.int().optional(),
    seats: z.array(z.tuple([z.int(), z.string().length(1)])).optional(),
  }),
  /** A message waits to be delivered. */
  "notifications.send": z.object({ messageId: z.uuid() }),
} as const;

export type Topic = keyof typeof topics;
export type MessageData<T extends Topic> = z.infer<(typeof topics)[T]>;

export const topicNames = Object.keys(topics) as Topic[];

/** What is on the wire, whatever carries it. */
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

/** A message as it waits in the outbox or comes from the log. `key` decides the partition: the booking or the event. */
export interface Message<T extends Topic = Topic> {
  topic: T;
  key: string;
  envelope: Envelope<T>;
}
