import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "./pool.ts";

/** Who did what to what. `detail` holds no personal data. */
export interface AuditEntry {
  actorId: string | null;
  /** Such as `event.published`. */
  action: string;
  subjectType: string;
  subjectId: string;
  detail?: Record<string, string | number | boolean | string[]>;
}

/** Writes to the audit log in the transaction that does what it tells of. */
export async function writeAudit(tx: Transaction, entry: AuditEntry): Promise<void> {
  await tx`insert into audit_log ${
    tx({
      id: uuidv7(),
      actorId: entry.actorId,
      action: entry.action,
      subjectType: entry.subjectType,
      subjectId: entry.subjectId,
      detail: tx.json(entry.detail ?? {}),
    })
  }`;
}
