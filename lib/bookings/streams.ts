import { deadline, type Sql } from "@/lib/db/pool.ts";
import { encodeEvent, type EventStreams } from "@/lib/http/sse.ts";
import type { StreamReader } from "@/lib/http/stream_caps.ts";
import type { EventLog } from "@/lib/messaging/event_log.ts";
import { type PollingLoop, startPolling } from "@/lib/messaging/polling_loop.ts";
import type { Logger } from "@/lib/observability/log.ts";
import type { TicketSigner } from "@/lib/ticket_codes/ticket_token.ts";
import { type BookingView, findBookings } from "./queries.ts";

/** Time between polls when no kick arrives: a kick from another process may be lost. */
const INTERVAL_MS = 250;
/** On a busy evening commits never stop: polls then rest for 1 ms per four watchers, up to this long. */
const REST_MAX_MS = 25;

interface Watcher {
  /** The booking as this watcher last saw it. */
  known: Pick<BookingView, "id" | "status" | "final">;
  onChange(booking: BookingView): void;
}

/**
 * Booking statuses as server-sent events: the current one, then each change; a stream ends after a final status. One
 * query serves all open streams of the process, soon after a commit and at least four times a second; only changed
 * bookings are read in full. Nothing runs while no stream is open.
 */
export class BookingStreams {
  readonly #watchers = new Set<Watcher>();
  #loop: PollingLoop | null = null;

  constructor(
    private readonly needs: { sql: Sql; tickets: TicketSigner; logger: Logger } & {
      eventLog: Pick<EventLog, "onKick">;
      streams: EventStreams;
      intervalMs?: number;
    },
  ) {
    needs.eventLog.onKick(() => this.#loop?.kick(), "bookings");
  }

  /** Responds with a stream of a booking; the caller checks that the reader may see it. */
  open(booking: BookingView, reader: StreamReader): Response {
    let watcher: Watcher | undefined;
    return this.needs.streams.open({
      kind: "booking",
      reader,
      onOpen: (client) => {
        const send = (booking: BookingView) => {
          client.send(encodeEvent({ event: "status", data: JSON.stringify(booking) }));
          if (booking.final) client.close();
        };
        watcher = { known: booking, onChange: send };
        this.#watch(watcher);
        send(booking);
      },
      onClose: () => {
        if (watcher) this.#watchers.delete(watcher);
      },
    });
  }

  /** Waits until a booking that was just placed is no longer pending, `maxMs` have passed or `signal` aborts. */
  async untilDecided(
    bookingId: string,
    { maxMs, signal }: { maxMs: number; signal: AbortSignal },
  ): Promise<void> {
    if (signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const watcher: Watcher = {
      known: { id: bookingId, status: "pending", final: false },
      onChange: () => resolve(),
    };
    const timer = setTimeout(resolve, maxMs);
    const giveUp = () => resolve();
    signal.addEventListener("abort", giveUp);
    this.#watch(watcher);
    // The booking may have been decided before anyone was watching.
    this.#loop?.kick();
    await promise;
    this.#watchers.delete(watcher);
    signal.removeEventListener("abort", giveUp);
    clearTimeout(timer);
  }

  #watch(watcher: Watcher): void {
    this.#watchers.add(watcher);
    this.#loop ??= this.#startLoop();
  }

  #startLoop(): PollingLoop {
    const { intervalMs = INTERVAL_MS } = this.needs;
    return startPolling({
      pauseMs: { min: intervalMs, max: intervalMs },
      restMs: () => Math.min(this.#watchers.size / 4, REST_MAX_MS),
      step: async () => {
        await this.#update();
        if (this.#watchers.size === 0) {
          this.#loop?.stop();
          this.#loop = null;
        }
        return false;
      },
      onFailure: (error) => this.needs.logger.warn("booking streams have stalled", { error }),
    });
  }

  async #update(): Promise<void> {
    const changed = await this.#changed();
    if (changed.length === 0) return;
    const bookings = new Map(
      (await findBookings(this.needs, changed)).map((booking) => [booking.id, booking]),
    );
    for (const watcher of this.#watchers) {
      const booking = bookings.get(watcher.known.id);
      if (!booking || isSame(booking, watcher.known)) continue;
      watcher.known = booking;
      watcher.onChange(booking);
    }
  }

  /** Ids of the bookings that have changed since one of their watchers last saw them. */
  async #changed(): Promise<string[]> {
    const known = [...this.#watchers].map(({ known: { id, status, final } }) => ({ id, status, final }));
    if (known.length === 0) return [];
    const { sql } = this.needs;
    const rows = await deadline(sql<{ id: string }[]>`
      select distinct b.id
      from bookings b
      join jsonb_to_recordset(${
      sql.json(known)
    }) as known(id uuid, status text, final boolean) on known.id = b.id
      where known.status <> b.status or known.final <> b.final`);
    return rows.map(({ id }) => id);
  }
}

function isSame(a: Watcher["known"], b: Watcher["known"]): boolean {
  return a.status === b.status && a.final === b.final;
}
