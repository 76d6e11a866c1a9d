import { HttpError, page } from "fresh";
import { EventHead, eventTabPath } from "@/components/admin/EventHead.tsx";
import { periodIn, SalesFigures } from "@/components/admin/SalesFigures.tsx";
import { SeatBar } from "@/components/admin/SeatBar.tsx";
import { type TallyRow, TallyTable } from "@/components/admin/TallyTable.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Price } from "@/components/layout/Price.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { salesByDay, takingsOf } from "@/lib/bookings/sales.ts";
import { findAdminEvent } from "@/lib/events/admin_view.ts";
import { lastDays } from "@/lib/format/days.ts";
import { tallySeats } from "@/lib/seats/tally.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

/** How an event sells: in all, by day and by price. */
export const handler = pageRoute({ access: "see-bookings" }, {
  async GET({ params, url, state: { services, caller } }) {
    const { sql, catalog, now } = services;
    const event = await findAdminEvent(services, userOf(caller), params.id);
    if (!event) throw new HttpError(404);
    if (event.status === "draft") return page({ event, sold: null });
    const days = lastDays(now(), event.venue.timeZone, periodIn(url));
    const [sales, takings, { statuses }, { chart }] = await Promise.all([
      salesByDay(sql, { eventId: event.id }, days, event.venue.timeZone),
      takingsOf(sql, [event.id]),
      catalog.overview(event),
      catalog.chart(event),
    ]);
    const tallies = tallySeats(chart.seats, statuses, ({ zone }) => zone);
    const zones = event.zones.flatMap(({ id, name, price }): TallyRow[] => {
      const tally = tallies.get(id);
      return tally ? [{ id, name, price, ...tally }] : [];
    });
    return page({ event, sold: { sales, zones, revenue: takings.get(event.id)?.revenue ?? 0 } });
  },
});

export default define.page<typeof handler>(function EventSalesPage({ data, state: { locale } }) {
  const { event, sold } = data;
  const { id, currency, venue: { timeZone } } = event;
  return (
    <>
      <EventHead event={event} tab="sales" locale={locale} />
      {!sold
        ? (
          <EmptyState title="Not on sale yet" text="Sales appear here once the event is published.">
            <a class="button button-main" href={eventTabPath(id, "edit")}>Check and publish</a>
          </EmptyState>
        )
        : (
          <>
            <div class="spread sold-so-far">
              <SeatBar event={event} locale={locale} />
              <p>
                <span class="quiet">Revenue</span>{" "}
                <strong>
                  <Price amount={sold.revenue} currency={currency} locale={locale} />
                </strong>
              </p>
            </div>
            <SalesFigures
              sales={sold.sales}
              timeZone={timeZone}
              locale={locale}
              path={eventTabPath(id, "sales")}
            />
            <section class="admin-section" aria-labelledby="by-price">
              <h2 id="by-price">By price</h2>
              <TallyTable
                caption="Seats by price"
                part="Price zone"
                rows={sold.zones}
                currency={currency}
                locale={locale}
              />
            </section>
          </>
        )}
    </>
  );
});
