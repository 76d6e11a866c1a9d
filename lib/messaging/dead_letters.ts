/**
 * Dead letters: messages that a consumer group could not handle, set aside so that others can proceed. Dead letters are
 * retried automatically at growing intervals, and whenever an administrator asks.
 */
import { v7 as newId } from "uuid";
import { z } from "zod";
import { type ListKey, type Page, pageOf, positionAfter } from "@/lib/cursor.ts";
import { type Actor, writeAudit } from "@/lib/db/audit_log.ts";
import { deadline, type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { timeLiteral } from "@/lib/db/time_literal.ts";
import { type Attempt, attempt, isTransient } from "./attempt.ts";
import { type Delivery, parseDelivery } from "./envelope.ts";
import type { BatchHandler, EventLog } from "./event_log.ts";

export interface DeadLetter {
  id: string;
  consumerGroup: string;
  topic: string;
  /** The delivery, unchanged. */
  message: Delivery;
  error: string;
  attempts: number;
  /** Null if it is no longer retried automatically. */
  nextAttemptAt: Date | null;
  createdAt: Date;
}

export type RetryResult =
  | { ok: true; state: "resolved" }
  /** This process does not consume the group; a process that does retries the letter within seconds. */
  | { ok: true; state: "scheduled" }
  /** It failed again, with `error`. */
  | { ok: false; code: "failed"; error: string }
  /** Unknown or already resolved. */
  | { ok: false; code: "not-found" };

/** After this many failures a letter waits for a person. */
const ATTEMPTS_MAX = 12;
const FIRST_PAUSE_MS = 10_000;
const PAUSE_MAX_MS = 3_600_000;
const ERROR_LENGTH_MAX = 500;

/** When to retry after this many failures: after 10 s, doubling up to an hour; null once a person has to look. */
export function nextAttempt(attempts: number, now: number): Date | null {
  if (attempts >= ATTEMPTS_MAX) return null;
  return new Date(now + Math.min(PAUSE_MAX_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1)));
}

/** Sets a delivery aside, in the transaction that processes its batch. `now` in milliseconds since the epoch. */
export async function insertDeadLetter(
  tx: Transaction,
  letter: { consumerGroup: string; delivery: Delivery; error: unknown; now: number },
): Promise<void> {
  const { topic, key, envelope } = letter.delivery;
  await tx`
    insert into dead_letters (id, consumer_group, topic, message, error, next_attempt_at)
    values (
      ${newId({ msecs: letter.now })}, ${letter.consumerGroup}, ${topic},
      ${tx.json({ topic, key, envelope } as never)}, ${describeError(letter.error)}, ${
    nextAttempt(1, letter.now)
  }
    )`;
}

const list: ListKey = ["dead-letters"];

/**
 * The open letters, newest first.
 * @throws {InvalidCursor}
 */
