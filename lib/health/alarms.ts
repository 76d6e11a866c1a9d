/** Alarms: what an operator should look at now, in sentences. Pure: the same health yields the same alarms. */
import { inLargestUnit } from "@/lib/format/durations.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { isolated } from "@/lib/text/isolated.ts";
import type { Dependency, Readiness } from "./health.ts";
import type { PaymentOutcomes, WindowMinutes } from "./payment_outcomes.ts";
import type { QueueHealth, QueueName, QueueState } from "./queue_health.ts";

/** The health of the dependencies, queues and payments. */
export interface SystemHealth extends Readiness, QueueHealth {
  payments: Record<WindowMinutes, PaymentOutcomes>;
}

export interface Alarm {
  /** `danger`: buyers are affected now. */
  kind: "danger" | "warning";
  text: string;
  /** The error that the other side reported. */
  error?: string;
  /** The page where an operator can act on it. */
  href?: string;
}

type AlarmWords = Words["admin"]["health"]["alarm"];

/** Work that has been failing for this many seconds raises an alarm. */
const failing: { queue: keyof AlarmWords["failing"]; seconds: number; kind: Alarm["kind"] }[] = [
  { queue: "payments", seconds: 10, kind: "danger" },
  { queue: "refunds", seconds: 60, kind: "warning" },
  { queue: "mails", seconds: 60, kind: "warning" },
];

/** Work that has been waiting for this many seconds raises an alarm: no worker picks it up. */
const waiting: { queue: keyof AlarmWords["waiting"]; seconds: number; kind: Alarm["kind"] }[] = [
  { queue: "outbox", seconds: 60, kind: "danger" },
  { queue: "payments", seconds: 60, kind: "danger" },
  { queue: "overdue_bookings", seconds: 10, kind: "danger" },
  { queue: "refunds", seconds: 60, kind: "warning" },
  { queue: "mails", seconds: 300, kind: "warning" },
];

/** Queues whose items wait for a person. */
export const inspected: (keyof AlarmWords["inspect"])[] = ["failed_mails", "dead_letters"];

/** Fewer payments than this say nothing about the provider. */
const PAYMENTS_MIN = 5;
const UNANSWERED_SHARE_MAX = 0.2;

/** All current alarms, most severe first; empty if all is well. Durations are formatted for `locale`. */
export function alarmsOf(health: SystemHealth, words: AlarmWords, locale: string): Alarm[] {
  const alarms = [
    ...downAlarms(health, words),
    ...queueAlarms(health.queues, words, locale),
    ...paymentAlarms(health, words),
  ];
  return alarms.sort((one, other) => rank(one) - rank(other));
}

const rank = ({ kind }: Alarm) => kind === "danger" ? 0 : 1;

function downAlarms({ dependencies, failures }: Readiness, words: AlarmWords): Alarm[] {
  return (Object.keys(dependencies) as Dependency[])
    .filter((name) => dependencies[name] === "down")
    .map((name) => ({ kind: "danger", text: words.down[name], error: failures[name]?.error }));
}

function queueAlarms(
  queues: Record<QueueName, QueueState>,
  words: AlarmWords,
  locale: string,
): Alarm[] {
  const alarms: Alarm[] = [];
  const time = (seconds: number) => isolated(inLargestUnit(seconds, locale));
  for (const { queue, seconds, kind } of failing) {
    const { retrying, failingSeconds, error } = queues[queue];
    if (failingSeconds === null || failingSeconds < seconds) continue;
    const text = words.failing[queue]({ count: retrying, time: time(failingSeconds) });
    alarms.push({ kind, text, error: error ?? undefined });
  }
  for (const { queue, seconds, kind } of waiting) {
    const { waiting, oldestSeconds } = queues[queue];
    if (oldestSeconds === null || oldestSeconds < seconds) continue;
    alarms.push({ kind, text: words.waiting[queue]({ count: waiting, time: time(oldestSeconds) }) });
  }
  for (const queue of inspected) {
    const { waiting: count } = queues[queue];
    if (count === 0) continue;
    alarms.push({ kind: "warning", text: words.inspect[queue]({ count }), href: "/admin/deadletters" });
  }
  return alarms;
}

function paymentAlarms({ payments }: SystemHealth, words: AlarmWords): Alarm[] {
  const { approved, declined, unanswered } = payments[5];
  const all = approved + declined + unanswered;
  if (all < PAYMENTS_MIN || unanswered / all <= UNANSWERED_SHARE_MAX) return [];
  return [{ kind: "danger", text: words.unanswered({ unanswered, payments: all }) }];
}
