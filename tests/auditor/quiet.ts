/** Telling when nothing moves any more: only then can be judged. */
import { deadline, type Queryable } from "@/lib/db/pool.ts";
import type { Evidence } from "./audit.ts";
import { boardViolations, foldNews, readNews, readTruths } from "./board.ts";
import { deliveryViolations } from "./invariants.ts";

/** A hold that lasts longer than this does not end while the judgement is made. */
const STEADY_MS = 15_000;

interface Moving {
  bookings: number;
  outbox: number;
  unsent: number;
  unwritten: number;
}

/** What is still on its way or has not caught up yet, in words; empty when all is quiet. */
export async function stillMoving(
  { sql, readBoard }: Pick<Evidence, "sql" | "readBoard">,
): Promise<string[]> {
  const counts = await countMoving(sql);
  const moving = Object.entries(counts).filter(([, count]) => count > 0).map(([what, count]) =>
    `${count} ${what}`
  );
  if (moving.length > 0) return moving;
  const waiting = await deliveryViolations(sql);
  const told = new Map(foldNews(await readNews(sql)).map((fold) => [fold.eventId, fold]));
  for (const truth of await readTruths(sql)) {
    const state = await readBoard(truth.eventId);
    const passing = state?.holds.filter((hold) =>
      hold.status === "claimed" || hold.expiresAt < state.now + STEADY_MS
    ) ?? [];
    if (passing.length > 0) waiting.push(`${passing.length} holds (event ${truth.eventId})`);
    const news = told.get(truth.eventId);
    if (state && (news?.epoch !== state.epoch || news.version !== state.version)) {
      waiting.push(`news of seats (event ${truth.eventId})`);
    }
    if (state) waiting.push(...boardViolations(state, truth));
  }
  return waiting;
}

async function countMoving(sql: Queryable): Promise<Moving> {
  const [counts] = await deadline(sql<[Moving]>`
    select
      (select count(*) from bookings where not final) as bookings,
      (select count(*) from outbox where position is null) as outbox,
      (select count(*) from messages where sent_at is null and failed_at is null and withdrawn_at is null) as unsent,
      (select count(*) from bookings b where status = 'confirmed' and not exists (
        select from messages m where m.booking_id = b.id and m.kind = 'confirmation')) as unwritten`);
  return counts;
}
