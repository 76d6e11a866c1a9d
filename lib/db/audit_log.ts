/**
 * The audit log: what staff do, and what concerns the security of accounts. Entries are written in the transaction of what
 * they record and never change afterwards: see docs/decisions/0037-the-audit-log-is-append-only.md. They name people by
 * id, so that nothing personal is left once an account is erased.
 */
import { createHmac } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Queryable, Transaction } from "./pool.ts";

/** What is recorded. Names that have been released never change. */
export const auditActions = [
  "account.registered",
  "account.confirmed",
  "account.signed-in",
  "account.sign-in-failed",
  "account.signed-out",
  "account.password-reset",
  "account.password-changed",
  "account.email-changed",
  "account.role-changed",
  "account.locked",
  "account.unlocked",
  "account.exported",
  "account.erased",
  "factor.added",
  "factor.removed",
  "session.ended",
  "booking.cancelled",
  "booking.refunded",
  "booking.moved",
  "booking.changed",
  "booking.resent",
  "bookings.read",
  "bookings.exported",
  "ticket.admitted",
  "admission.undone",
  "seats.kept",
  "seats.released",
  "guests.added",
  "dead-letter.retried",
  "event.created",
  "event.changed",
  "event.published",
  "event.cancelled",
  "event.deleted",
  "event.artwork-uploaded",
  "event.artwork-changed",
  "event.artwork-removed",
  "venue.created",
  "venue.time-zone-replaced",
  "chart.drafted",
  "chart.draft-discarded",
  "chart.written",
] as const;
export type AuditAction = (typeof auditActions)[number];

/** What an entry is about. `address`: an email address without an account, as a digest. */
export const auditSubjects = [
  "account",
  "address",
  "session",
  "event",
  "venue",
  "chart",
  "booking",
  "ticket",
  "dead-letter",
] as const;

/** Who acts, and from which network address. The id is null for someone not signed in and for the program itself. */
export interface Actor {
  id: string | null;
  address: string | null;
}

type Detail = string | number | boolean | null | readonly Detail[] | { readonly [member: string]: Detail };

/** Who did what to what. */
export interface AuditEntry {
  actor: Actor;
  action: AuditAction;
  subject: { type: (typeof auditSubjects)[number]; id: string };
  /** What changed, as `before` and `after`, and more about it. Ids rather than anything personal. */
  detail?: { readonly [member: string]: Detail };
}

/**
 * Records an entry. Call it with the transaction of the action, so that neither exists without the other. An equal entry
 * within a minute is counted as a repeat.
 */
export async function writeAudit(tx: Queryable, entry: AuditEntry): Promise<void> {
  await tx`select ${auditing(tx, entry)}`;
}

/**
 * SQL that records an entry, for an action that is a single statement:
 * `with ended as (update … returning id) select ${auditing(sql, entry)} from ended`.
 */
export function auditing(sql: Queryable, { actor, action, subject, detail = {} }: AuditEntry) {
  return sql`audit_write(
    ${uuidv7()}::uuid, ${actor.id}::uuid, ${actor.address}::text, ${action}, ${subject.type}, ${subject.id},
    ${sql.json(detail as never)}::jsonb)`;
}

/** Longer texts are cut off in the log. */
const TEXT_MAX = 200;

/** For `detail`: the members of a patch that change something, as they were and as they become. */
export function changesBetween<T extends object>(was: T, patch: Partial<T>): AuditEntry["detail"] {
  const changed = (Object.keys(patch) as (keyof T & string)[])
    .filter((member) => JSON.stringify(patch[member]) !== JSON.stringify(was[member]));
  const values = (of: Partial<T>) =>
    JSON.parse(JSON.stringify(
      Object.fromEntries(changed.map((member) => [member, of[member] ?? null])),
      (_, value) => typeof value === "string" ? value.slice(0, TEXT_MAX) : value,
    ));
  return { before: values(was), after: values(patch) };
}

/**
 * The subject of an attempt to sign in with an address that has no account. Its digest is keyed, so that only those who know
 * both the key and the address can find it. `email` is in its normal form.
 */
export function unknownAddress(key: string, email: string): AuditEntry["subject"] {
  return { type: "address", id: createHmac("sha256", key).update(`audit ${email}`).digest("base64url") };
}

/** Erases the network addresses of a person from the log, in the transaction that erases the person. */
export async function redactAudit(tx: Transaction, userId: string): Promise<void> {
  await tx`select audit_redact(${userId})`;
}

/** Deletes a batch of entries from before a time. Returns how many. */
export async function expireAudit(sql: Queryable, before: Date): Promise<number> {
  const [{ deleted }] = await sql<[{ deleted: number }]>`select audit_expire(${before}) as deleted`;
  return deleted;
}
