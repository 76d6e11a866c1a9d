import { page } from "fresh";
import { BookingBadge } from "@/components/AdminBadges.tsx";
import { ClockSwitch, ListTime, timeLabel } from "@/components/AdminClock.tsx";
import { AdminDate } from "@/components/AdminDate.tsx";
import { AdminSeats } from "@/components/AdminSeats.tsx";
import { AdminSystem, SystemAlarms } from "@/components/AdminSystem.tsx";
import { type AdminColumn, AdminTable } from "@/components/AdminTable.tsx";
import { AdminTitle } from "@/components/AdminTitle.tsx";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Price } from "@/components/Price.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { may } from "@/lib/auth/permissions.ts";
import { type BookingLine, latestBookings, type Sales, salesSince } from "@/lib/bookings/sales.ts";
import { type AdminEvent, adminEvent, listForStaff, usualTimeZone } from "@/lib/events/admin_view.ts";
import { type ListClock, listClock } from "@/lib/events/list_clock.ts";
import { pageRoute } from "@/lib/http/page_route.ts";
import { alarmsOf, type SystemHealth } from "@/lib/observability/alarms.ts";
import { readPaymentOutcomes } from "@/lib/observability/payment_outcomes.ts";
import { readQueueHealth } from "@/lib/observability/queue_health.ts";
import type { Services } from "@/lib/services.ts";
import { define } from "@/utils.ts";

const DAY_MS = 86_400_000;
const LINES = 8;

export const handler = pageRoute({ access: "list-events" }, {
  async GET(ctx) {
    const { services, caller } = ctx.state;
    const user = userOf(caller);
    if (!may(user.role, "edit-events")) return ctx.redirect("/admin/events", 303);
    const { sql, catalog, now } = services;
    const scope = { organizerId: may(user.role, "every-event") ? null : user.id };
    const [upcoming, day, week, latest, system, usual] = await Promise.all([
      listForStaff(sql, user, { status: "published", period: "upcoming", limit: LINES }, now()),
      salesSince(sql, scope, new Date(now() - DAY_MS)),
      salesSince(sql, scope, new Date(now() - 7 * DAY_MS)),
      latestBookings(sql, scope, LINES),
      may(user.role, "dead-letters") ? readSystem(services) : null,
      usualTimeZone(sql, user),
    ]);
    const counts = await catalog.counts(upcoming.items);
    const events = upcoming.items.map((event) => adminEvent(event, counts.get(event.id)!, now()));
    return page({ events, day, week, latest, system, now: now(), clock: listClock(ctx.url, usual) });
  },
});

async function readSystem(services: Services): Promise<SystemHealth> {
  const [readiness, queues, payments] = await Promise.all([
    services.readiness(),
    readQueueHealth(services),
    readPaymentOutcomes(services.sql),
  ]);
  return { ...readiness, ...queues, payments };
}

export default define.page<typeof handler>(function DashboardPage({ data, url, state: { locale } }) {
  const { events, day, week, latest, system, now, clock } = data;
  const timeZones = [
    ...events.map(({ venue }) => venue.timeZone),
    ...latest.map(({ event }) => event.timeZone),
  ];
  return (
    <>
      <AdminTitle title="Overview">
        <a class="button button-main" href="/admin/events/new">New event</a>
      </AdminTitle>
      {system && <SystemAlarms alarms={alarmsOf(system)} />}
      <dl class="figures">
        <SalesFigures title="last 24 hours" sales={day} locale={locale} />
        <SalesFigures title="last 7 days" sales={week} locale={locale} />
      </dl>

      <section class="admin-section">
        <div class="spread">
          <h2>Next events</h2>
          <a href="/admin/events">All events</a>
        </div>
        {events.length === 0
          ? (
            <EmptyState title="Nothing is on sale" text="What you publish appears here with its seats.">
              <a class="button" href="/admin/events?view=drafts">See your drafts</a>
            </EmptyState>
          )
          : <AdminTable caption="Next events" rows={events} columns={nextEventColumns(clock, locale)} />}
      </section>

      <section class="admin-section">
        <h2>Latest bookings</h2>
        {latest.length === 0
          ? <p class="quiet">None yet. Each appears here as soon as it is placed.</p>
          : <AdminTable caption="Latest bookings" rows={latest} columns={bookingColumns(clock, locale)} />}
        <ClockSwitch clock={clock} timeZones={timeZones} url={url} />
      </section>

      {system && <AdminSystem system={system} locale={locale} now={now} />}
    </>
  );
});

function SalesFigures({ title, sales, locale }: { title: string; sales: Sales; locale: string }) {
  const count = (number: number) => new Intl.NumberFormat(locale).format(number);
  return (
    <>
      <div>
        <dt>Seats sold, {title}</dt>
        <dd>{count(sales.seats)}</dd>
        <dd class="figure-note">{count(sales.bookings)} {sales.bookings === 1 ? "booking" : "bookings"}</dd>
      </div>
      <div>
        <dt>Revenue, {title}</dt>
        {sales.revenue.length === 0 && <dd>–</dd>}
        {sales.revenue.map(({ currency, amount }, index) => (
          <dd key={currency} class={index > 0 ? "figure-note" : undefined}>
            <Price amount={amount} currency={currency} locale={locale} />
          </dd>
        ))}
      </div>
    </>
  );
}

function nextEventColumns(clock: ListClock, locale: string): AdminColumn<AdminEvent>[] {
  return [
    {
      label: timeLabel("Date", clock),
      cell: (event) => <AdminDate event={event} clock={clock} locale={locale} />,
    },
    {
      label: "Title",
      kind: "head",
      cell: (event) => (
        <>
          <a href={`/admin/events/${event.id}`}>{event.title}</a>
          <span class="sub">{event.venue.name}, {event.venue.city}</span>
        </>
      ),
    },
    { label: "Seats", kind: "wide", cell: (event) => <AdminSeats event={event} locale={locale} /> },
  ];
}

function bookingColumns(clock: ListClock, locale: string): AdminColumn<BookingLine>[] {
  return [
    { label: "Code", kind: "head", cell: ({ code }) => code },
    {
      label: "Event",
      cell: ({ event }) => <a href={`/admin/events/${event.id}/bookings`}>{event.title}</a>,
    },
    { label: "Buyer", cell: ({ buyer }) => buyer },
    { label: "Seats", kind: "number", cell: ({ seats }) => seats },
    {
      label: "Total",
      kind: "number",
      cell: ({ total, currency }) => <Price amount={total} currency={currency} locale={locale} />,
    },
    { label: "Status", cell: ({ status }) => <BookingBadge status={status} /> },
    {
      label: timeLabel("Placed", clock),
      cell: ({ createdAt, event: { timeZone } }) => (
        <ListTime at={createdAt.toISOString()} timeZone={timeZone} clock={clock} locale={locale} />
      ),
    },
  ];
}
