/**
 * Connections to Postgres. Queries spell columns in snake_case and rows come out in camelCase; `sql(row)` turns
 * camelCase members back into columns. `bigint` is a number, `numeric` text, `timestamptz` a Date, `jsonb` a value.
 */
import postgres from "postgres";
import { connectWatched, type SocketTarget } from "@/lib/db/pool_socket.ts";

/** What the pool adds to the types a parameter may have. */
interface Types extends Record<string, unknown> {
  bigint: number;
}

/** A pool of connections. */
export type Sql = postgres.Sql<Types>;
/** One connection inside a transaction. */
export type Transaction = postgres.TransactionSql<Types>;
/** A pool or a transaction, for functions that work in either. */
export type Queryable = Sql | Transaction;

/** A call that got no answer in its time. What it did in the database is not known. */
export class DeadlineError extends Error {
  override name = "DeadlineError";
  readonly code = "deadline";
}

/** A query on a transaction whose connection or time has ended; nothing of the transaction is kept. */
export class TransactionLostError extends Error {
  override name = "TransactionLostError";
  readonly code = "transaction-lost";
}

export interface PoolOptions {
  /** Most connections at once. */
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
/** How much longer than its statements a connection may be silent before it counts as dead. */
const SILENCE_MARGIN_MS = 5_000;
/** Longest wait for a call, its queueing for a connection included. */
export const CALL_DEADLINE_MS = 20_000;

/**
 * Opens a pool; nothing connects before the first query. A Unix socket is given as libpq does:
 * `postgres://user@localhost/database?host=/folder`.
 */
export function openPool(url: string, options: PoolOptions = {}): Sql {
  const statementTimeoutMs = options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS;
  const silenceMs = statementTimeoutMs + SILENCE_MARGIN_MS;
  const address = new URL(url);
  const socketFolder = address.searchParams.get("host");
  address.searchParams.delete("host");
  return postgres(address.href, {
    ...(socketFolder ? { path: `${socketFolder}/.s.PGSQL.${address.port || 5432}` } : {}),
    max: options.max ?? 10,
    connect_timeout: 5,
    // An idle connection closes in good order before the watch on silence would cut it.
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

/** Money and counts are integers of 64 bits in Postgres; beyond 2^53 a number would be silently wrong. */
function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large for a number`);
  return value;
}

/** How a transaction stands: `late` once its time is up, `over` when the server or the connection has ended it. */
interface TransactionState {
  is: "open" | "late" | "over";
}

const states = new WeakMap<Transaction, TransactionState>();

/**
 * Runs `work` in a transaction and gives its result; everything is rolled back when it throws. Once the connection
 * is lost or the time is over, the transaction refuses further queries: postgres.js would run them on the next
 * connection, outside of any transaction.
 * @throws {DeadlineError} when it takes longer than `limitMs`, waiting for a connection included. Whether it
 * committed is not known then.
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

/** Runs a part of a transaction that may fail by itself: a throw takes back what the part wrote and leaves the rest. */
export async function savepoint<T>(tx: Transaction, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const state = states.get(tx);
  if (!state) throw new TypeError("not a transaction of transaction()");
  return await tx.savepoint((inner) => guarded(inner, state, work)) as T;
}

/**
 * Runs `work` on a handle that refuses queries unless the transaction is open. After "over" the answer never settles:
 * the library would send its commit or rollback on a connection that may be another's by now.
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

/** The result of `promise`, or a `DeadlineError` after `limitMs`. The work itself is not stopped. */
export async function deadline<T>(promise: PromiseLike<T>, limitMs: number = CALL_DEADLINE_MS): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(`no answer in ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Failures that the same call may survive when tried again, by SQLSTATE or by the driver's code. Everything else is
 * wrong with the call itself.
 */
const TRANSIENT_CODES: Record<string, string> = {
  "40001": "serialization failure: another transaction came first",
  "40P01": "deadlock: the server chose this one to give way",
  "55P03": "lock not available within lock_timeout",
  "57014": "statement cancelled by statement_timeout",
  "25P03": "idle in transaction for too long",
  "57P01": "the server is shutting down",
  "57P02": "the server is recovering from a crash",
  "57P03": "the server is starting up",
  "53300": "too many connections",
  "53200": "the server is out of memory",
  "53100": "the server's disk is full",
  CONNECTION_CLOSED: "the connection ended in the middle",
  CONNECTION_DESTROYED: "the connection was cut",
  CONNECT_TIMEOUT: "no connection within connect_timeout",
  ECONNREFUSED: "nothing listens there (yet)",
  ECONNRESET: "the connection was reset",
  ENOENT: "the server's socket is not there (yet)",
  EPIPE: "the connection ended while writing",
  ETIMEDOUT: "the network gave no answer",
  EHOSTUNREACH: "the network has no way there",
  ENOTFOUND: "the name is not known (yet)",
  deadline: "no answer in the time of the call",
  "transaction-lost": "the transaction's connection ended",
};

/** True when trying the same again later may succeed: a server or network that is down, a lock, a deadlock. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  const code = String(error.code);
  // Class 08 is "connection exception".
  return code in TRANSIENT_CODES || code.startsWith("08");
}

/**
 * True for the one error that postgres.js 3.4.9 throws out of a timer when a connection over TLS is lost inside a
 * transaction. The transaction itself has failed with an error of its own, so this one may be passed over.
 */
export function isKnownDriverFault(error: unknown): boolean {
  return error instanceof TypeError && error.message === "Cannot read properties of null (reading 'write')" &&
    /nextWrite .*postgres.*connection\.js/.test(error.stack ?? "");
}

/** Keeps the process alive on `isKnownDriverFault`, and on nothing else. Returns a function that ends this. */
export function surviveKnownDriverFault(): () => void {
  const listener = (event: ErrorEvent) => {
    if (isKnownDriverFault(event.error)) event.preventDefault();
  };
  globalThis.addEventListener("error", listener);
  return () => globalThis.removeEventListener("error", listener);
}
