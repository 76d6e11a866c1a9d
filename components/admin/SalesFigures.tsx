import { Price } from "@/components/layout/Price.tsx";
import { useLocale, useWords } from "@/components/layout/words.tsx";
import { type DaySales, type Sales, sumOfSales } from "@/lib/bookings/sales.ts";
import { CURVE_HEIGHT, CURVE_WIDTH, salesCurve } from "@/lib/bookings/sales_curve.ts";
import { formatCount } from "@/lib/format/counts.ts";
import { dateInWords } from "@/lib/format/date_words.ts";
import { clockName } from "@/lib/format/list_clock.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { type Column, DataTable } from "./DataTable.tsx";

/** The periods to choose from, in days. */
export const PERIODS = [7, 28, 90] as const;

/** The period in a URL; four weeks by default. */
export function periodIn(url: URL): (typeof PERIODS)[number] {
  return PERIODS.find((days) => String(days) === url.searchParams.get("days")) ?? 28;
}

/** Recent sales: figures, a curve of seats by day, and the same data as a table. The last day is today. */
export function SalesFigures({ sales, timeZone, path }: {
  sales: DaySales[];
  /** The time zone of the days. */
  timeZone: string;
  /** The page's path. */
  path: string;
}) {
  const locale = useLocale();
  const admin = useWords("admin");
  const words = admin.sales;
  const week = sales.slice(-7);
  return (
    <section class="admin-section" aria-labelledby="sales">
      <div class="spread">
        <h2 id="sales">{words.sales}</h2>
        <nav class="chips" aria-label={words.period}>
          {PERIODS.map((days) => (
            <a
              key={days}
              class="chip"
              href={`${path}?days=${days}`}
              aria-current={days === sales.length ? "true" : "false"}
            >
              {words.days({ days })}
            </a>
          ))}
        </nav>
      </div>
      <dl class="figures">
        <Figure title={words.today} sales={sales.at(-1)!} />
        <Figure title={words.lastDays({ days: 7 })} sales={sumOfSales(week)} />
        {sales.length > 7 && (
          <Figure title={words.lastDays({ days: sales.length })} sales={sumOfSales(sales)} />
        )}
      </dl>
      {sales.every(({ seats }) => seats === 0) ? <p class="quiet">{words.none}</p> : <Curve sales={sales} />}
      <details>
        <summary>{words.asTable}</summary>
        <DataTable
          caption={words.byDay({ clock: clockName(timeZone, admin) })}
          figures
          rows={sales.toReversed().map((day) => ({ id: day.day, ...day }))}
          columns={dayColumns(admin, locale)}
        />
      </details>
    </section>
  );
}

function Figure({ title, sales: { seats, bookings, revenue } }: {
  title: string;
  sales: Sales;
}) {
  const words = useWords("admin").sales;
  return (
    <div>
      <dt>{title}</dt>
      <dd>{words.seats({ count: seats })}</dd>
      <dd class="figure-note">
        <span>{words.bookings({ count: bookings })}</span>
        {revenue.filter(({ amount }) => amount !== 0).map(({ currency, amount }) => (
          <Price key={currency} amount={amount} currency={currency} />
        ))}
      </dd>
    </div>
  );
}

/** A calendar day in words, independent of time zones. */
function dayInWords(day: string, locale: string): string {
  return dateInWords(new Date(day), 0, locale, "day");
}

/** The labels are HTML around the drawing, so that they keep their size when it is stretched. */
function Curve({ sales }: { sales: DaySales[] }) {
  const locale = useLocale();
  const { line, area, scale, days } = salesCurve(sales.map(({ seats }) => seats));
  const best = sales.reduce((most, day) => day.seats > most.seats ? day : most);
  const words = useWords("admin").sales;
  const whole = words.curve({
    from: dayInWords(sales[0].day, locale),
    to: dayInWords(sales.at(-1)!.day, locale),
    best: dayInWords(best.day, locale),
    most: best.seats,
  });
  const width = CURVE_WIDTH / (sales.length - 1);
  const short = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
  return (
    <div class="curve">
      <div class="curve-scale" aria-hidden="true">
        {scale.map(({ value, top }) => (
          <span key={value} style={{ top: `${top * 100}%` }}>{formatCount(value, locale)}</span>
        ))}
      </div>
      <svg
        viewBox={`0 0 ${CURVE_WIDTH} ${CURVE_HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={whole}
      >
        {scale.map(({ value, top }) => (
          <path key={value} class="curve-grid" d={`M0 ${top * CURVE_HEIGHT}H${CURVE_WIDTH}`} />
        ))}
        <path class="curve-area" d={area} />
        <path class="curve-line" d={line} />
        {sales.map(({ day, seats }, index) => (
          <rect
            key={day}
            class="curve-day"
            x={(index - 0.5) * width}
            width={width}
            height={CURVE_HEIGHT}
          >
            <title>{words.onDay({ day: dayInWords(day, locale), count: seats })}</title>
          </rect>
        ))}
      </svg>
      <div class="curve-days" aria-hidden="true">
        {days.map(({ index, left }) => (
          <span key={index} style={{ left: `${left * 100}%` }}>
            {short.format(new Date(sales[index].day))}
          </span>
        ))}
      </div>
    </div>
  );
}

function dayColumns(words: Words["admin"], locale: string): Column<DaySales & { id: string }>[] {
  return [
    {
      label: words.sales.day,
      kind: "head",
      cell: ({ day }) => <time dateTime={day}>{dayInWords(day, locale)}</time>,
    },
    { label: words.seats, kind: "number", cell: ({ seats }) => formatCount(seats, locale) },
    { label: words.bookings, kind: "number", cell: ({ bookings }) => formatCount(bookings, locale) },
    {
      label: words.revenue,
      kind: "number",
      cell: ({ revenue }) =>
        revenue.length === 0 ? "–" : revenue.map(({ currency, amount }) => (
          <div key={currency}>
            <Price amount={amount} currency={currency} />
          </div>
        )),
    },
  ];
}
