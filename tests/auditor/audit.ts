/** The whole audit: of Postgres with the provider's books, the board, and what clients recorded. Read-only. */
import { deadline, type Queryable } from "@/lib/db/pool.ts";
import {
  type BoardState,
  boardViolations,
  foldSeatMessages,
  readEventRecords,
  readSeatMessages,
} from "./board.ts";
import { type BookingRecord, type Entry, historyViolations, type KeyRecord, lostMail } from "./history.ts";
import { databaseViolations, deliveryViolations } from "./invariants.ts";

export interface Evidence {
  sql: Queryable;
  /** The board of an event, or null if it was never built. */
  readBoard(eventId: string): Promise<BoardState | null>;
  history: Entry[];
}

/** A sentence for each violation; empty if there is none. Valid only once no work is in progress; see `quiet.ts`. */
export async function audit({ sql, readBoard, history }: Evidence): Promise<string[]> {
  const [bookings, keys, sent] = await Promise.all([
    deadline(sql<BookingRecord[]>`select id, status, final, total from bookings`),
    deadline(sql<KeyRecord[]>`select owner_id, key, booking_id from idempotency_keys`),
    deadline(sql<{ id: string }[]>`select id from messages where sent_at is not null`),
  ]);
  return [
    ...await databaseViolations(sql),
    ...await deliveryViolations(sql),
    ...await allBoardViolations(sql, readBoard, history),
    ...new Set(historyViolations(history, bookings, keys)),
    ...lostMail(history, sent.map(({ id }) => id)),
  ];
}

async function allBoardViolations(
  sql: Queryable,
  readBoard: Evidence["readBoard"],
  history: Entry[],
): Promise<string[]> {
  const folds = [
    ...history.flatMap((entry) => entry.kind === "fold" ? [entry] : []),
    ...foldSeatMessages(await readSeatMessages(sql)),
  ];
  const found: string[] = [];
  for (const record of await readEventRecords(sql)) {
    const state = await readBoard(record.eventId);
    const ofEvent = folds.filter((fold) => fold.eventId === record.eventId);
    if (state) found.push(...boardViolations(state, record, ofEvent));
  }
  return found;
}
