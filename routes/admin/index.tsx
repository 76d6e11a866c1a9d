import { page } from "fresh";
import { type Column, DataTable } from "@/components/admin/DataTable.tsx";
import { eventColumns } from "@/components/admin/event_columns.tsx";
import { eventPath, eventTabPath } from "@/components/admin/EventHead.tsx";
import { ClockSwitch, ListTime, timeLabel } from "@/components/admin/ListClock.tsx";
import { NeedsAttention } from "@/components/admin/NeedsAttention.tsx";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { periodIn, SalesFigures } from "@/components/admin/SalesFigures.tsx";
import { BookingBadge } from "@/components/admin/StatusBadges.tsx";
import { SystemAlarms } from "@/components/admin/SystemState.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Price } from "@/components/layout/Price.tsx";
import { useLocale, useWords } from "@/components/layout/words.tsx";
import { actorOf } from "@/lib/auth/caller.ts";
import { may } from "@/lib/auth/permissions.ts";
import type { BookingLine } from "@/lib/bookings/sales.ts";
import { formatCount } from "@/lib/format/counts.ts";
import { type ListClock, listClock } from "@/lib/format/list_clock.ts";
import { loadOverview } from "@/lib/health/overview_page.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

/** What needs attention now, how sales are going, and what comes next. */
export const handler = pageRoute({ access: "list-events" }, {
  async GET(ctx) {
    const { url, state: { services, caller, locale, words } } = ctx;
    const user = actorOf(caller);
    if (!may(user.role, "edit-events")) return ctx.redirect("/admin/events", 303);
    const overview = await loadOverview(services, user, { days: periodIn(url), words: words.admin, locale });
    return page({ ...overview, clock: listClock(url, overview.timeZone) });
  },
});

type NextEvent = Awaited<ReturnType<typeof loadOverview>>["events"][number];

export default define.page<typeof handler>(
  function OverviewPage({ data, url, state: { words: { admin: words } } }) {
    const { isNew, events, sales, latest, attention, alarms, timeZone, clock } = data;
    const timeZones = [
      ...events.map(({ venue }) => venue.timeZone),
      ...latest.map(({ event }) => event.timeZone),
    ];
    return (
      <>
        <PageTitle title={words.overview}>
          <a class="button button-main" href="/admin/events/new">{words.newEvent}</a>
        </PageTitle>
        {alarms && <SystemAlarms alarms={alarms} />}
        {isNew ? <FirstEvent /> : (
          <>
            <NeedsAttention items={attention} />
            <SalesFigures sales={sales} timeZone={timeZone} path={url.pathname} />
            <NextEvents events={events} clock={clock} />
            <section class="admin-section">
              <h2>{words.latestBookings}</h2>
              {latest.length === 0 ? <p class="quiet">{words.noBookingsYet}</p> : (
                <DataTable
                  caption={words.latestBookings}
                  rows={latest}
                  columns={bookingColumns(clock, words)}
                />
              )}
              <ClockSwitch clock={clock} timeZones={timeZones} url={url} />
            </section>
          </>
        )}
      </>
    );
  },
);

/** Shown instead of empty figures. */
function FirstEvent() {
  const words = useWords("admin");
  return (
    <EmptyState
      title={words.noEventsYet}
      text={words.firstEvent}
      picture="stage"
    >
      <a class="button" href="/admin/events/new">{words.createFirstEvent}</a>
    </EmptyState>
  );
}

function NextEvents({ events, clock }: { events: NextEvent[]; clock: ListClock }) {
  const locale = useLocale();
  const words = useWords("admin");
  return (
    <section class="admin-section">
      <div class="spread">
        <h2>{words.nextEvents}</h2>
        <a href="/admin/events">{words.allEvents}</a>
      </div>
      {events.length === 0
        ? (
          <EmptyState title={words.nothingOnSale} text={words.publishedHere}>
            <a class="button" href="/admin/events?view=drafts">{words.seeDrafts}</a>
          </EmptyState>
        )
        : (
          <DataTable
            caption={words.nextEvents}
            rows={events}
            columns={nextEventColumns(clock, words, locale)}
          />
        )}
    </section>
  );
}

function nextEventColumns(clock: ListClock, words: Words["admin"], locale: string): Column<NextEvent>[] {
  return eventColumns<NextEvent>({ clock, words, hrefOf: eventPath }, {
    label: words.last7Days,
    kind: "number",
    cell: ({ soldThisWeek }) => formatCount(soldThisWeek, locale),
  });
}

function bookingColumns(clock: ListClock, words: Words["admin"]): Column<BookingLine>[] {
  return [
    { label: words.code, kind: "head", cell: ({ code }) => <span class="code">{code}</span> },
    {
      label: words.event,
      kind: "wrap",
      plain: true,
      cell: ({ event }) => (
        <a href={eventTabPath(event.id, "bookings")}>
          <bdi>{event.title}</bdi>
        </a>
      ),
    },
    {
      label: words.buyer,
      kind: "wrap",
      plain: true,
      cell: ({ buyer }) => <bdi>{buyer.name ?? buyer.email ?? words.erased}</bdi>,
    },
    { label: words.seats, kind: "number", cell: ({ seats }) => seats },
    {
      label: words.total,
      kind: "number",
      plain: true,
      cell: ({ total, currency }) => <Price amount={total} currency={currency} />,
    },
    { label: words.status, plain: true, cell: ({ status }) => <BookingBadge status={status} /> },
    {
      label: timeLabel("placedBy", clock, words),
      cell: ({ createdAt, event: { timeZone } }) => (
        <ListTime at={createdAt.toISOString()} timeZone={timeZone} clock={clock} />
      ),
    },
  ];
}
