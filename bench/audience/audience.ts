/**
 * Many clients of one seat stream. They share the machine with the server, so they must be cheap: most only count the
 * ends of events; a few read the events, fold them and report every gap.
 */
import { requestBytes } from "../load.ts";

export interface AudienceOptions {
  /** The server's URL; its path is ignored. */
  url: string;
  eventId: string;
  clients: number;
  /** How many of the clients read and fold. */
  readers: number;
  /** When each delta was requested from the board, by {@link clockMs}, in the order of versions; in shared memory. */
  requestedAtMs: Float64Array;
}

/** What an audience has received since the last `expect`. */
export interface Received {
  /** Delivered deltas, counted once per client. */
  delivered: number;
  /** How many times clients were woken: fewer than there were deltas, since one write may contain several. */
  reads: number;
  /** By {@link clockMs}; 0 if nothing arrived. */
  lastAtMs: number;
  /** A histogram of delays from the request of a delta to its delivery, in steps of {@link DELAY_STEP_MS}. */
  delays: Uint32Array;
  /** The distinct states that the readers have folded: `epoch:version statuses`. */
  folded: string[];
  /** Violations that the clients found. */
  faults: string[];
}

export const DELAY_STEP_MS = 0.1;
const DELAY_STEPS = 100_000;
const BUFFER_BYTES = 16 * 1024;
/** Connections opened concurrently: fewer than a server's backlog. */
const OPENED_AT_ONCE = 100;

/** The same clock in every thread of a process. */
export function clockMs(): number {
  return performance.timeOrigin + performance.now();
}

/** Consumes the bytes of one client as they arrive and returns the number of events that end in them. */
interface Listener {
  take(bytes: Uint8Array): number;
}

export class Audience {
  readonly #options: AudienceOptions;
  readonly #sockets: Deno.TcpConn[] = [];
  readonly #readers: Reader[] = [];
  #closing = false;
  #faults: string[] = [];
  #delivered = 0;
  #reads = 0;
  #lastAtMs = 0;
  #delays = new Uint32Array(DELAY_STEPS);
  /** The number of deltas that each client must receive, and the number of clients still waiting for them. */
  #goal = 0;
  #waiting = 0;
  #reached = Promise.withResolvers<void>();

  private constructor(options: AudienceOptions) {
    this.#options = options;
  }

  /** Connects all clients; resolves when each has its snapshot. */
  static async open(options: AudienceOptions): Promise<Audience> {
    const audience = new Audience(options);
    for (let opened = 0; opened < options.clients; opened += OPENED_AT_ONCE) {
      const count = Math.min(OPENED_AT_ONCE, options.clients - opened);
      await Promise.all(Array.from({ length: count }, (_, n) => audience.#connect(opened + n)));
    }
    return audience;
  }

  /** Resets the counters, to count until each client has received `goal` deltas since it connected. */
  expect(goal: number): void {
    this.#goal = goal;
    this.#waiting = this.#options.clients;
    this.#reached = Promise.withResolvers();
    this.#delivered = this.#reads = this.#lastAtMs = 0;
    this.#delays = new Uint32Array(DELAY_STEPS);
  }

  /** Waits up to `deadlineMs` until all clients have received the expected deltas. */
  async received(deadlineMs: number): Promise<Received> {
    const timer = setTimeout(() => this.#reached.resolve(), deadlineMs);
    await this.#reached.promise;
    clearTimeout(timer);
    return {
      delivered: this.#delivered,
      reads: this.#reads,
      lastAtMs: this.#lastAtMs,
      delays: this.#delays,
      folded: [...new Set(this.#readers.map((reader) => reader.state))],
      faults: [...this.#faults, ...this.#readers.flatMap((reader) => reader.faults)],
    };
  }

  close(): void {
    this.#closing = true;
    for (const socket of this.#sockets) socket.close();
  }

  async #connect(n: number): Promise<void> {
    const { hostname, port } = new URL(this.#options.url);
    const socket = await Deno.connect({ hostname, port: Number(port) });
    this.#sockets.push(socket);
    await socket.write(requestBytes("GET", `/api/events/${this.#options.eventId}/stream`));
    let listener: Listener = new Counter();
    if (n < this.#options.readers) this.#readers.push(listener = new Reader());
    const started = Promise.withResolvers<void>();
    this.#follow(socket, listener, started.resolve).catch((error) => {
      if (!this.#closing) this.#faults.push(String(error));
      started.reject(error);
    });
    await started.promise;
  }

  async #follow(socket: Deno.TcpConn, listener: Listener, onSnapshot: () => void): Promise<void> {
    const { requestedAtMs } = this.#options;
    const buffer = new Uint8Array(BUFFER_BYTES);
    let events = 0;
    for (;;) {
      const length = await socket.read(buffer);
      if (length === null) throw new Error("the server ended a stream");
      const now = clockMs();
      this.#reads++;
      const before = events;
      events += listener.take(buffer.subarray(0, length));
      if (before === 0 && events > 0) onSnapshot();
      // The first event is the snapshot, so the delta at 0 is the second.
      for (let delta = Math.max(0, before - 1); delta < events - 1; delta++) {
        this.#count(now, requestedAtMs[delta]);
        if (delta + 1 === this.#goal && --this.#waiting === 0) this.#reached.resolve();
      }
    }
  }

  #count(nowMs: number, requestedAtMs: number): void {
    this.#delivered++;
    this.#lastAtMs = nowMs;
    this
      .#delays[Math.min(DELAY_STEPS - 1, Math.max(0, Math.floor((nowMs - requestedAtMs) / DELAY_STEP_MS)))]++;
  }
}

const CLOSING_BRACE = 125;

/** Counts events. The data of each is one flat object: its closing brace is the only one. */
export class Counter implements Listener {
  take(bytes: Uint8Array): number {
    let events = 0;
    for (let at = bytes.indexOf(CLOSING_BRACE); at !== -1; at = bytes.indexOf(CLOSING_BRACE, at + 1)) {
      events++;
    }
    return events;
  }
}

/** Folds a stream as a browser does. The chunk sizes of HTTP never occur inside an event. */
export class Reader implements Listener {
  readonly faults: string[] = [];
  readonly #decoder = new TextDecoder();
  #text = "";
  #id = "";
  #epoch = "";
  #version = -1;
  #statuses: string[] = [];

  /** What it has folded so far: `epoch:version statuses`. */
  get state(): string {
    return `${this.#id} ${this.#statuses.join("")}`;
  }

  take(bytes: Uint8Array): number {
    this.#text += this.#decoder.decode(bytes, { stream: true });
    let events = 0;
    let end = 0;
    for (const found of this.#text.matchAll(/id: (.+)\ndata: (.+)\n\n/g)) {
      this.#fold(found[1], JSON.parse(found[2]));
      events++;
      end = found.index + found[0].length;
    }
    this.#text = this.#text.slice(end);
    return events;
  }

  #fold(
    id: string,
    data: { epoch?: string; version: number; statuses?: string; seats?: [number, string][] },
  ): void {
    const { epoch = this.#epoch, version, statuses, seats = [] } = data;
    if (statuses !== undefined) this.#statuses = [...statuses];
    else if (version !== this.#version + 1) this.faults.push(`${id} came after ${this.#id}`);
    if (id !== `${epoch}:${version}`) this.faults.push(`${id} is the id of ${epoch}:${version}`);
    for (const [index, status] of seats) this.#statuses[index] = status;
    [this.#id, this.#epoch, this.#version] = [id, epoch, version];
  }
}
