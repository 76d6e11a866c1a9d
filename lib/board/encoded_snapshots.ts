/** Seat snapshots as they are sent, encoded once per version. */
import { setImmediate } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { encodeEvent } from "@/lib/http/sse.ts";
import type { Position, SeatBoard, Snapshot } from "./board.ts";

export interface EncodedSnapshot extends Position {
  /** `{epoch, version, statuses}`. */
  json: string;
  /** The JSON compressed, on first use. */
  gzip(): Uint8Array<ArrayBuffer>;
  /** The JSON as an event in the stream, on first use. */
  event(): Uint8Array<ArrayBuffer>;
}

type Board = Pick<SeatBoard, "snapshot" | "snapshotUnlessAt">;

const EVENTS_MAX = 100;
/** The fastest: during an on-sale every snapshot is new, and most of its letters are the same. */
const GZIP_LEVEL = 1;

export class EncodedSnapshots {
  readonly #board: Board;
  /** The latest snapshot of each event, least recently encoded first. */
  readonly #latest = new Map<string, EncodedSnapshot>();
  /** Per event: the read in progress, which never rejects, and the one queued after it. */
  readonly #current = new Map<string, Promise<void>>();
  readonly #next = new Map<string, Promise<EncodedSnapshot>>();

  constructor(board: Board) {
    this.#board = board;
  }

  /**
   * Returns the event's current seats; throws as the board does. A read starts once the previous one has ended and all
   * calls of this turn of the event loop have been made; everyone who has called by then shares it. So a rush of
   * readers costs few reads, and nobody gets a snapshot older than their call.
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
    const read = this.#read(eventId);
    const ended = () => void this.#current.delete(eventId);
    this.#current.set(eventId, read.then(ended, ended));
    return await read;
  }

  async #read(eventId: string): Promise<EncodedSnapshot> {
    const latest = this.#latest.get(eventId);
    const changed = latest && await this.#board.snapshotUnlessAt(eventId, latest);
    if (latest && changed === null) return latest;
    const encoded = encode(changed ?? await this.#board.snapshot(eventId));
    this.#latest.delete(eventId);
    this.#latest.set(eventId, encoded);
    if (this.#latest.size > EVENTS_MAX) this.#latest.delete(this.#latest.keys().next().value!);
    return encoded;
  }
}

function encode({ epoch, version, statuses }: Snapshot): EncodedSnapshot {
  const json = JSON.stringify({ epoch, version, statuses });
  let packed: Uint8Array<ArrayBuffer> | undefined;
  let event: Uint8Array<ArrayBuffer> | undefined;
  return {
    epoch,
    version,
    json,
    gzip: () => packed ??= new Uint8Array(gzipSync(json, { level: GZIP_LEVEL })),
    event: () => event ??= encodeEvent({ event: "snapshot", id: positionId(epoch, version), data: json }),
  };
}

/** The id of an event in the stream: the client's position once it has applied the event. */
export function positionId(epoch: string, version: number): string {
  return `${epoch}:${version}`;
}

/** Parses an id made by {@link positionId}; null for anything else. */
export function readPositionId(id: string): { epoch: string; version: number } | null {
  const match = /^(.+):(\d{1,15})$/.exec(id);
  return match && { epoch: match[1], version: Number(match[2]) };
}
