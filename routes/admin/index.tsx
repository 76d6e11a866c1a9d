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
import { userOf } from "@/lib/auth/caller.ts";
import { may } from "@/lib/auth/permissions.ts";
import type { BookingLine } from "@/lib/bookings/sales.ts";
import { formatCount } from "@/lib/format/counts.ts";
import { type ListClock, listClock } from "@/lib/format/list_clock.ts";
import { loadOverview } from "@/lib/health/overview_page.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

/** What needs somebody now, how the sales go, and what is next. */
export const handler = pageRoute({ access: "list-events" }, {
  async GET(ctx) {
    const { url, state: { services, caller, locale } } = ctx;
    const user = userOf(caller);
    if (!may(user.role, "edit-events")) return ctx.redirect("/admin/events", 303);
    const overview = await loadOverview(services, user, { days: periodIn(url), locale });
    return page({ ...overview, clock: listClock(url, overview.timeZone) });
  },
});

type NextEvent = Awaited<ReturnType<typeof loadOverview>>["events"][number];

export default define.page<typeof handler>(function OverviewPage({ data, url, state: { locale } }) {
  const { isNew, events, sales, latest, attention, alarms, timeZone, clock } = data;
  const timeZones = [
    ...events.map(({ venue }) => venue.timeZone),
    ...latest.map(({ event }) => event.timeZone),
  ];
  return (
    <>
      <PageTitle title="Overview">
        <a class="button button-main" href="/admin/events/new">New event</a>
      </PageTitle>
      {alarms && <SystemAlarms alarms={alarms} />}
      {isNew ? <FirstEvent /> : (
        <>
          <NeedsAttention items={attention} />
          <SalesFigures sales={sales} timeZone={timeZone} locale={locale} path={url.pathname} />
          <NextEvents events={events} clock={clock} locale={locale} />
          <section class="admin-section">
            <h2>Latest bookings</h2>
            {latest.length === 0
              ? <p class="quiet">None yet. Each appears here as soon as it is placed.</p>
              : <DataTable caption="Latest bookings" rows={latest} columns={bookingColumns(clock, locale)} />}
            <ClockSwitch clock={clock} timeZones={timeZones} url={url} />
          </section>
        </>
      )}
    </>
  );
});

/** In place of empty figures. */
function FirstEvent() {
  return (
    <EmptyState
      title="No events yet"
      text="Choose a hall, set the prices and publish. How it sells, and what needs you, appears here."
      picture="stage"
    >
      <a class="button" href="/admin/events/new">Create your first event</a>
    </EmptyState>
  );
}

function NextEvents({ events, clock, locale }: { events: NextEvent[]; clock: ListClock; locale: string }) {
  return (
    <section class="admin-section">
      <div class="spread">
        <h2>Next events</h2>
        <a href="/admin/events">All events</a>
      </div>
      {events.length === 0
        ? (
          <EmptyState title="Nothing is on sale" text="What you publish appears here with its seats.">
            <a class="button" href="/admin/events?view=drafts">See your drafts</a>
          </EmptyState>
        )
        : <DataTable caption="Next events" rows={events} columns={nextEventColumns(clock, locale)} />}
    </section>
  );
}

function nextEventColumns(clock: ListClock, locale: string): Column<NextEvent>[] {
  return eventColumns<NextEvent>({ clock, locale, addressOf: eventPath }, {
    label: "Last 7 days",
    kind: "number",
    cell: ({ soldThisWeek }) => formatCount(soldThisWeek, locale),
  });
}

function bookingColumns(clock: ListClock, locale: string): Column<BookingLine>[] {
  return [
    { label: "Code", kind: "head", cell: ({ code }) => <span class="code">{code}</span> },
    {
      label: "Event",
      kind: "wrap",
      plain: true,
      cell: ({ event }) => (
        <a href={eventTabPath(event.id, "bookings")}>
          <bdi>{event.title}</bdi>
        </a>
      ),
    },
    { label: "Buyer", kind: "wrap", plain: true, cell: ({ buyer }) => <bdi>{buyer}</bdi> },
    { label: "Seats", kind: "number", cell: ({ seats }) => seats },
    {
      label: "Total",
      kind: "number",
      plain: true,
      cell: ({ total, currency }) => <Price amount={total} currency={currency} locale={locale} />,
    },
    { label: "Status", plain: true, cell: ({ status }) => <BookingBadge status={status} /> },
    {
      label: timeLabel("Placed", clock),
      cell: ({ createdAt, event: { timeZone } }) => (
        <ListTime at={createdAt.toISOString()} timeZone={timeZone} clock={clock} locale={locale} />
      ),
    },
  ];
}
