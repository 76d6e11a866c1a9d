import type { KeyReused } from "@/lib/db/idempotency.ts";
import type { Fault } from "./admin_input.ts";

/** Why a write of an event changes nothing. */
export type WriteRefusal =
  /** Unknown, or another organizer's. */
  | { ok: false; code: "not-found" }
  /** It is not the revision that the editor has seen. */
  | { ok: false; code: "stale" }
  /** Seats that are sold or being paid would be broken. */
  | { ok: false; code: "seats-sold" }
  | { ok: false; code: "has-bookings" }
  | KeyReused
  /** Other events are in the hall at that time. */
  | { ok: false; code: "hall-occupied"; conflicts: HallConflict[] }
  | { ok: false; code: "validation"; errors: Fault[] };

/** An event that is in a hall at a time when another is to be there. */
export interface HallConflict {
  id: string;
  title: string;
  startsAt: Date;
}
