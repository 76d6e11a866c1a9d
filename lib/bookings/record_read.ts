import { type Actor, type AuditEntry, writeAudit } from "@/lib/db/audit_log.ts";
import { deadline, type Queryable } from "@/lib/db/pool.ts";

/**
 * Records that a member of staff reads the data of buyers: of an event, or of one booking. Call it before they get to see
 * any, so that nothing is read without a record.
 */
export async function recordRead(
  sql: Queryable,
  reader: Actor,
  type: "event" | "booking",
  id: string,
): Promise<void> {
  const subject: AuditEntry["subject"] = { type, id };
  await deadline(writeAudit(sql, { actor: reader, action: "bookings.read", subject }));
}
