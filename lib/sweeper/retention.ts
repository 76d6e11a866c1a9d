/**
 * How long data is kept. This list and the table in docs/privacy.md agree: retention_test.ts compares them. Bookings,
 * payments and tickets are kept for good, as accounting records; they refer to people by id.
 */
import { deleteOldChallenges } from "@/lib/auth/challenges.ts";
import { deleteOldLinks } from "@/lib/auth/one_time_links.ts";
import { deleteOldWrongCodes, deleteUnfinishedSetups } from "@/lib/auth/second_factors.ts";
import { deleteExpiredSessions } from "@/lib/auth/sessions.ts";
import { deleteOldPlacements } from "@/lib/bookings/place.ts";
import type { Config } from "@/lib/config.ts";
import { expireAudit } from "@/lib/db/audit_log.ts";
import { deleteOldKeys } from "@/lib/db/idempotency.ts";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { deleteResolvedLetters } from "@/lib/messaging/dead_letters.ts";
import { deleteOldMessages } from "@/lib/messaging/outbox.ts";
import { forgetOldMessages } from "@/lib/notifications/write.ts";
import { deleteUnusedArtwork } from "@/lib/posters/artwork.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type RetentionSettings = Pick<Config, "retentionAuditDays" | "retentionMessagesDays">;

/** How long: a fixed time, a setting, or until a time in the row itself. */
export type Kept =
  | { hours: number }
  | { days: number }
  | { daysIn: keyof RetentionSettings }
  | "until it expires";

export interface RetentionRule {
  /** The tables, as docs/privacy.md names them. */
  data: string;
  kept: Kept;
  /**
   * Deletes up to `limit` rows from before a time, or what they say about people. Finds them by an index, so that it reads
   * little else. Returns how many.
   */
  forget(sql: Sql, before: Date, limit: number): Promise<number>;
}

export const retentionRules: readonly RetentionRule[] = [
  { data: "sessions", kept: "until it expires", forget: deleteExpiredSessions },
  { data: "used_challenges", kept: "until it expires", forget: deleteOldChallenges },
  { data: "one_time_links", kept: { days: 30 }, forget: deleteOldLinks },
  { data: "totp_factors", kept: { hours: 24 }, forget: deleteUnfinishedSetups },
  { data: "wrong_codes", kept: { hours: 24 }, forget: deleteOldWrongCodes },
  { data: "messages", kept: { daysIn: "retentionMessagesDays" }, forget: forgetOldMessages },
  {
    data: "audit_log",
    kept: { daysIn: "retentionAuditDays" },
    forget: (sql, before) => deadline(expireAudit(sql, before)),
  },
  { data: "idempotency_keys", kept: { hours: 24 }, forget: deleteOldKeys },
  { data: "placements", kept: { days: 30 }, forget: deleteOldPlacements },
  { data: "outbox, inbox", kept: { hours: 24 }, forget: deleteOldMessages },
  { data: "dead_letters", kept: { days: 30 }, forget: deleteResolvedLetters },
  { data: "artworks", kept: { hours: 1 }, forget: deleteUnusedArtwork },
];

/** The most rows of each kind that tidying up processes at a time. */
const TIDY_BATCH = 5_000;

/** Forgets a batch of everything that has been kept long enough. True if there may be more. */
export async function tidy(
  { sql, config, now }: { sql: Sql; config: RetentionSettings; now: () => number },
  limit = TIDY_BATCH,
): Promise<boolean> {
  let isFull = false;
  for (const { kept, forget } of retentionRules) {
    const count = await forget(sql, new Date(now() - keptMs(kept, config)), limit);
    if (count >= limit) isFull = true;
  }
  return isFull;
}

function keptMs(kept: Kept, config: RetentionSettings): number {
  if (kept === "until it expires") return 0;
  if ("hours" in kept) return kept.hours * HOUR_MS;
  return ("days" in kept ? kept.days : config[kept.daysIn]) * DAY_MS;
}
