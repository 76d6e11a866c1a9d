import { HttpError, page } from "fresh";
import { BookingBadge } from "@/components/AdminBadges.tsx";
import { timeLabel } from "@/components/AdminClock.tsx";
import { type AdminColumn, AdminTable } from "@/components/AdminTable.tsx";
import { AdminTitle } from "@/components/AdminTitle.tsx";
import { AdminWhen } from "@/components/AdminWhen.tsx";
import { DateTime } from "@/components/DateTime.tsx";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Notice } from "@/components/Notice.tsx";
import { Pagination } from "@/components/Pagination.tsx";
import { Price } from "@/components/Price.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { type EventBookingView, listEventBookings } from "@/lib/bookings/view.ts";
import { eventToEdit } from "@/lib/events/admin.ts";
import { readListPage } from "@/lib/http/page_query.ts";
import { pageRoute } from "@/lib/http/page_route.ts";
import { seatsInWords } from "@/lib/seats/seats_in_words.ts";
import { define } from "@/utils.ts";

const PAGE_SIZE = 50;

export const handler = pageRoute({ access: "see-bookings" }, {
  async GET({ params, url, state: { services, caller } }) {
    const event = await eventToEdit(services.sql, userOf(caller), params.id);
    if (!event) throw new HttpError(404);
    const list = (cursor?: string) => listEventBookings(services.sql, event.id, { limit: PAGE_SIZE, cursor });
    const bookings = await readListPage(url.searchParams, list);
    return page({ event, bookings, refunded: url.searchParams.get("done") === "refunded" });
  },
});

export default define.page<typeof handler>(function EventBookingsPage({ data, state: { locale } }) {
  const { event, bookings: { items, nextCursor, cursor }, refunded } = data;
  const address = `/admin/events/${event.id}/bookings`;
  return (
    <>
      <AdminTitle title={`Bookings of ${event.title}`}>
        <a href={`/admin/events/${event.id}`}>The event</a>
        <span class="quiet">
          <AdminWhen event={event} locale={locale} />
        </span>
      </AdminTitle>
      {refunded && (
        <Notice kind="success" title="Refunded">
          <p>The money is on its way back, and the buyer is told.</p>
        </Notice>
      )}
      {items.length === 0
        ? <EmptyState title="No booking yet" text="Every booking appears here as soon as it is placed." />
        : (
          <AdminTable
            caption="Bookings, newest first"
            rows={items}
            columns={columnsFor(address, event.venue.timeZone, locale)}
          />
        )}
      {(nextCursor || cursor) && (
        <Pagination
          next={nextCursor && `${address}?cursor=${nextCursor}`}
          first={cursor ? address : null}
          shown={`${items.length} bookings on this page`}
        />
      )}
    </>
  );
});

function columnsFor(
  address: string,
  timeZone: string,
  locale: string,
): AdminColumn<EventBookingView>[] {
  return [
    { label: "Code", kind: "head", cell: ({ code }) => code },
    {
      label: "Buyer",
      cell: ({ buyer }) => (
        <>
          {buyer.name}
          <span class="sub">{buyer.email ?? "deleted account"}</span>
        </>
      ),
    },
    { label: "Seats", kind: "wrap", cell: ({ seats }) => seatsInWords(seats) },
    {
      label: "Total",
      kind: "number",
      cell: ({ total, refund, currency }) => (
        <>
          <Price amount={total} currency={currency} locale={locale} />
          {refund.amount > 0 && (
            <span class="sub">
              <Price amount={-refund.amount} currency={currency} locale={locale} />
            </span>
          )}
        </>
      ),
    },
    { label: "Status", cell: ({ status }) => <BookingBadge status={status} /> },
    {
      label: timeLabel("Placed", timeZone),
      cell: ({ createdAt }) => <DateTime at={createdAt} timeZone={timeZone} locale={locale} />,
    },
    {
      label: "Money back",
      cell: ({ id, code, status }) =>
        status === "confirmed" && (
          <a href={`${address}/${id}/refund`} aria-label={`Refund booking ${code}`}>Refund …</a>
        ),
    },
  ];
}
