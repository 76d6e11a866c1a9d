/** Server-sent events: open streams, the encoding of events, and backpressure for clients that do not keep up. */
import { z } from "zod";
import { Unavailable } from "@/lib/errors.ts";
import type { Metrics, StreamKind } from "@/lib/observability/metrics.ts";
import type { StreamCaps, StreamReader } from "./stream_caps.ts";

/** How much a client may leave unread before it is dropped; it reconnects and resumes from its last event id. */
export const QUEUED_BYTES_MAX = 1024 * 1024;
const CLIENTS_MAX = 50_000;
const HEARTBEAT_MS = 12_000;
const RETRY_MS_MIN = 1_000;
const RETRY_MS_SPREAD = 2_000;

const encoder = new TextEncoder();
const heartbeat = encoder.encode(":\n\n");

/** Encodes an event, once for all clients that receive it. `data` is a single line, as JSON is. */
export function encodeEvent(event: { event: string; data: string; id?: string }): Uint8Array<ArrayBuffer> {
  const id = event.id === undefined ? "" : `id: ${event.id}\n`;
  return encoder.encode(`event: ${event.event}\n${id}data: ${event.data}\n\n`);
}

/** One event of a stream, as the OpenAPI document describes it; `data` is JSON. */
export function eventSchema<Name extends string, Data extends z.ZodType>(event: Name, data: Data) {
  return z.object({ event: z.literal(event), data });
}

/** One open stream. */
export interface StreamClient {
  /** Queues bytes. A client that lets too much pile up is dropped; sending to a closed one has no effect. */
  send(bytes: Uint8Array<ArrayBuffer>): void;
  /** Ends the stream after the bytes already queued. */
  close(): void;
}

export interface StreamOptions {
  kind: StreamKind;
  /** Whom the stream is counted for. */
  reader: StreamReader;
  /** Called when the client starts reading. An error ends the stream. */
  onOpen(client: StreamClient): void | Promise<void>;
  /** Called once when the stream ends, whoever ended it; only after `onOpen`. */
  onClose?(): void;
}

/** The open streams of a process. */
export class EventStreams {
  readonly #clients = new Set<Client>();
  readonly #random: () => number;
  readonly #heartbeatMs: number;
  readonly #metrics: Pick<Metrics, "stream"> | undefined;
  readonly #caps: StreamCaps | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #closed = false;

  /** Without `caps` there is no limit per client. */
  constructor({ random = Math.random, heartbeatMs = HEARTBEAT_MS, metrics, caps }: {
    random?: () => number;
    heartbeatMs?: number;
    metrics?: Pick<Metrics, "stream">;
    caps?: StreamCaps;
  } = {}) {
    this.#random = random;
    this.#heartbeatMs = heartbeatMs;
    this.#metrics = metrics;
    this.#caps = caps;
  }

  /** How many streams are open. */
  get size(): number {
    return this.#clients.size;
  }

