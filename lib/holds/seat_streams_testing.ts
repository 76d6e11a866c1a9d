/** Test support for live seats: an event with its streams, and clients that apply what they receive. */
import assert from "node:assert/strict";
import { guest } from "@/lib/auth/identify.ts";
import { type BoardTruth, newHoldId, type SeatBoard } from "@/lib/board/board.ts";
import { memoryBoard } from "@/lib/board/memory.ts";
import { EventStreams } from "@/lib/http/sse.ts";
import { createLogger } from "@/lib/observability/log.ts";
import { SeatStreams } from "./seat_streams.ts";

export const SEATS = 12;

export const HOUR_MS = 3_600_000;

/** An event with twelve seats, unless given otherwise, on an in-memory board, and its streams. */
export class Stage {
  readonly eventId = crypto.randomUUID();
  readonly truth = new Map<string, BoardTruth>();
  readonly board: SeatBoard;
  readonly streams = new EventStreams({ random: () => 0 });
  readonly seatStreams: SeatStreams;
  /** Thrown by every call to the board, if set. */
  failure: Error | null = null;
  failed = Promise.withResolvers<void>();
  readonly log: string[] = [];
  #onFeeds = () => Promise.resolve();

  constructor({ tickMs = 1, quietMs = HOUR_MS, seatCount = SEATS, wakes = true } = {}) {
    this.truth.set(this.eventId, { seatCount, endsAt: 0, chartVersion: 1, blocked: [], claims: [] });
    const source = { load: (id: string) => Promise.resolve(this.truth.get(id) ?? null) };
    const board = this.board = memoryBoard({ source, now: () => 0 });
    const unlessFailing = <T>(call: () => Promise<T>) => {
      if (!this.failure) return call();
      this.failed.resolve();
      return Promise.reject(this.failure);
    };
    this.seatStreams = new SeatStreams({
      board: {
        snapshot: (eventId) => unlessFailing(() => board.snapshot(eventId)),
        snapshotUnlessAt: (...request) => unlessFailing(() => board.snapshotUnlessAt(...request)),
        feeds: (positions) =>
          unlessFailing(async () => {
            const result = await board.feeds(positions);
            await this.#onFeeds();
            return result;
          }),
        onChange: (listener) => wakes ? board.onChange(listener) : () => {},
      },
      streams: this.streams,
      logger: createLogger({ write: (line) => this.log.push(line) }),
      tickMs,
      quietMs,
    });
  }

  async open(lastEventId: string | null = null): Promise<Listener> {
    return new Listener(await this.seatStreams.open(this.eventId, lastEventId, guest("192.0.2.1")));
  }

  /** Makes `change`, then holds back the board's next result until the returned function is called. */
  async holdBackFeeds(change: () => Promise<unknown>): Promise<() => void> {
    const read = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    await change();
    this.#onFeeds = () => {
      read.resolve();
      return released.promise;
    };
    await read.promise;
    this.#onFeeds = () => Promise.resolve();
    return released.resolve;
  }

  async hold(...seats: number[]): Promise<string | null> {
    const holdId = newHoldId(this.eventId);
    const result = await this.board.hold({
      eventId: this.eventId,
      holdId,
      owner: "u:ada",
      seats: seats.map((index) => ({ index, price: 100 })),
      chartVersion: 1,
      ttlMs: 1000,
      maxMs: 1000,
    });
    return result.ok ? holdId : null;
  }

  async release(holdId: string): Promise<void> {
    await this.board.release(holdId, ["u:ada"]);
  }

  snapshot() {
    return this.board.snapshot(this.eventId);
  }
}

export interface Message {
  event: string;
  id: string;
  data: { epoch?: string; version: number; statuses?: string; seats?: [number, string][] };
}

/** A client that reads messages and applies them to the statuses that it knows. */
export class Listener {
  #reader: ReadableStreamDefaultReader<Uint8Array>;
  #decoder = new TextDecoder();
  /** The beginning of a message that is not complete yet. */
  #text = "";
  #messages: Message[] = [];
  #epoch = "";
  version = 0;
  statuses = "";

  constructor({ body }: Response) {
    assert(body);
    this.#reader = body.getReader();
  }

  /** The id of the last message applied. */
  get position(): string {
    return `${this.#epoch}:${this.version}`;
  }

  /** Drops the connection with everything unread, and resumes on a new one from the last message applied. */
  async reconnect(open: (lastEventId: string) => Promise<Response>): Promise<void> {
    await this.leave();
    const { body } = await open(this.position);
    assert(body);
    this.#reader = body.getReader();
    this.#decoder = new TextDecoder();
    this.#text = "";
    this.#messages = [];
  }

  /** The messages of the next write that has any; none if the stream has ended. */
  async #read(): Promise<Message[]> {
    for (;;) {
      const { value, done } = await this.#reader.read();
      if (done) return [];
      const blocks = (this.#text + this.#decoder.decode(value, { stream: true })).split("\n\n");
      this.#text = blocks.pop()!;
      const messages = blocks.filter((block) => block.startsWith("event")).map(parseMessage);
      if (messages.length > 0) return messages;
    }
  }

  async nextWrite(): Promise<Message[]> {
    const messages = await this.#read();
    assert(messages.length > 0, "the stream has ended");
    return messages;
  }

  async next(): Promise<Message> {
    if (this.#messages.length === 0) this.#messages = await this.nextWrite();
    const message = this.#messages.shift()!;
    this.#apply(message);
    return message;
  }

  #apply({ event, id, data }: Message): void {
    if (event === "snapshot") {
      this.#epoch = data.epoch!;
      this.statuses = data.statuses!;
    } else {
      assert.equal(id, `${this.#epoch}:${data.version}`);
      assert.equal(data.version, this.version + 1, "no version is skipped or repeated");
      const letters = [...this.statuses];
      for (const [index, status] of data.seats!) letters[index] = status;
      this.statuses = letters.join("");
    }
    this.version = data.version;
  }

  async until({ epoch, version }: { epoch: string; version: number }): Promise<void> {
    while (this.#epoch !== epoch || this.version < version) await this.next();
  }

  /** Applies messages until the stream ends; returns what is left of a message that was cut off. */
  async untilEnd(): Promise<string> {
    do {
      for (const message of this.#messages) this.#apply(message);
      this.#messages = await this.#read();
    } while (this.#messages.length > 0);
    return this.#text;
  }

  leave(): Promise<void> {
    return this.#reader.cancel();
  }
}

function parseMessage(block: string): Message {
  const fields = Object.fromEntries(
    block.split("\n").map((line) => {
      const colon = line.indexOf(": ");
      return [line.slice(0, colon), line.slice(colon + 2)];
    }),
  );
  return { event: fields.event, id: fields.id, data: JSON.parse(fields.data) };
}
