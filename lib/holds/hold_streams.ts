/** Individual holds as server-sent events, so that a change in one window shows in the buyer's other windows. */
import type { HoldView } from "@/lib/board/hold_view.ts";
import { encodeEvent, type EventStreams, type StreamClient } from "@/lib/http/sse.ts";
import type { StreamReader } from "@/lib/http/stream_caps.ts";
import { type PollingLoop, startPolling } from "@/lib/messaging/polling_loop.ts";
import type { Logger } from "@/lib/observability/log.ts";

const INTERVAL_MS = 1_000;

interface Watcher {
  client: StreamClient;
  /** Reads the hold again; null once it has ended. */
  find: () => Promise<HoldView | null>;
  /** The data last sent to the client, as JSON. */
  sent: string;
}

/**
 * Streams holds to clients: each hold at once, then again whenever a check, once a second, finds that it has changed. A
 * stream ends with its hold. Nothing runs while there are no clients.
 */
export class HoldStreams {
  readonly #watchers = new Set<Watcher>();
  #loop: PollingLoop | null = null;

  constructor(private readonly needs: { streams: EventStreams; logger: Logger }) {}

  /** Returns a response that streams a hold; the reader must be allowed to see it. */
  open(hold: HoldView, find: Watcher["find"], reader: StreamReader): Response {
    let watcher: Watcher | undefined;
    return this.needs.streams.open({
      kind: "hold",
      reader,
      onOpen: (client) => {
        watcher = { client, find, sent: "" };
        this.#watchers.add(watcher);
        this.#send(watcher, hold);
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
        await Promise.all(
          [...this.#watchers].map(async (watcher) => this.#send(watcher, await watcher.find())),
        );
        if (this.#watchers.size === 0) {
          this.#loop?.stop();
          this.#loop = null;
        }
        return false;
      },
      onFailure: (error) => this.needs.logger.warn("hold streams have stalled", { error }),
    });
  }

  #send(watcher: Watcher, hold: HoldView | null): void {
    const data = JSON.stringify(hold);
    if (data === watcher.sent) return;
    watcher.sent = data;
    watcher.client.send(encodeEvent(hold ? { event: "hold", data } : { event: "ended", data: "{}" }));
    if (!hold) watcher.client.close();
  }
}
