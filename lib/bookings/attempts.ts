/** A booking's payment attempts: earlier ones for the same seats are shown with the latest. */
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { formatDate } from "@/lib/format/dates.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import type { FailureReason } from "@/lib/messaging/booking_status.ts";

/** A failed attempt to pay, made before the booking that it is shown with. */
export interface EarlierAttempt {
  /** RFC 3339, UTC. */
  at: string;
  reason: FailureReason | null;
}

export interface AttemptHistory {
  /** The latest attempt for the same seats: the booking itself if there was none after it. */
  latestId: string;
  /** The attempts before the latest, oldest first. */
  earlierAttempts: EarlierAttempt[];
  /** When the latest attempt fails if the provider does not respond. */
  deadlineAt: Date;
}

/** The attempts for a booking's seats; null if there is no such booking. */
export async function findAttempts(sql: Sql, bookingId: string): Promise<AttemptHistory | null> {
  const rows = await deadline(
    sql<{ id: string; createdAt: Date; reason: FailureReason | null; deadlineAt: Date }[]>`
    select t.id, t.created_at, t.failure_reason as reason, t.deadline_at
    from bookings b join bookings t on t.hold_id = b.hold_id and t.buyer_id = b.buyer_id
    where b.id = ${bookingId} order by t.attempt`,
  );
  const latest = rows.pop();
  if (!latest) return null;
  const earlierAttempts = rows.map(({ createdAt, reason }) => ({ at: createdAt.toISOString(), reason }));
  return { latestId: latest.id, earlierAttempts, deadlineAt: latest.deadlineAt };
}

/** "First attempt declined at 19:02", in the venue's time; `index` counts from 0. */
export function attemptText(
  words: Words["bookings"],
  { at, reason }: EarlierAttempt,
  index: number,
  locale: string,
  timeZone: string,
): string {
  return words.attempt({
    position: index + 1,
    outcome: reason === "payment-declined" ? "declined" : "failed",
    time: formatDate(new Date(at), locale, timeZone, "time"),
  });
}
