/** Clients of the live seats: each folds its stream, and resumes where it was whenever the stream breaks. */
import type { Random } from "@/lib/demo/random.ts";
import type { Fold } from "../auditor/history.ts";

const RECONNECT_MS = 100;

interface Event {
  event: string;
  id: string;
  data: string;
}

export class Watcher {
  readonly fold: Fold;
  /** How many times the connection was broken deliberately. */
  drops = 0;
  /** How many of the drops came when part of a delta had arrived. */
  dropsWithinDeltas = 0;
  #lastEventId: string | null = null;
  #connection = new AbortController();
  /** The share of the next chunk that still arrives before the connection breaks; 1 if it is not to break. */
  #arrivingShare = 1;
  #stopping = false;
  readonly #running: Promise<void>;

  constructor(readonly url: string, eventId: string) {
    this.fold = { kind: "fold", eventId, epoch: "", version: -1, statuses: "", gaps: [] };
    this.#running = this.#listen();
  }

  /** Breaks the connection after this share of the next chunk of the stream. The watcher reconnects. */
  dropWithin(share: number): void {
    this.#arrivingShare = share;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#connection.abort();
    await this.#running;
  }

  async #listen(): Promise<void> {
    while (!this.#stopping) {
      this.#connection = new AbortController();
      try {
        await this.#read(this.#connection.signal);
      } catch {
        // The server is down or the connection was dropped: the fold is kept and continues from there.
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
      const breaks = this.#arrivingShare < 1;
      text += value.slice(0, Math.floor(value.length * this.#arrivingShare));
      const end = text.lastIndexOf("\n\n");
      // The next chunk completes a partial event; if the connection breaks, the part is discarded.
      if (end >= 0) { for (const block of text.slice(0, end).split("\n\n")) this.#handle(parseEvent(block)); }
      if (end >= 0) text = text.slice(end + 2);
      if (breaks) return this.#break(text);
    }
  }

  #break(rest: string): void {
    this.#arrivingShare = 1;
    this.drops++;
    if (rest.includes("data:")) this.dropsWithinDeltas++;
    this.#connection.abort();
  }

  #handle({ event, id, data }: Event): void {
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

/** Watchers of these events, the same number for each. */
export class Watchers {
  readonly all: Watcher[] = [];
  readonly #url: string;
  readonly #eventIds: string[];

  constructor(url: string, eventIds: string[], perEvent: number) {
    this.#url = url;
    this.#eventIds = eventIds;
    this.add(perEvent);
  }

  /** Adds this many watchers for each event. */
  add(perEvent: number): void {
    for (const eventId of this.#eventIds) {
      for (let n = 0; n < perEvent; n++) this.all.push(new Watcher(this.#url, eventId));
    }
  }

  /** Drops about half of all connections, each at a random point of its next chunk. */
  dropSome(random: Random): void {
    for (const watcher of this.all) if (random() < 0.5) watcher.dropWithin(random());
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((watcher) => watcher.stop()));
  }
}
