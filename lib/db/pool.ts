/**
 * Connections to Postgres. Queries name columns in snake_case and rows come back in camelCase; `sql(row)` turns
 * camelCase members into columns again. `bigint` is a number, `numeric` a string, `timestamptz` a Date, `jsonb` parsed
 * JSON.
 */
import postgres from "postgres";
import { connectWatched, type SocketTarget } from "@/lib/db/pool_socket.ts";

/** The types that the pool adds for parameters. */
interface Types extends Record<string, unknown> {
  bigint: number;
}

/** A pool of connections. */
export type Sql = postgres.Sql<Types>;
/** One connection inside a transaction. */
export type Transaction = postgres.TransactionSql<Types>;
/** A pool or a transaction, for functions that work in either. */
export type Queryable = Sql | Transaction;

/** A call that missed its deadline. Its effect on the database is unknown. */
export class DeadlineError extends Error {
  override name = "DeadlineError";
  readonly code = "deadline";
}

/** A query in a transaction whose connection is lost or whose time is up; the transaction is rolled back. */
export class TransactionLostError extends Error {
  override name = "TransactionLostError";
  readonly code = "transaction-lost";
}

export interface PoolOptions {
  /** Maximum number of connections. */
  max?: number;
  /** Shown in `pg_stat_activity`. */
  name?: string;
  /** Longest run of one statement. */
  statementTimeoutMs?: number;
  /** Longest wait for a lock. */
  lockTimeoutMs?: number;
  /** Longest pause between two statements of a transaction. */
  idleInTransactionTimeoutMs?: number;
}

const STATEMENT_TIMEOUT_MS = 10_000;
const LOCK_TIMEOUT_MS = 5_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;
/** How much longer than the statement timeout a connection may be silent before it counts as dead. */
const SILENCE_MARGIN_MS = 5_000;
/** Longest wait for a call, including queueing for a connection. */
export const CALL_DEADLINE_MS = 20_000;

/**
 * Opens a pool; nothing connects before the first query. A Unix socket is given as in libpq:
 * `postgres://user@localhost/database?host=/folder`.
 */
export function openPool(url: string, options: PoolOptions = {}): Sql {
  const statementTimeoutMs = options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS;
  const silenceMs = statementTimeoutMs + SILENCE_MARGIN_MS;
  const server = new URL(url);
  const socketFolder = server.searchParams.get("host");
  server.searchParams.delete("host");
  return postgres(server.href, {
    ...(socketFolder ? { path: `${socketFolder}/.s.PGSQL.${server.port || 5432}` } : {}),
    max: options.max ?? 10,
    connect_timeout: 5,
    // An idle connection closes cleanly before the silence timeout would cut it.
    idle_timeout: Math.floor(silenceMs / 1000) - 2,
    socket: (target: SocketTarget) => connectWatched(target, silenceMs),
    connection: {
      application_name: options.name ?? "aisle",
      TimeZone: "UTC",
      statement_timeout: statementTimeoutMs,
      lock_timeout: options.lockTimeoutMs ?? LOCK_TIMEOUT_MS,
      idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ??
        IDLE_IN_TRANSACTION_TIMEOUT_MS,
    },
    types: {
      bigint: { to: 20, from: [20], parse: parseBigint, serialize: String },
    },
    // Not `postgres.camel`, which would rename the members of JSON values too.
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel } },
    onnotice: () => {},
  } as postgres.Options<{ bigint: postgres.PostgresType<number> }>);
}

