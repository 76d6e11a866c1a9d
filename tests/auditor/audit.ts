/** The whole audit: Postgres with the provider's books in it, the board, and what clients wrote down. Reads only. */
import { deadline, type Queryable } from "@/lib/db/pool.ts";
import { type BoardState, boardViolations, foldNews, readNews, readTruths } from "./board.ts";
import { type BookingRecord, type Entry, historyViolations, type KeyRecord, lostMails } from "./history.ts";
import { databaseViolations, deliveryViolations } from "./invariants.ts";

export interface Evidence {
  sql: Queryable;
  /** The board of an event, or null when it was never built. */
  readBoard(eventId: string): Promise<BoardState | null>;
  history: Entry[];
}

/** Every invariant that does not hold, in words; empty when all is well. Only what is quiet can be judged. */
export async function audit({ sql, readBoard, history }: Evidence): Promise<string[]> {
  const [bookings, keys, sent] = await Promise.all([
    deadline(sql<BookingRecord[]>`select id, status, final, total from bookings`),
    deadline(sql<KeyRecord[]>`select user_id, key, booking_id from idempotency_keys`),
    deadline(sql<{ id: string }[]>`select id from messages where sent_at is not null`),
  ]);
  return [
    ...await databaseViolations(sql),
    ...await deliveryViolations(sql),
    ...await allBoardViolations(sql, readBoard, history),
    ...new Set(historyViolations(history, bookings, keys)),
    ...lostMails(history, sent.map(({ id }) => id)),
  ];
}

async function allBoardViolations(
  sql: Queryable,
  readBoard: Evidence["readBoard"],
  history: Entry[],
): Promise<string[]> {
  const folds = [
    ...history.flatMap((entry) => entry.kind === "fold" ? [entry] : []),
    ...foldNews(await readNews(sql)),
  ];
  const found: string[] = [];
  for (const truth of await readTruths(sql)) {
    const state = await readBoard(truth.eventId);
    const ofEvent = folds.filter((fold) => fold.eventId === truth.eventId);
    if (state) found.push(...boardViolations(state, truth, ofEvent));
  }
  return found;
}