  /**
   * A streaming response. Nothing happens before it is read, so a HEAD request or an aborted one costs nothing.
   * Its slot is released once it has been read to the end, or cancelled even if unread.
   * @throws {Unavailable} while stopping, or if the process has as many streams as it can serve.
   * @throws {Problem} `rate-limited` if the reader is at their limit.
   */
  open(options: StreamOptions): Response {
    if (this.#closed || this.#clients.size >= CLIENTS_MAX) throw new Unavailable("no more streams");
    const release = this.#caps?.acquire(options.reader);
    const client = new Client(options, {
      opened: () => this.#add(client),
      ended: () => {
        release?.();
        this.#remove(client);
      },
      dropped: () => this.#metrics?.stream(options.kind, "dropped"),
    });
    // When a server stops, its clients reconnect spread over time, not all at once.
    const retryMs = Math.round(RETRY_MS_MIN + this.#random() * RETRY_MS_SPREAD);
    return new Response(client.stream(encoder.encode(`retry: ${retryMs}\n\n`)), {
      headers: {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        // Asks nginx not to buffer the stream.
        "x-accel-buffering": "no",
      },
    });
  }

  /** Writes a comment to every stream, so that dead connections are detected and proxies keep live ones open. */
  #beat(): void {
    for (const client of this.#clients) client.send(heartbeat);
  }

  /** Ends all streams and opens no more, when the server stops. */
  closeAll(): void {
    this.#closed = true;
    for (const client of [...this.#clients]) client.close();
  }

  #add(client: Client): void {
    if (this.#closed) return client.close();
    this.#clients.add(client);
    this.#metrics?.stream(client.kind, "opened");
    this.#timer ??= setInterval(() => this.#beat(), this.#heartbeatMs);
  }

  #remove(client: Client): void {
    if (!this.#clients.delete(client)) return;
    this.#metrics?.stream(client.kind, "ended");
    if (this.#clients.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

interface ClientEvents {
  opened(): void;
  /** Called once, even for a stream that never opened. */
  ended(): void;
  /** The client did not keep up; `ended` follows. */
  dropped(): void;
}

/**
 * A stream with its own queue, whose reader gets bytes only when it pulls. So a dropped client costs nothing from then
 * on, and its response ends like any other, between two events: its reader sees a normal end, not a failure.
 */
class Client implements StreamClient {
  readonly #options: StreamOptions;
  readonly #events: ClientEvents;
  #controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  #state: "new" | "open" | "ended" = "new";
  #queue: Uint8Array<ArrayBuffer>[] = [];
  #queuedBytes = 0;
  /** Whether the reader is waiting for bytes. */
  #readerWaits = false;

  constructor(options: StreamOptions, events: ClientEvents) {
    this.#options = options;
    this.#events = events;
  }

  get kind(): StreamKind {
    return this.#options.kind;
  }

  stream(preamble: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream({
      pull: (controller) => {
        this.#readerWaits = true;
        if (this.#state === "new") this.#begin(controller, preamble);
        else this.#deliverNext();
      },
      cancel: () => {
        this.#discardQueue();
        this.#end();
      },
    }, { highWaterMark: 0 });
  }

  #begin(
    controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>,
    preamble: Uint8Array<ArrayBuffer>,
  ): void {
    this.#controller = controller;
    this.#state = "open";
    this.send(preamble);
    this.#events.opened();
    // Not awaited: bytes that arrive before `onOpen` is done must not wait for it.
    this.#open();
  }

  async #open(): Promise<void> {
    try {
      await this.#options.onOpen(this);
    } catch (error) {
      if (this.#state !== "open") return;
      this.#controller?.error(error);
      this.#discardQueue();
      this.#end();
    }
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#state !== "open") return;
    // A waiting reader has already received everything queued.
    if (this.#readerWaits) return this.#deliver(bytes);
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.byteLength;
    if (this.#queuedBytes <= QUEUED_BYTES_MAX) return;
    this.#discardQueue();
    this.#events.dropped();
    this.close();
  }

  close(): void {
    if (this.#state !== "open") return;
    this.#end();
    this.#deliverNext();
  }

  /** Gives a waiting reader the next bytes, or the end after the last. */
  #deliverNext(): void {
    if (!this.#readerWaits) return;
    const bytes = this.#queue.shift();
    if (bytes) {
      this.#queuedBytes -= bytes.byteLength;
      this.#deliver(bytes);
    } else if (this.#state === "ended") {
      this.#readerWaits = false;
      this.#controller?.close();
    }
  }

  #deliver(bytes: Uint8Array<ArrayBuffer>): void {
    this.#readerWaits = false;
    this.#controller?.enqueue(bytes);
  }

  #discardQueue(): void {
    this.#queue = [];
    this.#queuedBytes = 0;
  }

  #end(): void {
    if (this.#state === "ended") return;
    const wasOpen = this.#state === "open";
    this.#state = "ended";
    this.#events.ended();
    if (wasOpen) this.#options.onClose?.();
  }
}
