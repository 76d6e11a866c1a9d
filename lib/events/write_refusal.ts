import type { KeyReused } from "@/lib/db/idempotency.ts";
import type { Fault } from "./admin_input.ts";

/** Why a write to an event changed nothing. */
export type WriteRefusal =
  /** Unknown, or another organizer's. */
  | { ok: false; code: "not-found" }
  /** The event has changed since the revision that the editor saw. */
  | { ok: false; code: "stale" }
  /** The change would affect seats that are sold or being paid for. */
  | { ok: false; code: "seats-sold" }
  | { ok: false; code: "has-bookings" }
  | KeyReused
  /** Other events are in the hall at that time. */
  | { ok: false; code: "hall-occupied"; conflicts: HallConflict[] }
  | { ok: false; code: "validation"; errors: Fault[] };

/** An event that occupies the hall at that time. */
export interface HallConflict {
  id: string;
  title: string;
  startsAt: Date;
}
