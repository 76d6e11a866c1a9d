import { page } from "fresh";
import { type Column, DataTable } from "@/components/admin/DataTable.tsx";
import { EventHead, eventTabPath } from "@/components/admin/EventHead.tsx";
import { timeLabel } from "@/components/admin/ListClock.tsx";
import { SearchForm } from "@/components/admin/SearchForm.tsx";
import { BookingBadge } from "@/components/admin/StatusBadges.tsx";
import { DateTime } from "@/components/layout/DateTime.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { Pagination } from "@/components/layout/Pagination.tsx";
import { Price } from "@/components/layout/Price.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { actorOf } from "@/lib/auth/caller.ts";
import { loadEventBookings } from "@/lib/bookings/admin_pages.ts";
import type { EventBookingView } from "@/lib/bookings/queries.ts";
import { seatsInList } from "@/lib/charts/seats_in_words.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { define } from "@/utils.ts";

export const handler = pageRoute({ access: "see-bookings" }, {
  async GET({ params, url, state: { services, caller } }) {
    const found = orNotFound(
      await loadEventBookings(services, actorOf(caller), params.id, url.searchParams),
    );
    return page({ ...found, refunded: url.searchParams.get("done") === "refunded" });
  },
});

export default define.page<typeof handler>(function EventBookingsPage({ data }) {
  const { event, q, bookings, refunded } = data;
  const { items } = bookings;
  const path = eventTabPath(event.id, "bookings");
  const href = `${path}${q && `?q=${encodeURIComponent(q)}`}`;
  const words = useWords("admin");
  const list = words.bookingList;
  return (
    <>
      <EventHead event={event} tab="bookings">
        {refunded && (
          <Notice kind="success" title={list.refundedTitle}>
            <p>{list.refundedText}</p>
          </Notice>
        )}
      </EventHead>
      <SearchForm label={words.searchBookings} hint={words.searchBookingsHint} q={q} />
      {items.length === 0 && (q
        ? (
          <EmptyState
            title={list.notFound}
            text={list.noMatch({ words: isolated(q) })}
          >
            <a class="button" href={path}>{list.showAll}</a>
          </EmptyState>
        )
        : <EmptyState title={list.none} text={list.appearHere} />)}
      {items.length > 0 && (
        <DataTable
          caption={q ? list.captionFor({ words: isolated(q) }) : list.caption}
          rows={items}
          columns={columnsFor(path, event.venue.timeZone, words, useWords("seats"))}
        />
      )}
      <Pagination list={bookings} href={href} shown={list.shown({ count: items.length })} />
    </>
  );
});

function columnsFor(
  path: string,
  timeZone: string,
  words: Words["admin"],
  seatWords: Words["seats"],
): Column<EventBookingView>[] {
  return [
    { label: words.code, kind: "head", cell: ({ code }) => <span class="code">{code}</span> },
    {
      label: words.buyer,
      kind: "wrap",
      plain: true,
      cell: ({ buyer }) => (
        <>
          {buyer.name && <bdi>{buyer.name}</bdi>}
          <span class="sub">{buyer.email ?? words.erased}</span>
        </>
      ),
    },
    { label: words.seats, kind: "wrap", plain: true, cell: ({ seats }) => seatsInList(seats, seatWords) },
    {
      label: words.total,
      kind: "number",
      plain: true,
      cell: ({ total, refund, currency }) => (
        <>
          <Price amount={total} currency={currency} />
          {refund.amount > 0 && (
            <span class="sub">
              <Price amount={-refund.amount} currency={currency} />
            </span>
          )}
        </>
      ),
    },
    { label: words.status, plain: true, cell: ({ status }) => <BookingBadge status={status} /> },
    {
      label: timeLabel("placedBy", timeZone, words),
      cell: ({ createdAt }) => <DateTime at={createdAt} timeZone={timeZone} />,
    },
    {
      label: words.bookingList.refund,
      kind: "action",
      plain: true,
      cell: ({ id, code, status }) =>
        status === "confirmed"
          ? (
            <a href={`${path}/${id}/refund`} aria-label={words.refund.title({ code })}>
              {words.bookingList.refundBooking}
            </a>
          )
          : null,
    },
  ];
}
