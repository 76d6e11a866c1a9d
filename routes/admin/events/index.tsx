import { page } from "fresh";
import { type Column, DataTable } from "@/components/admin/DataTable.tsx";
import { eventColumns } from "@/components/admin/event_columns.tsx";
import { eventPath, eventTabPath } from "@/components/admin/EventHead.tsx";
import { EventNotice, outcomeIn } from "@/components/admin/EventNotice.tsx";
import { ClockSwitch } from "@/components/admin/ListClock.tsx";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { SearchForm } from "@/components/admin/SearchForm.tsx";
import { EventBadge } from "@/components/admin/StatusBadges.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Pagination } from "@/components/layout/Pagination.tsx";
import { Price } from "@/components/layout/Price.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { may } from "@/lib/auth/permissions.ts";
import { loadEventList } from "@/lib/bookings/admin_pages.ts";
import type { Takings } from "@/lib/bookings/sales.ts";
import type { AdminEvent, AdminEventQuery } from "@/lib/events/admin_view.ts";
import { formatCount } from "@/lib/format/counts.ts";
import { listClock } from "@/lib/format/list_clock.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { define } from "@/utils.ts";

/** What the list can be narrowed to, by the name in the address. */
const views = [
  { name: "upcoming", label: "Upcoming", query: { period: "upcoming" }, none: "No event is coming up" },
  { name: "drafts", label: "Drafts", query: { status: "draft" }, none: "No drafts" },
  { name: "cancelled", label: "Cancelled", query: { status: "cancelled" }, none: "No event was cancelled" },
  { name: "past", label: "Past", query: { period: "past" }, none: "No event has ended yet" },
  { name: "all", label: "All", query: {}, none: "No events yet" },
] as const satisfies { name: string; label: string; query: Partial<AdminEventQuery>; none: string }[];

/** The views that a new event appears in. */
const FOR_NEW = ["upcoming", "drafts", "all"];

export const handler = pageRoute({ access: "list-events" }, {
  async GET({ url, state: { services, caller } }) {
    const user = userOf(caller);
    const view = views.find(({ name }) => name === url.searchParams.get("view")) ?? views[0];
    const found = await loadEventList(services, user, view.query, url.searchParams);
    return page({
      ...found,
      view,
      mayEdit: may(user.role, "edit-events"),
      outcome: outcomeIn(url),
      clock: listClock(url, found.usualTimeZone),
    });
  },
});

export default define.page<typeof handler>(function AdminEventsPage({ data, url, state: { locale } }) {
  const { view, q, list, takings, mayEdit, outcome, clock } = data;
  const events = list.items;
  const words = q && `&q=${encodeURIComponent(q)}`;
  const address = `/admin/events?view=${view.name}${words}${clock ? "" : "&times=venue"}`;
  return (
    <>
      <PageTitle title="Events">
        {mayEdit && <a class="button button-main" href="/admin/events/new">New event</a>}
      </PageTitle>
      {outcome && <EventNotice outcome={outcome} />}
      <nav class="tabs" aria-label="Which events">
        {views.map(({ name, label }) => (
          <a
            key={name}
            href={`/admin/events?view=${name}${words}`}
            aria-current={name === view.name ? "page" : "false"}
          >
            {label}
          </a>
        ))}
      </nav>
      <SearchForm label="Search events" hint="Title, hall or city" q={q} also={{ view: view.name }} />
      <ClockSwitch clock={clock} timeZones={events.map(({ venue }) => venue.timeZone)} url={url} />
      {events.length === 0 ? <NoEvents {...{ view, q, mayEdit }} /> : (
        <DataTable
          caption={`${view.label} events`}
          rows={events}
          columns={[
            ...eventColumns({ clock, locale, addressOf: mayEdit ? eventPath : publicAddress }, {
              label: "Status",
              plain: true,
              cell: (event) => <EventBadge event={event} />,
            }),
            ...(mayEdit ? salesColumns(takings, locale) : []),
          ]}
        />
      )}
      <Pagination list={list} address={address} shown={`${events.length} events on this page`} />
    </>
  );
});

function NoEvents({ view, q, mayEdit }: { view: (typeof views)[number]; q: string; mayEdit: boolean }) {
  if (q) {
    return (
      <EmptyState
        title="No event found"
        text={`Nothing under “${view.label}” has words that begin with “${q}”.`}
      >
        <a
          class="button"
          href={view.name === "all"
            ? "/admin/events?view=all"
            : `/admin/events?view=all&q=${encodeURIComponent(q)}`}
        >
          {view.name === "all" ? "Show all events" : "Search all events"}
        </a>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={view.none} text={`Events that are listed under “${view.label}” appear here.`}>
      {mayEdit && FOR_NEW.includes(view.name) && (
        <a class="button" href="/admin/events/new">Create an event</a>
      )}
    </EmptyState>
  );
}

const publicAddress = (event: AdminEvent) => `/events/${event.slug}`;

/** A draft has sold nothing yet, which needs no figures. */
function salesColumns(takings: Map<string, Takings>, locale: string): Column<AdminEvent>[] {
  return [
    {
      label: "Bookings",
      kind: "number",
      cell: ({ id, title, status }) => {
        if (status === "draft") return null;
        const count = formatCount(takings.get(id)?.bookings ?? 0, locale);
        const name = `${count}, bookings of ${isolated(title)}`;
        return <a href={eventTabPath(id, "bookings")} aria-label={name}>{count}</a>;
      },
    },
    {
      label: "Revenue",
      kind: "number",
      cell: ({ id, currency, status }) =>
        status === "draft"
          ? null
          : <Price amount={takings.get(id)?.revenue ?? 0} currency={currency} locale={locale} />,
    },
  ];
}