/** Money and counts are 64-bit integers in Postgres; beyond 2^53 a number would be silently wrong. */
function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large for a number`);
  return value;
}

/** The state of a transaction: `late` once its time is up, `over` once the server or a lost connection has ended it. */
interface TransactionState {
  is: "open" | "late" | "over";
}

const states = new WeakMap<Transaction, TransactionState>();

/**
 * Runs `work` in a transaction and returns its result; rolls back if it throws. Once the connection is lost or the time
 * is up, the transaction rejects further queries: postgres.js would run them on the next connection, outside any
 * transaction.
 * @throws {DeadlineError} if it takes longer than `limitMs`, including the wait for a connection. Whether it committed
 * is then unknown.
 */
export async function transaction<T>(
  sql: Sql,
  work: (tx: Transaction) => Promise<T>,
  limitMs: number = CALL_DEADLINE_MS,
): Promise<T> {
  const state: TransactionState = { is: "open" };
  const begun = sql.begin((inner) => guarded(inner, state, work)) as Promise<T>;
  try {
    return await deadline(begun.finally(() => state.is = "over"), limitMs);
  } finally {
    if (state.is === "open") state.is = "late";
  }
}

/** Runs a part of a transaction in a savepoint: if it throws, only the writes of this part are rolled back. */
export async function savepoint<T>(tx: Transaction, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const state = states.get(tx);
  if (!state) throw new TypeError("not a transaction begun by transaction()");
  return await tx.savepoint((inner) => guarded(inner, state, work)) as T;
}

/**
 * Runs `work` on a handle that rejects queries unless the transaction is open. After "over" the promise never settles:
 * the library would send its commit or rollback on a connection that someone else may be using by now.
 */
function guarded<T>(
  inner: Transaction,
  state: TransactionState,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const handle = new Proxy(inner, {
    apply(target, self, args) {
      if (state.is !== "open") throw new TransactionLostError("the transaction is over");
      return Reflect.apply(target, self, args);
    },
  });
  states.set(handle, state);
  return new Promise<T>((resolve, reject) => {
    work(handle).then((result) => {
      if (state.is === "open") resolve(result);
      if (state.is === "late") reject(new TransactionLostError("the transaction was too late to commit"));
    }, (error) => {
      if (state.is !== "over") reject(error);
    });
  });
}

/** Resolves with `promise`, or rejects with a `DeadlineError` after `limitMs`. The work itself is not cancelled. */
export async function deadline<T>(promise: PromiseLike<T>, limitMs: number = CALL_DEADLINE_MS): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(`no response within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Failures after which a retry of the same call may succeed, by SQLSTATE or driver code. All others are the call's own
 * fault.
 */
const TRANSIENT_CODES: Record<string, string> = {
  "40001": "serialization failure: another transaction came first",
  "40P01": "deadlock: the server chose this transaction as the victim",
  "55P03": "lock not available within lock_timeout",
  "57014": "statement cancelled by statement_timeout",
  "25P03": "idle in transaction for too long",
  "57P01": "the server is shutting down",
  "57P02": "the server is recovering from a crash",
  "57P03": "the server is starting up",
  "53300": "too many connections",
  "53200": "the server is out of memory",
  "53100": "the server's disk is full",
  CONNECTION_CLOSED: "the connection was closed during the call",
  CONNECTION_DESTROYED: "the connection was cut",
  CONNECT_TIMEOUT: "no connection within connect_timeout",
  ECONNREFUSED: "nothing is listening there (yet)",
  ECONNRESET: "the connection was reset",
  ENOENT: "the server's socket does not exist (yet)",
  EPIPE: "the connection ended while writing",
  ETIMEDOUT: "the network did not respond",
  EHOSTUNREACH: "the host is unreachable",
  ENOTFOUND: "the host name is unknown (yet)",
  deadline: "no response within the call's deadline",
  "transaction-lost": "the transaction's connection was lost",
};

/** Whether a later retry may succeed: a server or network that is down, a lock, a deadlock. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  const code = String(error.code);
  // Class 08 is "connection exception".
  return code in TRANSIENT_CODES || code.startsWith("08");
}

/**
 * True for the one error that postgres.js 3.4.9 throws from a timer when a TLS connection is lost inside a transaction.
 * The transaction itself fails with its own error, so this one may be ignored.
 */
export function isKnownDriverFault(error: unknown): boolean {
  return error instanceof TypeError && error.message === "Cannot read properties of null (reading 'write')" &&
    /nextWrite .*postgres.*connection\.js/.test(error.stack ?? "");
}

/** Keeps the process alive on `isKnownDriverFault` only. Returns a function that undoes this. */
export function surviveKnownDriverFault(): () => void {
  const listener = (event: ErrorEvent) => {
    if (isKnownDriverFault(event.error)) event.preventDefault();
  };
  globalThis.addEventListener("error", listener);
  return () => globalThis.removeEventListener("error", listener);
}
