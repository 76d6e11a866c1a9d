/**
 * Live seats as server-sent events: a snapshot, then every delta with its own id.
 *
 * Each client has a position: the last version that it was sent. Soon after seats have changed, a tick reads the deltas
 * of all watched events in one round trip, each event's from the position furthest behind, and sends each client those
 * after its own. So no client gets a version twice or misses one, whenever it connected. Nothing ticks while nobody is
 * watching.
 */
import type { Delta, FeedResult, SeatBoard } from "@/lib/board/board.ts";
import {
  type EncodedSnapshot,
  EncodedSnapshots,
  positionId,
  readPositionId,
} from "@/lib/board/encoded_snapshots.ts";
import { UnknownEvent } from "@/lib/errors.ts";
import { encodeEvent, type EventStreams, QUEUED_BYTES_MAX, type StreamClient } from "@/lib/http/sse.ts";
import type { StreamReader } from "@/lib/http/stream_caps.ts";
import type { Logger } from "@/lib/observability/log.ts";

/** The shortest time between two ticks. */
const TICK_MS = 30;
/** The longest, since the board's notice that seats have changed may be lost. */
const QUIET_TICK_MS = 1_000;
/** How many ticks to wait after the board has failed. */
const FAILURE_PAUSE_TICKS = 16;
/** A client that missed more than this gets a snapshot, which is shorter. */
const RESUME_BYTES_MAX = QUEUED_BYTES_MAX / 4;

interface Watcher {
  client: StreamClient;
  version: number;
}

interface Watched {
  /** Null if its watchers are in different epochs: they all need a new snapshot. */
  epoch: string | null;
  watchers: Set<Watcher>;
}

/** The first bytes for a new client, and its position once it has read them. */
interface Start {
  epoch: string;
  version: number;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface SeatStreamsOptions {
  board: Pick<SeatBoard, "snapshot" | "snapshotUnlessAt" | "feeds" | "onChange">;
  /** The process's open streams. */
  streams: EventStreams;
  logger: Logger;
  tickMs?: number;
  quietMs?: number;
}

export class SeatStreams {
  readonly #options: SeatStreamsOptions;
  readonly #tickMs: number;
  readonly #quietMs: number;
  readonly #snapshots: EncodedSnapshots;
  readonly #watched = new Map<string, Watched>();
  #ticking = false;
  /** Set while a tick is scheduled. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Set if seats have changed since the current tick began. */
  #woken = false;
  /** When the last tick ended. */
  #tickedAtMs = -Infinity;
  #failing = false;

  constructor(options: SeatStreamsOptions) {
    this.#options = options;
    this.#tickMs = options.tickMs ?? TICK_MS;
    this.#quietMs = options.quietMs ?? QUIET_TICK_MS;
    this.#snapshots = new EncodedSnapshots(options.board);
    options.board.onChange(() => this.#wake());
  }

  /** Returns the event's current seats; throws as the board does. */
  snapshot(eventId: string): Promise<EncodedSnapshot> {
    return this.#snapshots.of(eventId);
  }

  /**
   * Returns a response that streams the seats of an event, starting with a snapshot or, if the feed still reaches back
   * that far, with the changes after `lastEventId`. Throws as the board does, before anything is sent.
   */
  async open(eventId: string, lastEventId: string | null, reader: StreamReader): Promise<Response> {
    const start = await this.#resume(eventId, lastEventId) ?? await this.#begin(eventId);
    let leave = () => {};
    return this.#options.streams.open({
      kind: "seats",
      reader,
      onOpen: (client) => {
        if (start.bytes.length > 0) client.send(start.bytes);
        leave = this.#watch(eventId, start.epoch, { client, version: start.version });
      },
      onClose: () => leave(),
    });
  }

