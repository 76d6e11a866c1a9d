/** All background workers by name. Each may run in any number of processes; `deno task start` runs all in one. */
import { retryDueDeadLetters } from "@/lib/messaging/dead_letters.ts";
import { startPolling } from "@/lib/messaging/polling_loop.ts";
import type { Message } from "@/lib/messaging/topics.ts";
import type { Services } from "@/lib/services.ts";
import { bookings } from "./bookings.ts";
import { delivery } from "./delivery.ts";
import { notifications } from "./notifications.ts";
import { payments } from "./payments.ts";
import { relay } from "./relay.ts";
import { seats } from "./seats.ts";
import { seatStatus } from "./seat_status.ts";
import { sweeper } from "./sweeper.ts";

export interface Worker {
  name: string;
  start(services: Services): Running;
}

export interface Running {
  /** Finishes what is in hand; answers when nothing of it runs any more. */
  stop(): Promise<void>;
}

export const workers: readonly Worker[] = [
  relay,
  payments,
  bookings,
  seats,
  seatStatus,
  notifications,
  delivery,
  sweeper,
];

/** The distinct bookings that a batch of messages names. */
export function bookingIds(batch: Message[]): string[] {
  return [...new Set(batch.map(({ envelope }) => (envelope.data as { bookingId: string }).bookingId))];
}

/** Stops in this order, one after the other: first what brings work, then what does it. */
export function stopAll(...parts: Running[]): Running {
  return {
    async stop() {
      for (const part of parts) await part.stop();
    },
  };
}

/** Starts the workers of these names; see `stopAll`. */
export function startWorkers(services: Services, names: string[] = workers.map(({ name }) => name)): Running {
  return stopAll(
    ...workers.filter(({ name }) => names.includes(name)).map((worker) => worker.start(services)),
  );
}
