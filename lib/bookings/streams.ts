import { encodeEvent, type EventStreams, type StreamClient } from "@/lib/http/sse.ts";
import { type PollingLoop, startPolling } from "@/lib/messaging/polling_loop.ts";
import type { Services } from "@/lib/services.ts";
import { type BookingView, findBookings } from "./view.ts";

const INTERVAL_MS = 250;

interface Watcher {
  bookingId: string;
  client: StreamClient;
  /** What the client was sent last. */
  sent: string;
}

/**
 * The status of bookings as server-sent events: at once, then on each change; a stream ends after a final status. One
 * query looks after all open streams of the process, four times a second and whenever something was committed here.
 * Nothing runs while nobody waits.
 */
export class BookingStreams {
  readonly #watchers = new Set<Watcher>();
  #loop: PollingLoop | null = null;

  constructor(
    private readonly needs: Pick<Services, "sql" | "tickets" | "eventLog" | "logger"> & {
      streams: EventStreams;
    },
  ) {
    needs.eventLog.onKick(() => this.#loop?.kick());
  }

  /** An answer that streams a booking which its reader may see. */
  open(booking: BookingView): Response {
    let watcher: Watcher | undefined;
    return this.needs.streams.open({
      onOpen: (client) => {
        watcher = { bookingId: booking.id, client, sent: "" };
        this.#watchers.add(watcher);
        this.#send(watcher, booking);
        this.#loop ??= this.#startLoop();
      },
      onClose: () => {
        if (watcher) this.#watchers.delete(watcher);
      },
    });
  }

  #startLoop(): PollingLoop {
    return startPolling({
      pauseMs: { min: INTERVAL_MS, max: INTERVAL_MS },
      step: async () => {
        await this.#update();
        if (this.#watchers.size === 0) {
          this.#loop?.stop();
          this.#loop = null;
        }
        return false;
      },
      onFailure: (error) => this.needs.logger.warn("booking streams stand still", { error }),
    });
  }

  async #update(): Promise<void> {
    const ids = new Set([...this.#watchers].map(({ bookingId }) => bookingId));
    if (ids.size === 0) return;
    const bookings = new Map(
      (await findBookings(this.needs, [...ids])).map((booking) => [booking.id, booking]),
    );
    for (const watcher of this.#watchers) {
      const booking = bookings.get(watcher.bookingId);
      if (booking) this.#send(watcher, booking);
    }
  }

  #send(watcher: Watcher, booking: BookingView): void {
    const data = JSON.stringify(booking);
    if (data !== watcher.sent) {
      watcher.sent = data;
      watcher.client.send(encodeEvent({ event: "status", data }));
    }
    if (booking.final) watcher.client.close();
  }
}
