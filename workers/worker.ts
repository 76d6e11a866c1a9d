import type { Message } from "@/lib/messaging/topics.ts";
import type { Services } from "@/lib/services.ts";

export interface Worker {
  name: string;
  start(services: Services): Running;
}

export interface Running {
  /** Finishes the work in hand; resolves once nothing is running. */
  stop(): Promise<void>;
}

/** The distinct bookings that a batch of messages names. */
export function bookingIds(batch: Message[]): string[] {
  return [...new Set(batch.map(({ envelope }) => (envelope.data as { bookingId: string }).bookingId))];
}

/** Stops these one after another, in this order: first what brings in work, then what does it. */
export function stopAll(...parts: Running[]): Running {
  return {
    async stop() {
      for (const part of parts) await part.stop();
    },
  };
}
