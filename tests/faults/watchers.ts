/** Clients of the live seats: each folds what it hears, and comes back where it was whenever the stream breaks. */
import type { Random } from "@/lib/db/sample_random.ts";
import type { Fold } from "../auditor/history.ts";

const RECONNECT_MS = 100;

interface Event {
  event: string;
  id: string;
  data: string;
}

export class Watcher {
  readonly fold: Fold;
  #lastEventId: string | null = null;
  #connection = new AbortController();
  #stopping = false;
  readonly #running: Promise<void>;

  constructor(readonly url: string, eventId: string) {
    this.fold = { kind: "fold", eventId, epoch: "", version: -1, statuses: "", gaps: [] };
    this.#running = this.#listen();
  }

  /** Breaks the connection wherever it is, in the middle of a delta too. It comes back by itself. */
  drop(): void {
    this.#connection.abort();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.drop();
    await this.#running;
  }

  async #listen(): Promise<void> {
    while (!this.#stopping) {
      this.#connection = new AbortController();
      try {
        await this.#read(this.#connection.signal);
      } catch {
        // The server is away or the connection was dropped: what was folded stays, and goes on from there.
      }
      if (!this.#stopping) await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
    }
  }

  async #read(signal: AbortSignal): Promise<void> {
    const response = await fetch(`${this.url}/api/events/${this.fold.eventId}/stream`, {
      signal,
      headers: this.#lastEventId === null ? {} : { "last-event-id": this.#lastEventId },
    });
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      return;
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    signal.addEventListener("abort", () => reader.cancel().catch(() => {}));
    let text = "";
    while (!signal.aborted) {
      const { done, value } = await reader.read();
      if (done) return;
      text += value;
      const end = text.lastIndexOf("\n\n");
      if (end < 0) continue;
      // Half an event stays for the next chunk; when none comes, it has not happened.
      for (const block of text.slice(0, end).split("\n\n")) this.#take(parseEvent(block));
      text = text.slice(end + 2);
    }
  }

  #take({ event, id, data }: Event): void {
    if (event !== "snapshot" && event !== "delta") return;
    const { fold } = this;
    const body = JSON.parse(data);
    if (event === "snapshot") Object.assign(fold, body);
    else this.#applyDelta(id, body);
    this.#lastEventId = id;
  }

  #applyDelta(id: string, { version, seats }: { version: number; seats: [number, string][] }): void {
    const { fold } = this;
    if (version !== fold.version + 1 || !id.startsWith(`${fold.epoch}:`)) {
      fold.gaps.push(`${id} after ${fold.epoch}:${fold.version}`);
    }
    const statuses = fold.statuses.split("");
    for (const [index, status] of seats) statuses[index] = status;
    Object.assign(fold, { version, statuses: statuses.join("") });
  }
}

function parseEvent(block: string): Event {
  const event = { event: "", id: "", data: "" };
  for (const line of block.split("\n")) {
    const [, name, value] = /^(event|id|data): ?(.*)$/.exec(line) ?? [];
    if (name) event[name as keyof Event] = value;
  }
  return event;
}

/** Watchers of these events, the same number of each. */
export class Watchers {
  readonly all: Watcher[];

  constructor(url: string, eventIds: string[], ofEach: number) {
    this.all = eventIds.flatMap((eventId) => Array.from({ length: ofEach }, () => new Watcher(url, eventId)));
  }

  /** Drops about half of all connections. */
  dropSome(random: Random): void {
    for (const watcher of this.all) if (random() < 0.5) watcher.drop();
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((watcher) => watcher.stop()));
  }
}
