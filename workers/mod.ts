/** All background workers. Each may run in any number of processes; `deno task start` runs them all in one. */
import { retryDueDeadLetters } from "@/lib/messaging/dead_letters.ts";
import { startPolling } from "@/lib/messaging/polling_loop.ts";
import type { Services } from "@/lib/services.ts";
import { bookings } from "./bookings.ts";
import { delivery } from "./delivery.ts";
import { notifications } from "./notifications.ts";
import { payments } from "./payments.ts";
import { relay } from "./relay.ts";
import { seats } from "./seats.ts";
import { seatStatus } from "./seat_status.ts";
import { sweeper } from "./sweeper.ts";
import { type Running, stopAll, type Worker } from "./worker.ts";

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

const DEAD_LETTERS_PAUSE_MS = 5_000;

/** Starts the workers with these names, and retries the dead letters of their consumer groups. */
export function startWorkers(
  services: Services,
  names: string[] = workers.map(({ name }) => name),
): Running {
  const started = workers.filter(({ name }) => names.includes(name)).map((worker) => worker.start(services));
  const retries = startPolling({
    pauseMs: { min: DEAD_LETTERS_PAUSE_MS, max: DEAD_LETTERS_PAUSE_MS },
    step: async () => {
      await retryDueDeadLetters(services);
      return false;
    },
    onFailure: (error) => services.logger.warn("dead letters could not be retried", { error }),
  });
  return stopAll(retries, {
    stop: async () => void await Promise.all(started.map((worker) => worker.stop())),
  });
}
