import type { Readiness } from "@/lib/observability/health.ts";
import type { QueueHealth, QueueName } from "@/lib/observability/queue_health.ts";

/** How the machinery behind the pages does. */
export type SystemHealth = Readiness & QueueHealth;

const dependencies: Record<keyof Readiness["dependencies"], string> = {
  database: "Database",
  board: "Seat board",
  eventLog: "Event log",
};

const queueNames: Record<QueueName, string> = {
  outbox: "Outbox, to be published",
  payments: "Payments due",
  refunds: "Refunds due",
  overdue_bookings: "Overdue bookings",
  mails: "Mails due",
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

/** Dependencies, queues and what got stuck. */
export function AdminSystem({ system, locale }: { system: SystemHealth; locale: string }) {
  const count = (number: number) => new Intl.NumberFormat(locale).format(number);
  return (
    <section class="admin-section">
      <h2>System</h2>
      <dl class="figures">
        {Object.entries(system.dependencies).map(([name, state]) => (
          <div key={name}>
            <dt>{dependencies[name as keyof Readiness["dependencies"]]}</dt>
            <dd>
              <span class="badge" data-kind={state === "ok" ? "success" : "danger"}>
                {state === "ok" ? "Answers" : "Does not answer"}
              </span>
            </dd>
          </div>
        ))}
        {Object.entries(queueNames).map(([name, label]) => {
          const queue = name as QueueName;
          const { waiting } = system.queues[queue];
          return (
            <div key={name}>
              <dt>{label}</dt>
              <dd>
                {waiting > 0 && inspected.includes(queue)
                  ? <a href="/admin/deadletters">{count(waiting)}</a>
                  : count(waiting)}
              </dd>
            </div>
          );
        })}
      </dl>
      <h3>Messages waiting</h3>
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
  );
}
