import { page } from "fresh";
import { EventHead, eventTabPath } from "@/components/admin/EventHead.tsx";
import { periodIn, SalesFigures } from "@/components/admin/SalesFigures.tsx";
import { SeatBar } from "@/components/admin/SeatBar.tsx";
import { TallyTable } from "@/components/admin/TallyTable.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Price } from "@/components/layout/Price.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { loadEventSales } from "@/lib/bookings/admin_pages.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

/** How an event sells: in all, by day and by price. */
export const handler = pageRoute({ access: "see-bookings" }, {
  async GET({ params, url, state: { services, caller } }) {
    const days = periodIn(url);
    return page(orNotFound(await loadEventSales(services, userOf(caller), params.id, days)));
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
