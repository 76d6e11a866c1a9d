import { page } from "fresh";
import { AccountNav } from "@/components/account/AccountNav.tsx";
import { BookingRow } from "@/components/bookings/BookingRow.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Pagination } from "@/components/layout/Pagination.tsx";
import { loadOwnBookings } from "@/lib/bookings/account_pages.ts";
import type { OwnBooking } from "@/lib/bookings/own_bookings.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

export const handler = pageRoute({ access: "own-account" }, {
  async GET({ url, state: { services, caller } }) {
    return page(await loadOwnBookings(services, caller, url.searchParams));
  },
});

export default define.page<typeof handler>(function BookingsPage({ data, url, state }) {
  const words = state.words.account;
  const { upcoming, past } = data;
  const { cursor } = past;
  const isEmpty = upcoming.length + past.items.length === 0;
  return (
    <main id="main" class="page">
      <DocumentHead title={words.bookingsAndTickets} />
      <AccountNav path={url.pathname} />
      <h1 class="page-title">{words.bookingsAndTickets}</h1>
      {isEmpty && (
        <EmptyState
          title={words.noTickets}
          text={words.ticketsHere}
        >
          <a class="button button-main" href="/events">{words.seeWhatIsOn}</a>
        </EmptyState>
      )}
      <BookingList title={words.upcoming} bookings={upcoming} />
      <BookingList title={words.past} bookings={past.items} year />
      <Pagination list={past} href="/account/bookings" shown={cursor ? words.olderBookings : ""} />
    </main>
  );
});

function BookingList({ title, bookings, year }: {
  title: string;
  bookings: OwnBooking[];
  year?: boolean;
}) {
  if (bookings.length === 0) return null;
  return (
    <section class="section" aria-label={title}>
      <h2>{title}</h2>
      <div class="event-list">
        {bookings.map((booking) => <BookingRow key={booking.id} booking={booking} year={year} />)}
      </div>
    </section>
  );
}
