/** The faults, by name. Each is injected while buyers are shopping. */
import { setTimeout as delay } from "node:timers/promises";
import { workers } from "../../workers/mod.ts";
import {
  atCrashPoints,
  everythingKilled,
  frozen,
  frozenAt,
  type Injection,
  instancesComeAndGo,
  lateOutboxRow,
  losingBoard,
  relayHandedOver,
  restarted,
  secondTabs,
  slowRedis,
  streamsDropped,
  terminateBackends,
  withClock,
  withPorts,
} from "./injections.ts";
import { CALLS } from "./points.ts";
import { HOLD_MAX_SECONDS, PAYMENT_DEADLINE_SECONDS } from "./product.ts";

export interface Fault {
  inject: Injection;
  /** About how long the injection takes, for the estimate of the run's duration. */
  seconds: number;
}

/** Longer than a payment may take, so that deadlines pass during the fault. */
const PAST_DEADLINE_SECONDS = PAYMENT_DEADLINE_SECONDS + 1.5;
/** Longer than any hold lasts. */
const PAST_HOLD_SECONDS = HOLD_MAX_SECONDS + 1;
/** Longer than the sweeper tolerates a claim that is not in Postgres, plus the time to its next sweep. */
const PAST_CLAIM_SECONDS = 22;
const REPLACED_SECONDS = 10;
const WORKERS = workers.map(({ name }) => name);

/** The same fault in several parts, each with a separate name. */
function inEach(names: string[], nameOf: (name: string) => string, faultOf: (name: string) => Fault) {
  return Object.fromEntries(names.map((name) => [nameOf(name), faultOf(name)]));
}

const killed: Record<string, Fault> = {
  ...inEach(["web", ...WORKERS], (name) => `${name} killed`, (name) => ({
    seconds: 2,
    inject: ({ product }) => product.part(name).crash(),
  })),
  "everything killed at once": { seconds: 4, inject: everythingKilled },
};

const freezing: Record<string, Fault> = {
  ...inEach(
    ["relay", "payments", "bookings", "seats", "web"],
    (name) => `${name} frozen past the deadline`,
    (name) => ({
      seconds: PAST_DEADLINE_SECONDS,
      inject: ({ product }) => frozen(product.part(name), PAST_DEADLINE_SECONDS * 1000),
    }),
  ),
  ...inEach(["web", "payments", "seats", "sweeper"], (name) => `${name} frozen past its holds`, (name) => ({
    seconds: PAST_HOLD_SECONDS,
    inject: ({ product }) => frozen(product.part(name), PAST_HOLD_SECONDS * 1000),
  })),
  "web frozen with a claim": frozenAtPoint("web", "after board.claim", PAST_HOLD_SECONDS),
  "web frozen until its claim is given up": frozenAtPoint("web", "after board.claim", PAST_CLAIM_SECONDS),
  "payments frozen with a response": frozenAtPoint("payments", "after provider.charge", PAST_HOLD_SECONDS),
  "seats frozen before settling": frozenAtPoint("seats", "before board.sync", PAST_HOLD_SECONDS),
  "sweeper frozen before sweeping": frozenAtPoint("sweeper", "before board.sweep", PAST_HOLD_SECONDS),
};

function frozenAtPoint(...[name, point, seconds]: Parameters<typeof frozenAt>): Fault {
  return { seconds: seconds + 4, inject: frozenAt(name, point, seconds * 1000) };
}

const instances: Record<string, Fault> = {
  "instances added, frozen and killed": { seconds: 25, inject: instancesComeAndGo },
  "relay killed while publishing": { seconds: 5, inject: relayHandedOver((relay) => relay.crash()) },
  "relay frozen while publishing": { seconds: 8, inject: relayHandedOver(() => Promise.resolve()) },
};

const servers: Record<string, Fault> = {
  "Redis flushed": { seconds: 0, inject: losingBoard(({ board }) => board.flushall()) },
  "Redis restarted": { seconds: 1, inject: losingBoard(({ redis }) => restarted(redis, 500)) },
  "Redis failed over, a second lost": {
    seconds: 2,
    inject: losingBoard((product) => product.failOverRedis(1_000)),
  },
  "Redis frozen": { seconds: 3, inject: ({ product }) => frozen(product.redis, 3_000) },
  "Redis slow": { seconds: 6, inject: slowRedis },
  "Postgres connections cut": { seconds: 3, inject: terminateBackends },
  "Postgres restarted": { seconds: 1, inject: ({ product }) => product.endPostgres("SIGINT") },
  "Postgres crashed": { seconds: 2, inject: ({ product }) => product.endPostgres("SIGQUIT") },
  "Kafka restarted": {
    seconds: 8,
    inject: ({ product }) => restarted(product.kafka, PAST_DEADLINE_SECONDS * 1000),
  },
  "Kafka frozen": {
    seconds: 7,
    inject: ({ product }) => frozen(product.kafka, 2 * PAST_DEADLINE_SECONDS * 1000),
  },
  "Kafka down for a minute": { seconds: 65, inject: ({ product }) => restarted(product.kafka, 60_000) },
};

const ports: Record<string, Fault> = {
  "provider slow": { seconds: REPLACED_SECONDS, inject: withPorts("provider-slow", "payments") },
  "provider failing": { seconds: REPLACED_SECONDS, inject: withPorts("provider-failing", "payments") },
  "provider's responses lost": {
    seconds: REPLACED_SECONDS,
    inject: withPorts("provider-responses-lost", "payments"),
  },
  "provider called twice": {
    seconds: REPLACED_SECONDS,
    inject: withPorts("provider-called-twice", "payments"),
  },
  "provider responding late": {
    seconds: REPLACED_SECONDS,
    inject: withPorts("provider-responses-late", "payments"),
  },
  "deliveries repeated and shuffled": {
    seconds: REPLACED_SECONDS,
    inject: withPorts("deliveries-repeated", "relay"),
  },
  "a lower outbox row committed late": { seconds: 5, inject: lateOutboxRow },
  "200 streams dropped": { seconds: 5, inject: streamsDropped },
};

const SECONDS_PER_POINT = 1.5;

const crashPoints = inEach(["web", ...WORKERS], (name) => `crash points in ${name}`, (name) => ({
  seconds: CALLS[name].length * 2 * SECONDS_PER_POINT,
  inject: atCrashPoints(name),
}));

const clocks: Record<string, Fault> = {
  ...inEach(
    ["web", "payments", "bookings", "seat-status", "notifications", "sweeper"],
    (name) => `${name}'s clock 5 minutes ahead`,
    (name) => ({ seconds: REPLACED_SECONDS, inject: withClock(name, 5) }),
  ),
  ...inEach(["web", "sweeper"], (name) => `${name}'s clock 5 minutes behind`, (name) => ({
    seconds: REPLACED_SECONDS,
    inject: withClock(name, -5),
  })),
};

export const faults: Record<string, Fault> = {
  "none": { seconds: 2, inject: () => delay(2_000) },
  "a second tab changes the hold": { seconds: 5, inject: secondTabs },
  ...killed,
  ...freezing,
  ...instances,
  ...servers,
  ...ports,
  ...crashPoints,
  ...clocks,
};
