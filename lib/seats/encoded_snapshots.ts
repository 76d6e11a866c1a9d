/** Snapshots of seats as they are sent, encoded once for each version. */
import { encodeEvent } from "@/lib/http/sse.ts";
import type { SeatBoard, Snapshot } from "./board.ts";

export interface EncodedSnapshot extends Pick<Snapshot, "epoch" | "version"> {
  /** `{epoch, version, statuses}`. */
  json: string;
  /** The same as an event of the stream. */
  event: Uint8Array<ArrayBuffer>;
}

const EVENTS_MAX = 100;

export class EncodedSnapshots {
  readonly #board: Pick<SeatBoard, "snapshot">;
  /** The last one of each event, the least recently encoded first. */
  readonly #last = new Map<string, EncodedSnapshot>();

  constructor(board: Pick<SeatBoard, "snapshot">) {
    this.#board = board;
  }

  /** The event's seats as they are now. Throws as the board does. */
  async of(eventId: string): Promise<EncodedSnapshot> {
    const { epoch, version, statuses } = await this.#board.snapshot(eventId);
    const last = this.#last.get(eventId);
    if (last?.epoch === epoch && last.version === version) return last;
    const json = JSON.stringify({ epoch, version, statuses });
    const event = encodeEvent({ event: "snapshot", id: positionId(epoch, version), data: json });
    const encoded = { epoch, version, json, event };
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
