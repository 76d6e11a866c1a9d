import { createHash } from "node:crypto";
import { deadline, type Sql, type Transaction } from "./pool.ts";
import { timeLiteral } from "./time_literal.ts";

/** A request that its caller may retry without repeating its effect. */
export interface KeyedRequest {
  /** The id of the account, or of a guest's browser, that the key belongs to: two may use the same one. */
  ownerId: string;
  /** The `Idempotency-Key`. */
  key: string;
  /** Identifies the operation and its input, as JSON: another request with the same key is refused. */
  request: unknown;
}

/** The key was used for another request. */
export interface KeyReused {
  ok: false;
  code: "idempotency-key-reused";
}

/**
 * Runs `work` in the transaction, once per key: a retry gets the result of the first run, and waits if that run is
 * still in progress. Only successes are remembered, for 24 hours; results must survive JSON. Without a key (`keyed`
 * null), `work` always runs.
 */
export async function replayOrRun<Value, Refusal extends { ok: false }>(
  tx: Transaction,
  keyed: KeyedRequest | null,
  work: () => Promise<{ ok: true; value: Value } | Refusal>,
): Promise<{ ok: true; value: Value } | Refusal | KeyReused> {
  if (!keyed) return await work();
  const { ownerId, key } = keyed;
  const hash = createHash("sha256").update(JSON.stringify(keyed.request)).digest();
  const inserted = await tx`
    insert into idempotency_keys (owner_id, key, request_hash) values (${ownerId}, ${key}, ${hash})
    on conflict do nothing`;
  if (inserted.count === 0) {
    const [known] = await tx<[{ requestHash: Uint8Array; value: Value }]>`
      select request_hash, answer as value from idempotency_keys where owner_id = ${ownerId} and key = ${key}`;
    return hash.equals(known.requestHash)
      ? { ok: true, value: known.value }
      : { ok: false, code: "idempotency-key-reused" };
  }
  const result = await work();
  if (result.ok) {
    await tx`
      update idempotency_keys set answer = ${tx.json(result.value as never)}
      where owner_id = ${ownerId} and key = ${key}`;
  } else {
    await tx`delete from idempotency_keys where owner_id = ${ownerId} and key = ${key}`;
  }
  return result;
}

/** Deletes all keys of an account, for its erasure. */
export async function deleteKeys(tx: Transaction, userId: string): Promise<void> {
  await tx`delete from idempotency_keys where owner_id = ${userId}`;
}

/** Deletes up to `limit` keys that were used before a time. Returns how many. */
export async function deleteOldKeys(sql: Sql, before: Date, limit: number): Promise<number> {
  const { count } = await deadline(sql`
    delete from idempotency_keys where (owner_id, key) in (
      select owner_id, key from idempotency_keys
      where created_at < ${timeLiteral(sql, before)} limit ${limit})`);
  return count;
}