  async #begin(eventId: string): Promise<Start> {
    const { epoch, version, event } = await this.#snapshots.of(eventId);
    return { epoch, version, bytes: event() };
  }

  async #resume(eventId: string, lastEventId: string | null): Promise<Start | null> {
    const position = lastEventId === null ? null : readPositionId(lastEventId);
    if (!position) return null;
    const feed = (await this.#options.board.feeds([{ eventId, ...position }])).get(eventId);
    if (!feed || "reset" in feed) return null;
    const bytes = concat(feed.deltas.map((delta) => encodeDelta(feed.epoch, delta)));
    if (bytes.length > RESUME_BYTES_MAX) return null;
    return { epoch: feed.epoch, version: position.version + feed.deltas.length, bytes };
  }

  /** Adds a client at its version within `epoch`; returns a function that removes it. */
  #watch(eventId: string, epoch: string, watcher: Watcher): () => void {
    const watched = this.#watched.get(eventId) ?? { epoch, watchers: new Set() };
    if (watched.epoch !== epoch) watched.epoch = null;
    watched.watchers.add(watcher);
    this.#watched.set(eventId, watched);
    this.#wake();
    return () => {
      watched.watchers.delete(watcher);
      if (watched.watchers.size === 0) this.#watched.delete(eventId);
      if (this.#watched.size > 0) return;
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  /** Ticks at once, or once enough time has passed since the last tick. */
  #wake(): void {
    this.#woken = true;
    if (this.#ticking || (this.#failing && this.#timer !== undefined)) return;
    this.#schedule(this.#tickedAtMs + this.#tickMs - performance.now());
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = this.#watched.size === 0 ? undefined : setTimeout(() => this.#tick(), Math.max(0, ms));
  }

  async #tick(): Promise<void> {
    this.#timer = undefined;
    this.#ticking = true;
    this.#woken = false;
    try {
      await this.#catchUp();
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.#options.logger.warn("seat streams have stalled", { error });
      this.#failing = true;
    }
    this.#ticking = false;
    this.#tickedAtMs = performance.now();
    if (this.#failing) this.#schedule(FAILURE_PAUSE_TICKS * this.#tickMs);
    else this.#schedule(this.#woken ? this.#tickMs : this.#quietMs);
  }

  async #catchUp(): Promise<void> {
    const restarts: string[] = [];
    const positions = new Map<string, { eventId: string; epoch: string; version: number }>();
    for (const [eventId, { epoch, watchers }] of this.#watched) {
      if (epoch === null) restarts.push(eventId);
      else positions.set(eventId, { eventId, epoch, version: furthestBehind(watchers) });
    }
    const feeds = positions.size === 0 ? [] : await this.#options.board.feeds([...positions.values()]);
    for (const [eventId, feed] of feeds) {
      if ("reset" in feed) restarts.push(eventId);
      else this.#deliver(eventId, positions.get(eventId)!.version, feed);
    }
    await Promise.all(restarts.map((eventId) => this.#restart(eventId)));
  }

  /** Sends each client the deltas after its own version; `feed` begins after version `from`. */
  #deliver(eventId: string, from: number, { epoch, deltas }: Exclude<FeedResult, { reset: true }>): void {
    const watched = this.#watched.get(eventId);
    // A client that connected during the read may be in another epoch: the next tick restarts them all.
    if (deltas.length === 0 || watched?.epoch !== epoch) return;
    const encoded = deltas.map((delta) => encodeDelta(epoch, delta));
    const chunks = new Map<number, Uint8Array<ArrayBuffer>>();
    for (const watcher of watched.watchers) {
      const known = watcher.version - from;
      // A client that connected during the read, at a version outside these deltas, is served by the next tick.
      if (known < 0 || known >= encoded.length) continue;
      const chunk = chunks.get(known) ?? concat(encoded.slice(known));
      chunks.set(known, chunk);
      watcher.version = from + encoded.length;
      watcher.client.send(chunk);
    }
  }

  /** Sends a new snapshot to everyone watching the event. */
  async #restart(eventId: string): Promise<void> {
    try {
      const { epoch, version, event } = await this.#snapshots.of(eventId);
      const watched = this.#watched.get(eventId);
      if (!watched) return;
      watched.epoch = epoch;
      for (const watcher of watched.watchers) {
        watcher.version = version;
        watcher.client.send(event());
      }
    } catch (error) {
      if (!(error instanceof UnknownEvent)) throw error;
      for (const { client } of this.#watched.get(eventId)?.watchers ?? []) {
        client.send(encodeEvent({ event: "deleted", data: "{}" }));
        client.close();
      }
    }
  }
}

function furthestBehind(watchers: Iterable<Watcher>): number {
  let version = Infinity;
  for (const watcher of watchers) version = Math.min(version, watcher.version);
  return version;
}

function encodeDelta(epoch: string, { version, seats }: Delta): Uint8Array<ArrayBuffer> {
  const data = JSON.stringify({ version, seats });
  return encodeEvent({ event: "delta", id: positionId(epoch, version), data });
}

function concat(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
