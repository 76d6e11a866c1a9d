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
import { useLocale, useWords } from "@/components/layout/words.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { may } from "@/lib/auth/permissions.ts";
import { loadEventList } from "@/lib/bookings/admin_pages.ts";
import type { Takings } from "@/lib/bookings/sales.ts";
import type { AdminEvent, AdminEventQuery } from "@/lib/events/admin_view.ts";
import { formatCount } from "@/lib/format/counts.ts";
import { listClock } from "@/lib/format/list_clock.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { define } from "@/utils.ts";

/** The views that narrow the list, by their names in the URL. */
const views = [
  { name: "upcoming", query: { period: "upcoming" } },
  { name: "drafts", query: { status: "draft" } },
  { name: "cancelled", query: { status: "cancelled" } },
  { name: "past", query: { period: "past" } },
  { name: "all", query: {} },
] as const satisfies { name: string; query: Partial<AdminEventQuery> }[];

/** The views in which a new event can appear. */
const VIEWS_OF_NEW_EVENTS = ["upcoming", "drafts", "all"];

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

export default define.page<typeof handler>(
  function AdminEventsPage({ data, url, state: { words: { admin: words } } }) {
    const locale = useLocale();
    const { view, q, list, takings, mayEdit, outcome, clock } = data;
    const events = list.items;
    const searched = q && `&q=${encodeURIComponent(q)}`;
    const href = `/admin/events?view=${view.name}${searched}${clock ? "" : "&times=venue"}`;
    return (
      <>
        <PageTitle title={words.events}>
          {mayEdit && <a class="button button-main" href="/admin/events/new">{words.newEvent}</a>}
        </PageTitle>
        {outcome && <EventNotice outcome={outcome} />}
        <nav class="tabs" aria-label={words.list.which}>
          {views.map(({ name }) => (
            <a
              key={name}
              href={`/admin/events?view=${name}${searched}`}
              aria-current={name === view.name ? "page" : "false"}
            >
              {words.list.view({ view: name })}
            </a>
          ))}
        </nav>
        <SearchForm
          label={words.searchEvents}
          hint={words.searchEventsHint}
          q={q}
          also={{ view: view.name }}
        />
        <ClockSwitch clock={clock} timeZones={events.map(({ venue }) => venue.timeZone)} url={url} />
        {events.length === 0 ? <NoEvents {...{ view, q, mayEdit }} /> : (
          <DataTable
            caption={words.list.caption({ view: view.name })}
            rows={events}
            columns={[
              ...eventColumns({ clock, words, hrefOf: mayEdit ? eventPath : publicPath }, {
                label: words.status,
                plain: true,
                cell: (event) => <EventBadge event={event} />,
              }),
              ...(mayEdit ? salesColumns(takings, words, locale) : []),
            ]}
          />
        )}
        <Pagination list={list} href={href} shown={words.list.shown({ count: events.length })} />
      </>
    );
  },
);

function NoEvents({ view, q, mayEdit }: { view: (typeof views)[number]; q: string; mayEdit: boolean }) {
  const words = useWords("admin");
  if (q) {
    return (
      <EmptyState
        title={words.list.notFound}
        text={words.list.noMatch({ view: words.list.view({ view: view.name }), words: isolated(q) })}
      >
        <a
          class="button"
          href={view.name === "all"
            ? "/admin/events?view=all"
            : `/admin/events?view=all&q=${encodeURIComponent(q)}`}
        >
          {view.name === "all" ? words.list.showAll : words.list.searchAll}
        </a>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={words.list.none({ view: view.name })}
      text={words.list.appearHere({ view: view.name })}
    >
      {mayEdit && VIEWS_OF_NEW_EVENTS.includes(view.name) && (
        <a class="button" href="/admin/events/new">{words.createEvent}</a>
      )}
    </EmptyState>
  );
}

const publicPath = (event: AdminEvent) => `/events/${event.slug}`;

/** A draft has sold nothing yet, so it has no figures. */
function salesColumns(
  takings: Map<string, Takings>,
  words: Words["admin"],
  locale: string,
): Column<AdminEvent>[] {
  return [
    {
      label: words.bookings,
      kind: "number",
      cell: ({ id, title, status }) => {
        if (status === "draft") return null;
        const count = takings.get(id)?.bookings ?? 0;
        const name = words.list.bookingsOf({ count, title: isolated(title) });
        return <a href={eventTabPath(id, "bookings")} aria-label={name}>{formatCount(count, locale)}</a>;
      },
    },
    {
      label: words.revenue,
      kind: "number",
      cell: ({ id, currency, status }) =>
        status === "draft" ? null : <Price amount={takings.get(id)?.revenue ?? 0} currency={currency} />,
    },
  ];
}
