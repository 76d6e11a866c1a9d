import { HttpError, page } from "fresh";
import { z } from "zod";
import { BookingBadge } from "@/components/AdminBadges.tsx";
import { AdminTable } from "@/components/AdminTable.tsx";
import { AdminTitle } from "@/components/AdminTitle.tsx";
import { DateTime } from "@/components/DateTime.tsx";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Pagination } from "@/components/Pagination.tsx";
import { Price } from "@/components/Price.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { type EventBookingView, listEventBookings } from "@/lib/bookings/view.ts";
import { eventToEdit } from "@/lib/events/admin.ts";
import { seatName } from "@/lib/seats/seat_name.ts";
import { define } from "@/utils.ts";

const PAGE_SIZE = 50;

export const handler = define.handlers({
  async GET({ params, url, state: { services, caller } }) {
    const event = await eventToEdit(services.sql, userOf(caller), params.id);
    if (!event) throw new HttpError(404);
    const cursor = z.uuid().safeParse(url.searchParams.get("cursor")).data;
    const bookings = await listEventBookings(services, event.id, { limit: PAGE_SIZE, cursor });
    return page({ event, bookings, cursor });
  },
});

export default define.page<typeof handler>(function EventBookingsPage({ data, state: { locale } }) {
  const { event, bookings: { items, nextCursor }, cursor } = data;
  const address = `/admin/events/${event.id}/bookings`;
  return (
    <>
      <AdminTitle title={`Bookings of ${event.title}`}>
        <a href={`/admin/events/${event.id}`}>The event</a>
        <span class="quiet">
          <DateTime
            at={event.startsAt.toISOString()}
            timeZone={event.venue.timeZone}
            locale={locale}
            style="full"
          />
        </span>
      </AdminTitle>
      {items.length === 0
        ? <EmptyState title="No booking yet" text="Every booking appears here as soon as it is placed." />
        : (
          <AdminTable
            caption="Bookings, newest first"
            columns={[
              { label: "Code" },
              { label: "Buyer" },
              { label: "Seats" },
              { label: "Total", number: true },
              { label: "Status" },
              { label: "Placed" },
            ]}
          >
            {items.map((booking) => (
              <tr key={booking.id}>
                <th scope="row" class="code">{booking.code}</th>
                <td>
                  {booking.buyer.name}
                  <span class="sub">{booking.buyer.email ?? "deleted account"}</span>
                </td>
                <td class="wrap">{seatsInWords(booking)}</td>
                <td class="number">
                  <Price amount={booking.total} currency={booking.currency} locale={locale} />
                </td>
                <td>
                  <BookingBadge status={booking.status} />
                </td>
                <td>
                  <DateTime at={booking.createdAt} timeZone={event.venue.timeZone} locale={locale} />
                </td>
              </tr>
            ))}
          </AdminTable>
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

/** Equal standing places are counted, seats are named. */
function seatsInWords({ seats }: EventBookingView): string {
  const byName = Map.groupBy(seats, seatName);
  return [...byName].map(([name, same]) => same.length > 1 ? `${same.length} × ${name}` : name).join("; ");
}
