/**
 * Many clients of one stream of seats that together cost little, since they share the machine with what they listen to:
 * most only count the ends of events. A few read what they get, fold it, and tell of every gap.
 */
import { requestBytes } from "../load.ts";

export interface AudienceOptions {
  /** The server's address; of its path nothing is used. */
  url: string;
  eventId: string;
  clients: number;
  /** How many of them read and fold. */
  readers: number;
  /** When each delta was asked of the board, by {@link clockMs}, in the order of versions; shared with who asks. */
  askedAtMs: Float64Array;
}

/** What an audience heard since it was told what to expect. */
export interface Heard {
  /** Deltas, each counted once for every client that got it. */
  delivered: number;
  /** How often a client was woken. Less often than there were deltas to deliver, as several come in one write. */
  reads: number;
  /** By {@link clockMs}; 0 when nothing came. */
  lastAtMs: number;
  /** How many deliveries took how long since their delta was asked for, in steps of {@link DELAY_STEP_MS}. */
  delays: Uint32Array;
  /** What the readers have folded, each kind once: `epoch:version statuses`. */
  folded: string[];
  /** Whatever a client met that should never be. */
  faults: string[];
}

export const DELAY_STEP_MS = 0.1;
const DELAY_STEPS = 100_000;
const BUFFER_BYTES = 16 * 1024;
/** Connections opened at once: fewer than a server lets wait. */
const OPENED_AT_ONCE = 100;

/** The same clock in every thread of a process. */
export function clockMs(): number {
  return performance.timeOrigin + performance.now();
}

/** Takes the bytes of one client as they come, and answers how many events end in them. */
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
  /** How many deltas every client shall have had in all, and how many clients have not. */
  #goal = 0;
  #waiting = 0;
  #reached = Promise.withResolvers<void>();

  private constructor(options: AudienceOptions) {
    this.#options = options;
  }

  /** Connects all clients; each has its snapshot when this answers. */
  static async open(options: AudienceOptions): Promise<Audience> {
    const audience = new Audience(options);
    for (let opened = 0; opened < options.clients; opened += OPENED_AT_ONCE) {
      const count = Math.min(OPENED_AT_ONCE, options.clients - opened);
      await Promise.all(Array.from({ length: count }, (_, n) => audience.#connect(opened + n)));
    }
    return audience;
  }

  /** Begins to count anew, until each client has had `goal` deltas since it connected. */
  expect(goal: number): void {
    this.#goal = goal;
    this.#waiting = this.#options.clients;
    this.#reached = Promise.withResolvers();
    this.#delivered = this.#reads = this.#lastAtMs = 0;
    this.#delays = new Uint32Array(DELAY_STEPS);
  }

  /** Waits until all have heard what they were to expect, `deadlineMs` at most. */
  async heard(deadlineMs: number): Promise<Heard> {
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
    const begun = Promise.withResolvers<void>();
    this.#follow(socket, listener, begun.resolve).catch((error) => {
      if (!this.#closing) this.#faults.push(String(error));
      begun.reject(error);
    });
    await begun.promise;
  }

  async #follow(socket: Deno.TcpConn, listener: Listener, onSnapshot: () => void): Promise<void> {
    const { askedAtMs } = this.#options;
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
        this.#count(now, askedAtMs[delta]);
        if (delta + 1 === this.#goal && --this.#waiting === 0) this.#reached.resolve();
      }
    }
  }

  #count(nowMs: number, askedAtMs: number): void {
    this.#delivered++;
    this.#lastAtMs = nowMs;
    this.#delays[Math.min(DELAY_STEPS - 1, Math.max(0, Math.floor((nowMs - askedAtMs) / DELAY_STEP_MS)))]++;
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

/** Folds a stream as a browser does. The sizes that HTTP writes between its chunks never stand inside an event. */
export class Reader implements Listener {
  readonly faults: string[] = [];
  readonly #decoder = new TextDecoder();
  #text = "";
  #id = "";
  #epoch = "";
  #version = -1;
  #statuses: string[] = [];

  /** Where it stands. */
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
