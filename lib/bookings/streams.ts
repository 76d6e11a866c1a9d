import { deadline, type Sql } from "@/lib/db/pool.ts";
import { encodeEvent, type EventStreams } from "@/lib/http/sse.ts";
import type { StreamReader } from "@/lib/http/stream_caps.ts";
import type { EventLog } from "@/lib/messaging/event_log.ts";
import { type PollingLoop, startPolling } from "@/lib/messaging/polling_loop.ts";
import type { Logger } from "@/lib/observability/log.ts";
import type { TicketSigner } from "@/lib/ticket_codes/ticket_token.ts";
import { type BookingView, findBookings } from "./queries.ts";

/** How often it looks without being kicked, since a kick from another process may be lost. */
const INTERVAL_MS = 250;
/** On a busy evening something is committed all the time. */
const INTERVAL_MIN_MS = 25;

interface Watcher {
  /** What those waiting for news know of the booking. */
  known: Pick<BookingView, "id" | "status" | "final">;
  take(news: BookingView): void;
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
    private readonly needs: { sql: Sql; tickets: TicketSigner; logger: Logger } & {
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
        const take = (news: BookingView) => {
          client.send(encodeEvent({ event: "status", data: JSON.stringify(news) }));
          if (news.final) client.close();
        };
        watcher = { known: booking, take };
        this.#watch(watcher);
        take(booking);
      },
      onClose: () => {
        if (watcher) this.#watchers.delete(watcher);
      },
    });
  }

  /**
   * Waits until a booking that was just placed is no longer pending, at most `maxMs`; no longer than until `signal` aborts.
   */
  async untilDecided(
    bookingId: string,
    { maxMs, signal }: { maxMs: number; signal: AbortSignal },
  ): Promise<void> {
    if (signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const watcher: Watcher = {
      known: { id: bookingId, status: "pending", final: false },
      take: () => resolve(),
    };
    const timer = setTimeout(resolve, maxMs);
    const giveUp = () => resolve();
    signal.addEventListener("abort", giveUp);
    this.#watch(watcher);
    // It may have been decided before anyone was watching.
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
      const booking = bookings.get(watcher.known.id);
      if (!booking || isSame(booking, watcher.known)) continue;
      watcher.known = booking;
      watcher.take(booking);
    }
  }

  /** The watched bookings that are no longer as somebody knows them. */
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

function isSame(one: Watcher["known"], other: Watcher["known"]): boolean {
  return one.status === other.status && one.final === other.final;
}
