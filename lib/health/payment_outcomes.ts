/** The outcomes of recent payments: a failing provider shows here before any booking is overdue. */
import { deadline, type Sql } from "@/lib/db/pool.ts";
import type { Logger } from "@/lib/observability/log.ts";
import type { Metrics } from "@/lib/observability/metrics.ts";

/** The windows, in minutes. */
export const windows = [5, 60] as const;
export type WindowMinutes = (typeof windows)[number];

/** Payments begun in a window that have an outcome. Free ones are left out: they involve no provider. */
export interface PaymentOutcomes {
  approved: number;
  declined: number;
  /** The provider failed, or did not respond by the deadline. */
  unanswered: number;
}

const READ_MS_MAX = 2_000;

/** The outcomes of each window; one query over the payments of the last hour. */
export async function readPaymentOutcomes(sql: Sql): Promise<Record<WindowMinutes, PaymentOutcomes>> {
  const rows = await deadline(
    sql<(PaymentOutcomes & { minutes: WindowMinutes })[]>`
    select minutes,
      count(*) filter (where status = 'approved') as approved,
      count(*) filter (where status = 'declined') as declined,
      count(*) filter (where status = 'closed' or (status = 'started' and failing_since is not null)) as unanswered
    from unnest(${[...windows]}::integer[]) as minutes
    left join payments on created_at > now() - minutes * interval '1 minute' and amount > 0
    group by minutes`,
    READ_MS_MAX,
  );
  return Object.fromEntries(
    rows.map(({ minutes, ...outcomes }) => [minutes, outcomes]),
  ) as Record<WindowMinutes, PaymentOutcomes>;
}

/** Share of payments that were approved, 0 to 1; null if none has an outcome. */
export function successRate({ approved, declined, unanswered }: PaymentOutcomes): number | null {
  const all = approved + declined + unanswered;
  return all === 0 ? null : approved / all;
}

/** Reads the success rates whenever the metrics are scraped. */
export function watchPaymentOutcomes(
  metrics: Pick<Metrics, "watch">,
  { sql, logger }: { sql: Sql; logger: Logger },
): void {
  metrics.watch({
    name: "payments",
    label: "window",
    gauges: {
      aisle_payments_success_ratio:
        "Share of the payments begun in the window that were approved; absent without payments",
      aisle_payments_unanswered: "Payments begun in the window that failed at the provider or timed out",
    },
    async read() {
      const outcomes = await readPaymentOutcomes(sql);
      return {
        aisle_payments_success_ratio: windows.flatMap((minutes) => {
          const rate = successRate(outcomes[minutes]);
          return rate === null ? [] : [[`${minutes}m`, rate]];
        }),
        aisle_payments_unanswered: windows.map((minutes) => [`${minutes}m`, outcomes[minutes].unanswered]),
      };
    },
    onFailure: (error) => logger.warn("a gauge could not be read", { error }),
  });
}
