/**
 * Points at which a process is ended or frozen: before and after each call of a port. They are put into the objects
 * that the product uses, in place, so that whoever got hold of one meets them.
 */
import type { BatchHandler } from "@/lib/messaging/event_log.ts";
import type { Sql, Transaction } from "@/lib/db/pool.ts";
import type { Services } from "@/lib/services.ts";

/** One call of a port: `before board.claim`, `after sql.query`. */
export type Point = `${"before" | "after"} ${string}`;

/** What happens at a point, and when. */
export interface PointOrder {
  point: Point;
  act: "crash" | "freeze";
  /** How often the process passes the point before. */
  passes: number;
}

/**
 * The calls that each part of the product makes. `sql.query` is a statement, alone or in a transaction; after
 * `sql.begin` a transaction is committed; `eventLog.handle` is the handling of a batch inside one.
 */
export const CALLS: Record<string, string[]> = {
  web: ["board.hold", "board.release", "board.claim", "board.snapshot", "board.feeds", "sql.query"],
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

/** What the process says before it does as it was told. */
export const REACHED = /^reached (.+)$/m;

/** Does something around a call, and may leave it out or make it twice. */
export type Around = <T>(call: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** Puts `around` around these methods of a port. */
export function surround<Port extends object>(
  port: Port,
  names: (keyof Port & string)[],
  around: Around,
): void {
  for (const name of names) {
    const method = port[name];
    if (typeof method !== "function") throw new TypeError(`${name} is not a method`);
    const surrounded = (...args: unknown[]) => {
      const signal = args.find((arg) => arg instanceof AbortSignal);
      return around(() => method.apply(port, args), signal);
    };
    Object.assign(port, { [name]: surrounded });
  }
}

/** Counts how often a point is passed, from the moment it is armed, and then does as ordered. */
export class ArmedPoint {
  #passes: number;
  #armed = false;

  constructor(readonly order: PointOrder) {
    this.#passes = order.passes;
  }

  arm(): void {
    this.#armed = true;
  }

  /** A function that does something around the call of this name. */
  around(call: string): Around {
    return async (work) => {
      this.pass(`before ${call}`);
      const answer = await work();
      this.pass(`after ${call}`);
      return answer;
    };
  }

  pass(point: Point): void {
    if (!this.#armed || point !== this.order.point || this.#passes-- !== 0) return;
    Deno.stdout.writeSync(new TextEncoder().encode(`reached ${point}\n`));
    Deno.kill(Deno.pid, this.order.act === "crash" ? "SIGKILL" : "SIGSTOP");
  }
}

/** The services with the point in them; it is passed over until it is armed. */
export function withPoint(services: Services, point: ArmedPoint): Services {
  const [port, method] = point.order.point.split(" ")[1].split(".");
  const around = point.around(`${port}.${method}`);
  if (port === "sql") return { ...services, sql: withPointInSql(services.sql, around, method) };
  if (method === "handle") surroundHandlers(services, around);
  else surround(services[port as "board"], [method as "hold"], around);
  return services;
}

function surroundHandlers({ eventLog }: Services, around: Around): void {
  const { subscribe } = eventLog;
  eventLog.subscribe = (options) => {
    const handle: BatchHandler = (batch, tx) => around(() => options.handle(batch, tx));
    return subscribe({ ...options, handle });
  };
}

/** Transactions are begun in place, for the event log has the pool too; its other users get the proxy. */
function withPointInSql(sql: Sql, around: Around, method: string): Sql {
  const begin = sql.begin.bind(sql) as (...args: unknown[]) => Promise<unknown>;
  const surrounded = (...args: unknown[]) => {
    const work = args.pop() as (tx: Transaction) => Promise<unknown>;
    if (method === "begin") return around(() => begin(...args, work));
    return begin(...args, (tx: Transaction) => work(withQueriesIn(tx, around)));
  };
  Object.assign(sql, { begin: surrounded });
  return method === "query" ? withQueriesIn(sql, around) : sql;
}

function withQueriesIn<Handle extends Sql | Transaction>(sql: Handle, around: Around): Handle {
  return new Proxy(sql, {
    apply(target, self, args) {
      const query = Reflect.apply(target as (...args: unknown[]) => unknown, self, args);
      // Parts of statements are made by the same function; only what is awaited is sent.
      return args[0]?.raw ? surroundQuery(query as Promise<unknown>, around) : query;
    },
    get(target, name) {
      if (name !== "savepoint" || !("savepoint" in target)) return Reflect.get(target, name);
      return (work: (tx: Transaction) => Promise<unknown>) =>
        target.savepoint((tx) => work(withQueriesIn(tx as Transaction, around)));
    },
  });
}

function surroundQuery(query: Promise<unknown>, around: Around): Promise<unknown> {
  const send = query.then.bind(query);
  // Some await a statement twice, or its `catch` and `finally`, which are made of `then`.
  let sent: Promise<unknown> | undefined;
  const then: Promise<unknown>["then"] = (...handlers) => {
    sent ??= around(() => new Promise(send));
    return sent.then(...handlers);
  };
  return Object.assign(query, { then });
}
