/** Ports that misbehave, each in one way: `faulty_process.ts` applies them to the services of the product. */
import { setTimeout as delay } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { type Random, shuffled } from "@/lib/demo/random.ts";
import type { OutboxRow } from "@/lib/messaging/event_log.ts";
import type { Services } from "@/lib/services.ts";
import { wrapMethods, type Wrapper } from "./points.ts";

const SLOW_MS_MAX = 4_000;
/** How many of the published messages may be published again. */
const REMEMBERED = 200;

function wrapProvider({ provider }: Services, wrapper: Wrapper): void {
  wrapMethods(provider, ["charge", "close", "refund"], wrapper);
}

/** The faults by name: each changes the services in place. */
export const faultyPorts = {
  "provider-slow": (services, random) =>
    wrapProvider(services, async (call, signal) => {
      await delay(random() * SLOW_MS_MAX, undefined, { signal });
      return await call();
    }),
  "provider-failing": (services, random) =>
    wrapProvider(
      services,
      (call) => random() < 0.5 ? Promise.reject(new Error("the provider is down")) : call(),
    ),
  "provider-responses-lost": (services, random) =>
    wrapProvider(services, async (call) => {
      const result = await call();
      if (random() < 0.5) throw new Error("the connection ended before the response");
      return result;
    }),
  "provider-called-twice": (services, random) =>
    wrapProvider(services, async (call) => {
      const [first, second] = await Promise.all([call(), call()]);
      return random() < 0.5 ? first : second;
    }),
  "provider-responses-late": (services, random) =>
    wrapProvider(services, async (call) => {
      const result = await call();
      await delay(services.config.paymentDeadlineMs * 2 * random());
      return result;
    }),
  "deliveries-repeated": ({ eventLog }, random) => {
    const past: OutboxRow[] = [];
    const { publish } = eventLog;
    eventLog.publish = (rows) => {
      past.push(...rows);
      const repeated = past.slice(-REMEMBERED).filter(() => random() < 0.3);
      return publish(shuffled([...rows, ...rows, ...repeated.map(withNewId)], random));
    };
  },
} satisfies Record<string, (services: Services, random: Random) => void>;

export type FaultyPorts = keyof typeof faultyPorts;

/** The same message with an id that no inbox has. */
function withNewId({ seq, message }: OutboxRow): OutboxRow {
  return { seq, message: { ...message, envelope: { ...message.envelope, id: uuidv7() } } };
}
