import { page } from "fresh";
import { type Column, DataTable } from "@/components/admin/DataTable.tsx";
import { HallsHead } from "@/components/admin/halls/HallsHead.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { Pagination } from "@/components/layout/Pagination.tsx";
import { type ListedVenue, listVenuePage } from "@/lib/charts/hall_list.ts";
import { readListPage } from "@/lib/http/page_query.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

const PAGE_SIZE = 50;

/** The venues, in which halls are. */
export const handler = pageRoute({ access: "edit-halls" }, {
  async GET({ url: { searchParams }, state: { services: { sql } } }) {
    const venues = await readListPage(
      searchParams,
      (cursor) => listVenuePage(sql, { cursor, limit: PAGE_SIZE }),
    );
    return page({ venues, isDone: searchParams.get("done") === "created" });
  },
});

export default define.page<typeof handler>(function VenuesPage({ data, state: { words: { halls: words } } }) {
  const { venues, isDone } = data;
  return (
    <>
      <HallsHead tab="venues">
        <a class="button button-main" href="/admin/halls/venues/new">{words.newVenue}</a>
      </HallsHead>
      {isDone && <Notice kind="success" title={words.venueCreated} />}
      {venues.items.length > 0
        ? <DataTable caption={words.venues} rows={venues.items} columns={columnsFor(words)} />
        : <EmptyState title={words.noVenues} text={words.firstVenue} picture="stage" />}
      <Pagination
        list={venues}
        href="/admin/halls/venues"
        shown={words.venuesShown({ count: venues.items.length })}
      />
    </>
  );
});

function columnsFor(words: Words["halls"]): Column<ListedVenue>[] {
  return [
    {
      label: words.venue,
      kind: "head",
      cell: ({ name, address }) => (
        <>
          <bdi>{name}</bdi>
          {address !== "" && (
            <span class="sub">
              <bdi>{address}</bdi>
            </span>
          )}
        </>
      ),
    },
    {
      label: words.city,
      cell: ({ city, country }) => (
        <>
          <bdi>{city}</bdi>, {country}
        </>
      ),
    },
    { label: words.timeZone, cell: ({ timeZone }) => timeZone },
    {
      label: words.title,
      kind: "number",
      cell: ({ id, hallCount }) =>
        hallCount === 0 ? 0 : (
          <a href={`/admin/halls?venue=${id}`}>
            {words.hallCount({ count: hallCount })}
          </a>
        ),
    },
  ];
}
