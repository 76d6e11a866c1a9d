import { Notice } from "@/components/layout/Notice.tsx";
import { useLocale, useWords } from "@/components/layout/words.tsx";
import { formatCount } from "@/lib/format/counts.ts";
import { inLargestUnit, timeAgo } from "@/lib/format/durations.ts";
import { type Alarm, inspected, type SystemHealth } from "@/lib/health/alarms.ts";
import type { Dependency } from "@/lib/health/health.ts";
import { successRate, windows } from "@/lib/health/payment_outcomes.ts";
import type { QueueName, QueueState } from "@/lib/health/queue_health.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { type Column, DataTable } from "./DataTable.tsx";

/** What is wrong now; nothing when all is well. */
export function SystemAlarms({ alarms }: { alarms: Alarm[] }) {
  const words = useWords("admin").health;
  return (
    <>
      {alarms.map(({ kind, text, error, href }) => (
        <Notice key={text} kind={kind} title={text}>
          {error && <p class="error-text" lang="en">{error}</p>}
          {href && <a href={href}>{words.seeThem}</a>}
        </Notice>
      ))}
    </>
  );
}

/** Dependencies, payments, queues, and the backlog of each worker. */
export function SystemState({ system, now }: { system: SystemHealth; now: number }) {
  const locale = useLocale();
  const words = useWords("admin").health;
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
              <dt>{words.approved({ minutes })}</dt>
              <dd>
                {rate === null ? "–" : new Intl.NumberFormat(locale, { style: "percent" }).format(rate)}
              </dd>
              <dd class="figure-note">
                {words.outcomes(outcomes)}
              </dd>
            </div>
          );
        })}
      </dl>
      <section class="admin-section">
        <h2>{words.queues}</h2>
        <DataTable
          caption={words.queues}
          columns={queueColumns(words, locale)}
          rows={Object.entries(system.queues).map(([id, state]) => ({ id: id as QueueName, ...state }))}
        />
      </section>
      <section class="admin-section">
        <h2>{words.messagesWaiting}</h2>
        <dl class="figures">
          {system.groups.map(({ name, waiting }) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>{waiting === null ? words.unknown : count(waiting)}</dd>
              <dd class="figure-note">{words.group[name]}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}

function DependencyFigure({ name, system, now }: {
  name: Dependency;
  system: SystemHealth;
  now: number;
}) {
  const locale = useLocale();
  const words = useWords("admin").health;
  const isUp = system.dependencies[name] === "ok";
  const failure = system.failures[name];
  const errorText = () => <span lang="en">{failure?.error}</span>;
  return (
    <div>
      <dt>{words.dependency[name]}</dt>
      <dd>
        <span class="badge" data-kind={isUp ? "success" : "danger"}>
          {isUp ? words.up : words.down}
        </span>
      </dd>
      {failure && (
        <dd class="figure-note">
          {isUp
            ? words.failed({
              ago: isolated(timeAgo((now - failure.at) / 1000, locale)),
              error: errorText,
            })
            : errorText()}
        </dd>
      )}
    </div>
  );
}

type QueueRow = QueueState & { id: QueueName };

function queueColumns(words: Words["admin"]["health"], locale: string): Column<QueueRow>[] {
  const count = (number: number) => formatCount(number, locale);
  const age = (seconds: number | null) => seconds === null ? null : inLargestUnit(seconds, locale);
  return [
    { label: words.queue, kind: "head", cell: ({ id }) => words.queueName[id] },
    {
      label: words.due,
      kind: "number",
      cell: ({ id, waiting }) =>
        waiting > 0 && (inspected as QueueName[]).includes(id)
          ? <a href="/admin/deadletters">{count(waiting)}</a>
          : count(waiting),
    },
    { label: words.oldest, cell: ({ oldestSeconds }) => age(oldestSeconds) },
    { label: words.retrying, kind: "number", cell: ({ retrying }) => retrying > 0 ? count(retrying) : null },
    { label: words.failingFor, cell: ({ failingSeconds }) => age(failingSeconds) },
    { label: words.lastError, kind: "wrap", cell: ({ error }) => error && <span lang="en">{error}</span> },
  ];
}
