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

/** An event's sales: in total, by day and by price. */
export const handler = pageRoute({ access: "see-bookings" }, {
  async GET({ params, url, state: { services, caller } }) {
    const days = periodIn(url);
    return page(orNotFound(await loadEventSales(services, userOf(caller), params.id, days)));
  },
});

export default define.page<typeof handler>(function EventSalesPage({ data, state: { words } }) {
  const { sales: salesWords, ...admin } = words.admin;
  const { event, sold } = data;
  const { id, currency, venue: { timeZone } } = event;
  return (
    <>
      <EventHead event={event} tab="sales" />
      {!sold
        ? (
          <EmptyState title={salesWords.notOnSale} text={salesWords.salesHere}>
            <a class="button button-main" href={eventTabPath(id, "edit")}>{salesWords.publish}</a>
          </EmptyState>
        )
        : (
          <>
            <div class="spread sold-so-far">
              <SeatBar event={event} />
              <p>
                {admin.revenueSoFar({
                  label: (inner) => <span class="quiet">{inner}</span>,
                  amount: () => (
                    <strong>
                      <Price amount={sold.revenue} currency={currency} />
                    </strong>
                  ),
                })}
              </p>
            </div>
            <SalesFigures
              sales={sold.sales}
              timeZone={timeZone}
              path={eventTabPath(id, "sales")}
            />
            <section class="admin-section" aria-labelledby="by-price">
              <h2 id="by-price">{salesWords.byPrice}</h2>
              <TallyTable
                caption={salesWords.seatsByPrice}
                part={salesWords.priceZone}
                rows={sold.zones}
                currency={currency}
              />
            </section>
          </>
        )}
    </>
  );
});
