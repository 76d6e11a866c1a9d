/**
 * Points at which a process crashes or freezes: before and after each call of a port. The methods of the product's own
 * objects are replaced in place, so that all their users pass the points.
 */
import type { BatchHandler } from "@/lib/messaging/event_log.ts";
import type { Sql, Transaction } from "@/lib/db/pool.ts";
import type { Services } from "@/lib/services.ts";

/** One call of a port: `before board.claim`, `after sql.query`. */
export type Point = `${"before" | "after"} ${string}`;

/** What to do at a point, and when. */
export interface PointInstruction {
  point: Point;
  act: "crash" | "freeze";
  /** How many times the process passes the point before it does so. */
  passes: number;
}

/**
 * The calls that each part of the product makes. `sql.query` is a statement, alone or in a transaction; after
 * `sql.begin` a transaction has been committed; `eventLog.handle` handles a batch inside one.
 */
export const CALLS: Record<string, string[]> = {
  web: ["board.hold", "board.release", "board.claim", "board.snapshotUnlessAt", "board.feeds", "sql.query"],
  relay: ["eventLog.take", "eventLog.publish", "sql.query", "sql.begin"],
  payments: [
    "provider.charge",
    "provider.close",
    "provider.refund",
    "eventLog.handle",
    "sql.query",
    "sql.begin",
  ],
  bookings: ["board.hold", "eventLog.handle", "sql.query", "sql.begin"],
  seats: ["board.reactivate", "board.sync", "eventLog.handle", "sql.query", "sql.begin"],
  "seat-status": ["board.feeds", "board.snapshots", "sql.query", "sql.begin"],
  notifications: ["eventLog.handle", "sql.query", "sql.begin"],
  delivery: ["mailer.send", "eventLog.handle", "sql.query", "sql.begin"],
  sweeper: ["board.sweep", "board.stuckClaims", "sql.query", "sql.begin"],
};

/** What the process prints before it crashes or freezes. */
export const REACHED = /^reached (.+)$/m;

/** Does something before and after a call; may also skip it or make it twice. */
export type Wrapper = <T>(call: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** Wraps these methods of a port in `wrapper`, in place. */
export function wrapMethods<Port extends object>(
  port: Port,
  names: (keyof Port & string)[],
  wrapper: Wrapper,
): void {
  for (const name of names) {
    const method = port[name];
    if (typeof method !== "function") throw new TypeError(`${name} is not a method`);
    const wrapped = (...args: unknown[]) => {
      const signal = args.find((arg) => arg instanceof AbortSignal);
      return wrapper(() => method.apply(port, args), signal);
    };
    Object.assign(port, { [name]: wrapped });
  }
}

/** Counts how often its point is passed once it is armed, and then carries out the instruction. */
export class ArmedPoint {
  #passes: number;
  #armed = false;

  constructor(readonly instruction: PointInstruction) {
    this.#passes = instruction.passes;
  }

  arm(): void {
    this.#armed = true;
  }

  /** A wrapper that passes the points before and after the call of this name. */
  wrapperOf(call: string): Wrapper {
    return async (work) => {
      this.pass(`before ${call}`);
      const result = await work();
      this.pass(`after ${call}`);
      return result;
    };
  }

  pass(point: Point): void {
    if (!this.#armed || point !== this.instruction.point || this.#passes-- !== 0) return;
    Deno.stdout.writeSync(new TextEncoder().encode(`reached ${point}\n`));
    Deno.kill(Deno.pid, this.instruction.act === "crash" ? "SIGKILL" : "SIGSTOP");
  }
}

/** The services with the point in them, which has no effect until it is armed. */
export function withPoint(services: Services, point: ArmedPoint): Services {
  const [port, method] = point.instruction.point.split(" ")[1].split(".");
  const wrapper = point.wrapperOf(`${port}.${method}`);
  if (port === "sql") return { ...services, sql: withPointInSql(services.sql, wrapper, method) };
  if (method === "handle") wrapHandlers(services, wrapper);
  else wrapMethods(services[port as "board"], [method as "hold"], wrapper);
  return services;
}

function wrapHandlers({ eventLog }: Services, wrapper: Wrapper): void {
  const { subscribe } = eventLog;
  eventLog.subscribe = (options) => {
    const handle: BatchHandler = (batch, tx) => wrapper(() => options.handle(batch, tx));
    return subscribe({ ...options, handle });
  };
}

/** Replaces `begin` in place, because the event log has the pool, too; the pool's other users get the proxy. */
function withPointInSql(sql: Sql, wrapper: Wrapper, method: string): Sql {
  const begin = sql.begin.bind(sql) as (...args: unknown[]) => Promise<unknown>;
  const wrapped = (...args: unknown[]) => {
    const work = args.pop() as (tx: Transaction) => Promise<unknown>;
    if (method === "begin") return wrapper(() => begin(...args, work));
    return begin(...args, (tx: Transaction) => work(withQueriesIn(tx, wrapper)));
  };
  Object.assign(sql, { begin: wrapped });
  return method === "query" ? withQueriesIn(sql, wrapper) : sql;
}

function withQueriesIn<Handle extends Sql | Transaction>(sql: Handle, wrapper: Wrapper): Handle {
  return new Proxy(sql, {
    apply(target, self, args) {
      const query = Reflect.apply(target as (...args: unknown[]) => unknown, self, args);
      // The same function makes parts of statements; only what is awaited is sent.
      return args[0]?.raw ? wrapQuery(query as Promise<unknown>, wrapper) : query;
    },
    get(target, name) {
      if (name !== "savepoint" || !("savepoint" in target)) return Reflect.get(target, name);
      return (work: (tx: Transaction) => Promise<unknown>) =>
        target.savepoint((tx) => work(withQueriesIn(tx as Transaction, wrapper)));
    },
  });
}

function wrapQuery(query: Promise<unknown>, wrapper: Wrapper): Promise<unknown> {
  const send = query.then.bind(query);
  // Some callers await a statement twice, or call its `catch` and `finally`, which use `then`.
  let sent: Promise<unknown> | undefined;
  const then: Promise<unknown>["then"] = (...handlers) => {
    sent ??= wrapper(() => new Promise(send));
    return sent.then(...handlers);
  };
  return Object.assign(query, { then });
}
