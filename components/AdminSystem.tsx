import type { QueueHealth } from "@/lib/messaging/queue_health.ts";
import type { Readiness } from "@/lib/observability/health.ts";

/** How the machinery behind the pages does. */
export interface SystemHealth extends Readiness, QueueHealth {
  deadLetters: number;
}

const dependencies: Record<keyof Readiness["dependencies"], string> = {
  database: "Database",
  board: "Seat board",
  eventLog: "Event log",
};

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
        <div>
          <dt>Outbox, to be published</dt>
          <dd>{count(system.unsent)}</dd>
        </div>
        <div>
          <dt>Dead letters</dt>
          <dd>
            {system.deadLetters === 0
              ? count(0)
              : <a href="/admin/deadletters">{count(system.deadLetters)}</a>}
          </dd>
        </div>
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
