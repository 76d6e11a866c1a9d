/** What an operator should look at now, in sentences. Pure: the same health gives the same alarms. */
import { inLargestUnit } from "@/lib/format/durations.ts";
import type { Dependency, Readiness } from "./health.ts";
import type { PaymentOutcomes, WindowMinutes } from "./payment_outcomes.ts";
import type { QueueHealth, QueueName, QueueState } from "./queue_health.ts";

/** How the machinery behind the pages does. */
export interface SystemHealth extends Readiness, QueueHealth {
  payments: Record<WindowMinutes, PaymentOutcomes>;
}

export interface Alarm {
  /** `danger`: buyers are affected now. */
  kind: "danger" | "warning";
  text: string;
  /** What the other side said. */
  error?: string;
  /** Where to do something about it. */
  href?: string;
}

export const dependencyNames: Record<Dependency, string> = {
  database: "Database",
  board: "Seat board",
  eventLog: "Event log",
};

/** Work that fails for so long, in seconds, is no passing fault. */
const failing: { queue: QueueName; what: string; seconds: number; kind: Alarm["kind"] }[] = [
  { queue: "payments", what: "Payments fail", seconds: 10, kind: "danger" },
  { queue: "refunds", what: "Refunds fail", seconds: 60, kind: "warning" },
  { queue: "mails", what: "Mails cannot be sent", seconds: 60, kind: "warning" },
];

/** Work that nobody has taken for so long, in seconds, has no worker. */
const waiting: { queue: QueueName; what: string; seconds: number; kind: Alarm["kind"] }[] = [
  { queue: "outbox", what: "Messages are not published", seconds: 60, kind: "danger" },
  { queue: "payments", what: "Payments are not being made", seconds: 60, kind: "danger" },
  { queue: "overdue_bookings", what: "Bookings are past their deadline", seconds: 10, kind: "danger" },
  { queue: "refunds", what: "Refunds are not being made", seconds: 60, kind: "warning" },
  { queue: "mails", what: "Mails are not being sent", seconds: 300, kind: "warning" },
];

/** Queues whose content waits for a person. */
const inspected: { queue: QueueName; what: string }[] = [
  { queue: "failed_mails", what: "Mails were given up" },
  { queue: "dead_letters", what: "Messages could not be handled" },
];

/** Fewer payments than this say nothing about the provider. */
const PAYMENTS_MIN = 5;
const UNANSWERED_SHARE_MAX = 0.2;

/** Everything that is wrong, the worst first; empty when all is well. */
export function alarmsOf(health: SystemHealth): Alarm[] {
  const alarms = [...downAlarms(health), ...queueAlarms(health.queues), ...paymentAlarms(health)];
  return alarms.sort((one, other) => rank(one) - rank(other));
}

const rank = ({ kind }: Alarm) => kind === "danger" ? 0 : 1;

function downAlarms({ dependencies, failures }: Readiness): Alarm[] {
  return (Object.keys(dependencies) as Dependency[])
    .filter((name) => dependencies[name] === "down")
    .map((name) => ({
      kind: "danger",
      text: `${dependencyNames[name]} does not answer.`,
      error: failures[name]?.error,
    }));
}

function queueAlarms(queues: Record<QueueName, QueueState>): Alarm[] {
  const alarms: Alarm[] = [];
  for (const { queue, what, seconds, kind } of failing) {
    const { retrying, failingSeconds, error } = queues[queue];
    if (failingSeconds === null || failingSeconds < seconds) continue;
    const text = `${what}: ${retrying} to be tried again, the first failing for ${
      inLargestUnit(failingSeconds)
    }.`;
    alarms.push({ kind, text, error: error ?? undefined });
  }
  for (const { queue, what, seconds, kind } of waiting) {
    const { waiting, oldestSeconds } = queues[queue];
    if (oldestSeconds === null || oldestSeconds < seconds) continue;
    alarms.push({
      kind,
      text: `${what}: ${waiting} waiting, the first for ${inLargestUnit(oldestSeconds)}.`,
    });
  }
  for (const { queue, what } of inspected) {
    const { waiting } = queues[queue];
    if (waiting > 0) {
      alarms.push({ kind: "warning", text: `${what}: ${waiting}.`, href: "/admin/deadletters" });
    }
  }
  return alarms;
}

function paymentAlarms({ payments }: SystemHealth): Alarm[] {
  const { approved, declined, unanswered } = payments[5];
  const all = approved + declined + unanswered;
  if (all < PAYMENTS_MIN || unanswered / all <= UNANSWERED_SHARE_MAX) return [];
  const text = `The payment provider left ${unanswered} of the last ${all} payments unanswered (5 minutes).`;
  return [{ kind: "danger", text }];
}
