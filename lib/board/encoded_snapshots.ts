/** Snapshots of seats as they are sent, encoded once for each version. */
import { setImmediate } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { encodeEvent } from "@/lib/http/sse.ts";
import type { SeatBoard, Snapshot } from "./board.ts";

export interface EncodedSnapshot extends Pick<Snapshot, "epoch" | "version"> {
  /** `{epoch, version, statuses}`. */
  json: string;
  /** The same compressed, made when it is first asked for. */
  gzip(): Uint8Array<ArrayBuffer>;
  /** The same as an event of the stream. */
  event: Uint8Array<ArrayBuffer>;
}

const EVENTS_MAX = 100;
/** The fastest: during an on-sale each snapshot is another, and most of it is the same letter. */
const GZIP_LEVEL = 1;

export class EncodedSnapshots {
  readonly #board: Pick<SeatBoard, "snapshot">;
  /** The last one of each event, the least recently encoded first. */
  readonly #last = new Map<string, EncodedSnapshot>();
  /** The reading of each event that is under way, resolved without an error; and the one that comes next. */
  readonly #current = new Map<string, Promise<void>>();
  readonly #next = new Map<string, Promise<EncodedSnapshot>>();

  constructor(board: Pick<SeatBoard, "snapshot">) {
    this.#board = board;
  }

  /**
   * The event's seats as they are now. Throws as the board does. A reading begins when the one before has ended and all
   * requests that are there have been looked at, and all who have asked by then share it: a rush of readers costs few
   * readings, and none is told of a time before it asked.
   */
  of(eventId: string): Promise<EncodedSnapshot> {
    let next = this.#next.get(eventId);
    if (!next) this.#next.set(eventId, next = this.#readNext(eventId));
    return next;
  }

  async #readNext(eventId: string): Promise<EncodedSnapshot> {
    await this.#current.get(eventId);
    await setImmediate();
    this.#next.delete(eventId);
    const reading = this.#read(eventId);
    const ended = () => void this.#current.delete(eventId);
    this.#current.set(eventId, reading.then(ended, ended));
    return await reading;
  }

  async #read(eventId: string): Promise<EncodedSnapshot> {
    const { epoch, version, statuses } = await this.#board.snapshot(eventId);
    const last = this.#last.get(eventId);
    if (last?.epoch === epoch && last.version === version) return last;
    const json = JSON.stringify({ epoch, version, statuses });
    const event = encodeEvent({ event: "snapshot", id: positionId(epoch, version), data: json });
    let packed: Uint8Array<ArrayBuffer> | undefined;
    const gzip = () => packed ??= new Uint8Array(gzipSync(json, { level: GZIP_LEVEL }));
    const encoded = { epoch, version, json, gzip, event };
    this.#last.delete(eventId);
    this.#last.set(eventId, encoded);
    if (this.#last.size > EVENTS_MAX) this.#last.delete(this.#last.keys().next().value!);
    return encoded;
  }
}

/** The id of an event of the stream: where a client is once it has applied it. */
export function positionId(epoch: string, version: number): string {
  return `${epoch}:${version}`;
}

/** What {@link positionId} made, or null for anything else. */
export function readPositionId(id: string): { epoch: string; version: number } | null {
  const match = /^(.+):(\d{1,15})$/.exec(id);
  return match && { epoch: match[1], version: Number(match[2]) };
}
