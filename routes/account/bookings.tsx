import { page } from "fresh";
import { Head } from "fresh/runtime";
import { AccountNav } from "@/components/account/AccountNav.tsx";
import { BookingRow } from "@/components/bookings/BookingRow.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Pagination } from "@/components/layout/Pagination.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { listPast, listUpcoming, type OwnBooking } from "@/lib/bookings/own_bookings.ts";
import { readListPage } from "@/lib/http/page_query.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

const PAST_PAGE_SIZE = 20;

export const handler = pageRoute({ access: "own-account" }, {
  async GET({ state, url }) {
    const { services } = state;
    const user = userOf(state.caller);
    const now = services.now();
    const list = (cursor?: string) => listPast(services, user.id, { now, limit: PAST_PAGE_SIZE, cursor });
    const past = await readListPage(url.searchParams, list);
    const upcoming = past.cursor ? [] : await listUpcoming(services, user.id, now);
    return page({ upcoming, past });
  },
});

export default define.page<typeof handler>(function BookingsPage({ data, url, state: { locale } }) {
  const { upcoming, past } = data;
  const { cursor } = past;
  const isEmpty = upcoming.length + past.items.length === 0;
  return (
    <main id="main" class="page">
      <Head>
        <title>Bookings and tickets · Aisle</title>
      </Head>
      <AccountNav path={url.pathname} />
      <h1 class="page-title">Bookings and tickets</h1>
      {isEmpty && (
        <EmptyState
          title="No tickets yet"
          text="What you book is here from the moment you pay, and opens without a network once you have seen it."
        >
          <a class="button button-main" href="/events">See what is on</a>
        </EmptyState>
      )}
      <BookingList title="Upcoming" bookings={upcoming} locale={locale} />
      <BookingList title="Past and cancelled" bookings={past.items} locale={locale} year />
      {(past.nextCursor || cursor) && (
        <Pagination
          next={past.nextCursor && `/account/bookings?cursor=${past.nextCursor}`}
          first={cursor ? "/account/bookings" : null}
          shown={cursor ? "Older bookings" : ""}
        />
      )}
    </main>
  );
});

function BookingList({ title, bookings, locale, year }: {
  title: string;
  bookings: OwnBooking[];
  locale: string;
  year?: boolean;
}) {
  if (bookings.length === 0) return null;
  return (
    <section class="section" aria-label={title}>
      <h2>{title}</h2>
      <div class="event-list">
        {bookings.map((booking) => (
          <BookingRow key={booking.id} booking={booking} locale={locale} year={year} />
        ))}
      </div>
    </section>
  );
}
