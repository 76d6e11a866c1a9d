import { encodeEvent, type EventStreams, type StreamClient } from "@/lib/http/sse.ts";
import type { StreamReader } from "@/lib/http/stream_caps.ts";
import { deadline } from "@/lib/db/pool.ts";
import type { EventLog } from "@/lib/messaging/event_log.ts";
import { type PollingLoop, startPolling } from "@/lib/messaging/polling_loop.ts";
import type { Services } from "@/lib/services.ts";
import { type BookingView, findBookings } from "./view.ts";

/** How often it looks without being kicked, since a kick from another process may be lost. */
const INTERVAL_MS = 250;
/** On a busy evening something is committed all the time. */
const INTERVAL_MIN_MS = 25;

interface Watcher {
  client: StreamClient;
  /** What the client was sent last. */
  sent: BookingView;
}

/**
 * The status of bookings as server-sent events: at once, then on each change; a stream ends after a final status. One
 * query looks after all open streams of the process, soon after something was committed and four times a second anyway;
 * only bookings that have changed are read whole. Nothing runs while nobody waits.
 */
export class BookingStreams {
  readonly #watchers = new Set<Watcher>();
  #loop: PollingLoop | null = null;

  constructor(
    private readonly needs: Pick<Services, "sql" | "tickets" | "logger"> & {
      eventLog: Pick<EventLog, "onKick">;
      streams: EventStreams;
      intervalMs?: number;
    },
  ) {
    needs.eventLog.onKick(() => this.#loop?.kick());
  }

  /** An answer that streams a booking which its reader may see. */
  open(booking: BookingView, reader: StreamReader): Response {
    let watcher: Watcher | undefined;
    return this.needs.streams.open({
      kind: "booking",
      reader,
      onOpen: (client) => {
        watcher = { client, sent: booking };
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
    const { intervalMs = INTERVAL_MS } = this.needs;
    return startPolling({
      pauseMs: { min: intervalMs, max: intervalMs },
      restMs: INTERVAL_MIN_MS,
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
    const changed = await this.#changed();
    if (changed.length === 0) return;
    const bookings = new Map(
      (await findBookings(this.needs, changed)).map((booking) => [booking.id, booking]),
    );
    for (const watcher of this.#watchers) {
      const booking = bookings.get(watcher.sent.id);
      if (booking && !isSame(booking, watcher.sent)) this.#send(watcher, booking);
    }
  }

  /** The watched bookings that are no longer as some client knows them. */
  async #changed(): Promise<string[]> {
    const sent = [...this.#watchers].map(({ sent: { id, status, final } }) => ({ id, status, final }));
    if (sent.length === 0) return [];
    const { sql } = this.needs;
    const rows = await deadline(sql<{ id: string }[]>`
      select distinct b.id
      from bookings b
      join jsonb_to_recordset(${
      sql.json(sent)
    }) as sent(id uuid, status text, final boolean) on sent.id = b.id
      where sent.status <> b.status or sent.final <> b.final`);
    return rows.map(({ id }) => id);
  }

  #send(watcher: Watcher, booking: BookingView): void {
    watcher.sent = booking;
    watcher.client.send(encodeEvent({ event: "status", data: JSON.stringify(booking) }));
    if (booking.final) watcher.client.close();
  }
}

function isSame(one: BookingView, other: BookingView): boolean {
  return one.status === other.status && one.final === other.final;
}
