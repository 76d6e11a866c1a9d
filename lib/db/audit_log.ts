import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "./pool.ts";

/** Who did what to what. `detail` contains no personal data. */
export interface AuditEntry {
  actorId: string | null;
  /** For example `event.published`. */
  action: string;
  subjectType: string;
  subjectId: string;
  detail?: Record<string, string | number | boolean | string[]>;
}

/** Writes to the audit log in the transaction of the action. */
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
