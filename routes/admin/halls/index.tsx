import { page } from "fresh";
import { z } from "zod";
import { type Column, DataTable } from "@/components/admin/DataTable.tsx";
import { HallsHead } from "@/components/admin/halls/HallsHead.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Pagination } from "@/components/layout/Pagination.tsx";
import { useLocale } from "@/components/layout/words.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { EVENTS_LISTED_MAX, type ListedHall, listHallPage, venuesToChoose } from "@/lib/charts/hall_list.ts";
import { formatCount } from "@/lib/format/counts.ts";
import { readListPage, readSearch } from "@/lib/http/page_query.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { define } from "@/utils.ts";

const PAGE_SIZE = 50;

/** The halls, searchable by name and place, filtered by venue. */
export const handler = pageRoute({ access: "edit-halls" }, {
  async GET({ url: { searchParams }, state: { services: { sql, now } } }) {
    const q = readSearch(searchParams);
    const venueId = z.uuid().safeParse(searchParams.get("venue")).data;
    const [venues, halls] = await Promise.all([
      venuesToChoose(sql),
      readListPage(
        searchParams,
        (cursor) => listHallPage(sql, { q, venueId, cursor, limit: PAGE_SIZE, now: now() }),
      ),
    ]);
    return page({ q, venueId, venues, halls });
  },
});

export default define.page<typeof handler>(function HallsPage({ data, state: { words: all, caller } }) {
  const { q, venueId, venues, halls } = data;
  const words = all.halls;
  const locale = useLocale();
  const isFiltered = q !== "" || venueId !== undefined;
  const search = new URLSearchParams({ ...(q && { q }), ...(venueId && { venue: venueId }) });
  return (
    <>
      <HallsHead tab="halls">
        <a class="button button-main" href="/admin/halls/new">{words.new}</a>
      </HallsHead>
      <form class="search admin-search" role="search">
        <input
          type="search"
          name="q"
          value={q}
          placeholder={words.searchHint}
          aria-label={words.search}
          maxLength={200}
        />
        <select name="venue" aria-label={words.venue}>
          <option value="">{words.allVenues}</option>
          {venues.map(({ id, name, city }) => (
            <option key={id} value={id} selected={id === venueId}>
              {words.venueIn({ venue: isolated(name), city: isolated(city) })}
            </option>
          ))}
        </select>
        <button class="button" type="submit">{all.admin.search}</button>
      </form>
      {halls.items.length > 0
        ? (
          <DataTable
            caption={words.title}
            rows={halls.items}
            columns={columnsFor(words, userOf(caller).id, locale)}
          />
        )
        : isFiltered
        ? (
          <EmptyState title={words.notFound} text={words.noMatch}>
            <a class="button" href="/admin/halls" aria-current="false">{words.showAll}</a>
          </EmptyState>
        )
        : (
          <EmptyState title={words.none} text={words.firstHall}>
            <a class="button" href="/admin/halls/new">{words.createFirst}</a>
          </EmptyState>
        )}
      <Pagination
        list={halls}
        href={search.size > 0 ? `/admin/halls?${search}` : "/admin/halls"}
        shown={words.shown({ count: halls.items.length })}
      />
    </>
  );
});

function columnsFor(words: Words["halls"], userId: string, locale: string): Column<ListedHall>[] {
  return [
    {
      label: words.hall,
      kind: "head",
      cell: ({ id, name, version, venue }) => (
        <span class="hall-row">
          {version === null
            ? <span class="hall-unpublished" />
            : <img src={`/admin/charts/${id}.svg`} alt="" loading="lazy" width={96} height={64} />}
          <span>
            <a href={`/admin/halls/${id}`}>
              <bdi>{name}</bdi>
            </a>
            <span class="sub">
              {words.venueIn({ venue: isolated(venue.name), city: isolated(venue.city) })}
            </span>
          </span>
        </span>
      ),
    },
    { label: words.seats, kind: "number", cell: ({ seatCount }) => formatCount(seatCount, locale) },
    {
      label: words.version,
      kind: "number",
      cell: ({ version, hasDraft }) => (
        <>
          {version ?? words.noVersion}
          {hasDraft && <span class="sub">{words.hasDraft}</span>}
        </>
      ),
    },
    {
      label: words.owner,
      cell: ({ owner }) =>
        owner === null ? words.noOwner : owner.id === userId ? words.you : <bdi>{owner.name}</bdi>,
    },
    {
      label: words.usedBy,
      kind: "wrap",
      cell: ({ events, eventCount }) =>
        eventCount === 0 ? <span class="quiet">{words.notUsed}</span> : (
          <ul class="plain-list">
            {events.map(({ id, slug, title }) => (
              <li key={id}>
                <a href={`/events/${slug}`}>
                  <bdi>{title}</bdi>
                </a>
              </li>
            ))}
            {eventCount > EVENTS_LISTED_MAX && (
              <li class="quiet">{words.moreEvents({ count: eventCount - EVENTS_LISTED_MAX })}</li>
            )}
          </ul>
        ),
    },
  ];
}
