/** Ports that behave badly, each in one way. They wrap what the product uses, and stand in for it in `faulty_process.ts`. */
import { setTimeout as delay } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import type { OutboxRow } from "@/lib/messaging/event_log.ts";
import type { PaymentProvider } from "@/lib/payments/provider.ts";
import type { Services } from "@/lib/services.ts";

const SLOW_MS_MAX = 4_000;
/** Of a hundred calls of a port, how many end the process before or after. */
const CRASH_SHARE = 0.02;

type Call = () => Promise<unknown>;
/** Does something around a call, and may leave it out or make it twice. */
type Around = (call: Call, signal?: AbortSignal) => Promise<unknown>;

/** The port with `around` done around these of its methods. */
function wrapped<Port extends object>(port: Port, names: (keyof Port)[], around: Around): Port {
  return new Proxy(port, {
    get(target, name) {
      const member = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      if (!names.includes(name as keyof Port)) return member.bind(target);
      return (...args: unknown[]) => {
        const signal = args.find((arg) => arg instanceof AbortSignal);
        return around(() => member.apply(target, args), signal);
      };
    },
  });
}

function faultyProvider({ provider }: Services, around: Around): { provider: PaymentProvider } {
  return { provider: wrapped(provider, ["charge", "close", "refund"], around) };
}

/** Ends the process as `kill -9` does. */
function crashSometimes(): void {
  if (Math.random() < CRASH_SHARE) Deno.kill(Deno.pid, "SIGKILL");
}

const crashing: Around = async (call) => {
  crashSometimes();
  const answer = await call();
  crashSometimes();
  return answer;
};

/** The faults by name: each answers the services that it replaces. */
export const faultyPorts = {
  "provider-slow": (services) =>
    faultyProvider(services, async (call, signal) => {
      await delay(Math.random() * SLOW_MS_MAX, undefined, { signal });
      return await call();
    }),
  "provider-failing": (services) =>
    faultyProvider(services, (call) => {
      if (Math.random() < 0.5) return Promise.reject(new Error("the provider is down"));
      return call();
    }),
  "provider-answers-lost": (services) =>
    faultyProvider(services, async (call) => {
      const answer = await call();
      if (Math.random() < 0.5) throw new Error("the connection ended before the answer");
      return answer;
    }),
  "provider-called-twice": (services) =>
    faultyProvider(services, async (call) => {
      const [first, second] = await Promise.all([call(), call()]);
      return Math.random() < 0.5 ? first : second;
    }),
  "provider-answers-late": (services) =>
    faultyProvider(services, async (call) => {
      const answer = await call();
      await delay(services.config.paymentDeadlineMs * 2 * Math.random());
      return answer;
    }),
  "deliveries-repeated": ({ eventLog }) => {
    const past: OutboxRow[] = [];
    const publish = (rows: OutboxRow[]) => {
      past.push(...rows);
      const repeated = past.slice(-200).filter(() => Math.random() < 0.3);
      return eventLog.publish(shuffled([...rows, ...rows, ...repeated.map(asAnother)]));
    };
    return { eventLog: { ...eventLog, publish } };
  },
  "crash-points": ({ provider, board, eventLog }) => ({
    provider: wrapped(provider, ["charge", "close", "refund"], crashing),
    board: wrapped(board, ["hold", "release", "claim", "reactivate", "settle"], crashing),
    eventLog: wrapped(eventLog, ["publish"], crashing),
  }),
} satisfies Record<string, (services: Services) => Partial<Services>>;

export type FaultyPorts = keyof typeof faultyPorts;

/** The same message under an id that no inbox knows. */
function asAnother({ seq, message }: OutboxRow): OutboxRow {
  return { seq, message: { ...message, envelope: { ...message.envelope, id: uuidv7() } } };
}

function shuffled<T>(list: T[]): T[] {
  return list.map((item) => ({ item, rank: Math.random() })).sort((a, b) => a.rank - b.rank).map(({ item }) =>
    item
  );
}
