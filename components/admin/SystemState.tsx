import { Notice } from "@/components/layout/Notice.tsx";
import { formatCount } from "@/lib/format/counts.ts";
import { inLargestUnit } from "@/lib/format/durations.ts";
import { type Alarm, dependencyNames, type SystemHealth } from "@/lib/health/alarms.ts";
import type { Dependency } from "@/lib/health/health.ts";
import { successRate, windows } from "@/lib/health/payment_outcomes.ts";
import type { QueueName, QueueState } from "@/lib/health/queue_health.ts";
import { type Column, DataTable } from "./DataTable.tsx";

const queueNames: Record<QueueName, string> = {
  outbox: "Outbox, to be published",
  payments: "Payments",
  refunds: "Refunds",
  overdue_bookings: "Overdue bookings",
  mails: "Mails",
  failed_mails: "Mails given up",
  dead_letters: "Dead letters",
};

/** Queues whose content waits for a person. */
const inspected: QueueName[] = ["failed_mails", "dead_letters"];

/** What each consumer group does, for people who don't know it by name. */
const tasks: Record<string, string> = {
  payments: "starts payments of new bookings",
  bookings: "confirms or fails bookings",
  seats: "keeps the seat maps up to date",
  notifications: "writes messages to buyers",
  delivery: "sends messages",
};

/** What is wrong now. Nothing when all is well. */
export function SystemAlarms({ alarms }: { alarms: Alarm[] }) {
  return (
    <>
      {alarms.map(({ kind, text, error, href }) => (
        <Notice key={text} kind={kind} title={text}>
          {error && <p class="error-text">{error}</p>}
          {href && <a href={href}>Look at them</a>}
        </Notice>
      ))}
    </>
  );
}

/** Dependencies, payments, queues and what waits before each worker. */
export function SystemState({ system, locale, now }: { system: SystemHealth; locale: string; now: number }) {
  const count = (number: number) => formatCount(number, locale);
  return (
    <>
      <dl class="figures">
        {(Object.keys(system.dependencies) as Dependency[]).map((name) => (
          <DependencyFigure key={name} name={name} system={system} now={now} />
        ))}
        {windows.map((minutes) => {
          const outcomes = system.payments[minutes];
          const rate = successRate(outcomes);
          return (
            <div key={minutes}>
              <dt>Payments approved, last {minutes} minutes</dt>
              <dd>
                {rate === null ? "–" : new Intl.NumberFormat(locale, { style: "percent" }).format(rate)}
              </dd>
              <dd class="figure-note">
                {count(outcomes.approved)} approved, {count(outcomes.declined)} declined,{" "}
                {count(outcomes.unanswered)} unanswered
              </dd>
            </div>
          );
        })}
      </dl>
      <section class="admin-section">
        <h2>Queues</h2>
        <DataTable
          caption="Queues"
          columns={queueColumns(count)}
          rows={(Object.keys(queueNames) as QueueName[]).map((id) => ({ id, ...system.queues[id] }))}
        />
      </section>
      <section class="admin-section">
        <h2>Messages waiting</h2>
        <dl class="figures">
          {system.groups.map(({ name, waiting }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{waiting === null ? "not known" : count(waiting)}</dd>
              <dd class="figure-note">{tasks[name]}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}

function DependencyFigure({ name, system, now }: { name: Dependency; system: SystemHealth; now: number }) {
  const isUp = system.dependencies[name] === "ok";
  const failure = system.failures[name];
  return (
    <div>
      <dt>{dependencyNames[name]}</dt>
      <dd>
        <span class="badge" data-kind={isUp ? "success" : "danger"}>
          {isUp ? "Answers" : "Does not answer"}
        </span>
      </dd>
      {failure && (
        <dd class="figure-note">
          {isUp && `Failed ${inLargestUnit((now - failure.at) / 1000)} ago: `}
          {failure.error}
        </dd>
      )}
    </div>
  );
}

type QueueRow = QueueState & { id: QueueName };

function queueColumns(count: (number: number) => string): Column<QueueRow>[] {
  const age = (seconds: number | null) => seconds === null ? null : inLargestUnit(seconds);
  return [
    { label: "Queue", kind: "head", cell: ({ id }) => queueNames[id] },
    {
      label: "Due",
      kind: "number",
      cell: ({ id, waiting }) =>
        waiting > 0 && inspected.includes(id)
          ? <a href="/admin/deadletters">{count(waiting)}</a>
          : count(waiting),
    },
    { label: "Oldest", cell: ({ oldestSeconds }) => age(oldestSeconds) },
    { label: "Retrying", kind: "number", cell: ({ retrying }) => retrying > 0 ? count(retrying) : null },
    { label: "Failing for", cell: ({ failingSeconds }) => age(failingSeconds) },
    { label: "Last error", kind: "wrap", cell: ({ error }) => error },
  ];
}