export async function listDeadLetters(
  { sql }: { sql: Sql },
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<DeadLetter>> {
  const after = positionAfter(list, cursor, z.tuple([z.uuid()]));
  const rows = await deadline(sql<DeadLetter[]>`
    select id, consumer_group, topic, message, error, attempts, next_attempt_at, created_at
    from dead_letters
    where resolved_at is null ${after ? sql`and id < ${after[0]}` : sql``}
    order by id desc limit ${limit + 1}`);
  return pageOf(list, rows, limit, (last) => [last.id]);
}

/** The number of open letters. */
export async function countDeadLetters({ sql }: { sql: Sql }): Promise<number> {
  const [{ count }] = await deadline(sql<[{ count: number }]>`
    select count(*) as count from dead_letters where resolved_at is null`);
  return count;
}

interface RetryServices {
  sql: Sql;
  eventLog: Pick<EventLog, "handlers">;
  now: () => number;
}

/**
 * Retries a letter for an administrator: now if this process consumes its group; otherwise it is scheduled for a process
 * that does.
 */
export async function retryDeadLetter(
  services: RetryServices,
  actor: Actor,
  id: string,
): Promise<RetryResult> {
  return await transaction(services.sql, async (tx) => {
    const result = await retryNow(services, tx, id);
    if (!result.ok && result.code === "not-found") return result;
    await writeAudit(tx, {
      actor,
      action: "dead-letter.retried",
      subject: { type: "dead-letter", id },
      detail: { result: result.ok ? result.state : result.code },
    });
    return result;
  });
}

async function retryNow(services: RetryServices, tx: Transaction, id: string): Promise<RetryResult> {
  const [letter] = await tx<DeadLetter[]>`
      select id, consumer_group, topic, message, attempts
      from dead_letters where id = ${id} and resolved_at is null for update`;
  if (!letter) return { ok: false, code: "not-found" };
  const handle = services.eventLog.handlers.get(letter.consumerGroup);
  if (handle) return await retry(tx, letter, handle, services.now());
  await tx`update dead_letters set next_attempt_at = ${new Date(services.now())} where id = ${id}`;
  return { ok: true, state: "scheduled" };
}

/**
 * Retries the due letters of the groups that this process consumes, oldest first, each in its own transaction; skips
 * letters that another process is retrying. Stops early if a service that they need is down.
 * @returns how many were resolved and how many failed again.
 */
export async function retryDueDeadLetters(
  services: RetryServices,
  limit = 100,
): Promise<{ resolved: number; failed: number }> {
  const { sql, eventLog, now } = services;
  const outcome = { resolved: 0, failed: 0 };
  const groups = [...eventLog.handlers.keys()];
  // Usually there is nothing to do; this finds out without opening a transaction.
  const [due] = await deadline(sql`
    select from dead_letters where resolved_at is null and next_attempt_at <= ${new Date(now())} limit 1`);
  if (!due) return outcome;
  for (let i = 0; i < limit; i++) {
    const result = await transaction(sql, async (tx) => {
      const [letter] = await tx<DeadLetter[]>`
        select id, consumer_group, topic, message, attempts
        from dead_letters
        where resolved_at is null and next_attempt_at <= ${new Date(
        now(),
      )} and consumer_group = any(${groups})
        order by next_attempt_at limit 1 for update skip locked`;
      if (!letter) return null;
      return await retry(tx, letter, eventLog.handlers.get(letter.consumerGroup)!, now());
    }).catch((error) => {
      if (isTransient(error)) return null;
      throw error;
    });
    if (!result) break;
    if (result.ok) outcome.resolved++;
    else outcome.failed++;
  }
  return outcome;
}

async function retry(
  tx: Transaction,
  letter: DeadLetter,
  handle: BatchHandler,
  now: number,
): Promise<RetryResult> {
  const result = await attemptLetter(tx, letter.message, handle);
  if (result.ok) {
    await tx`update dead_letters set resolved_at = ${new Date(
      now,
    )}, next_attempt_at = null where id = ${letter.id}`;
    return { ok: true, state: "resolved" };
  }
  const error = describeError(result.error);
  const attempts = letter.attempts + 1;
  await tx`
    update dead_letters set attempts = ${attempts}, error = ${error}, next_attempt_at = ${
    nextAttempt(attempts, now)
  }
    where id = ${letter.id}`;
  return { ok: false, code: "failed", error };
}

async function attemptLetter(tx: Transaction, delivery: Delivery, handle: BatchHandler): Promise<Attempt> {
  let message;
  try {
    message = parseDelivery(delivery);
  } catch (error) {
    return { ok: false, error };
  }
  return await attempt(tx, handle, [message]);
}

/** Deletes up to `limit` letters that were resolved before a time. Returns how many. */
export async function deleteResolvedLetters(sql: Sql, before: Date, limit: number): Promise<number> {
  const { count } = await deadline(sql`
    delete from dead_letters where id in (
      select id from dead_letters where resolved_at < ${timeLiteral(sql, before)} limit ${limit})`);
  return count;
}

/**
 * A human-readable description of an error without the values involved: databases and validators put those into their
 * messages, so only the names and codes of their errors are kept. Email addresses are removed from other messages.
 */
export function describeError(error: unknown): string {
  if (error instanceof z.ZodError) {
    const issues = error.issues.map((issue) => `${issue.path.join(".") || "message"}: ${issue.code}`);
    return `ValidationError: ${issues.join("; ")}`.slice(0, ERROR_LENGTH_MAX);
  }
  if (!(error instanceof Error)) return "an error that is not an Error";
  if (error.name === "PostgresError") {
    const { code, constraint_name, table_name, column_name } = error as
      & Error
      & Record<string, string | undefined>;
    return ["PostgresError", code, constraint_name, table_name, column_name].filter(Boolean).join(" ");
  }
  // The code of a DOMException says no more than its name.
  const code = "code" in error && !(error instanceof DOMException) ? ` ${String(error.code)}` : "";
  return `${error.name}${code}: ${error.message.replace(/\S+@\S+/g, "[address]")}`.slice(0, ERROR_LENGTH_MAX);
}
