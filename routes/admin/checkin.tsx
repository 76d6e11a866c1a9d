import { page } from "fresh";
import { asset, Head } from "fresh/runtime";
import { CheckInOutcome } from "@/components/admin/CheckInOutcome.tsx";
import { FoundAtDoor, NothingFound } from "@/components/admin/FoundAtDoor.tsx";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Field, SelectField } from "@/components/layout/Field.tsx";
import ScannerKeys from "@/islands/ScannerKeys.tsx";
import ServiceWorker from "@/islands/ServiceWorker.tsx";
import { formatDate } from "@/lib/format/dates.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { loadDoor, scanByForm } from "@/lib/tickets/door_page.ts";
import { define } from "@/utils.ts";

/**
 * The door: a scanner types a ticket's code and Enter, or staff type what they know about a booking, and the page says
 * in large letters what to do. Each result has its own URL, so that reloading the page does not check a ticket in again.
 */
export const handler = pageRoute({ access: "check-in" }, {
  async GET({ url, state: { services, caller } }) {
    return page(await loadDoor(services, caller, url.searchParams));
  },

  async POST(ctx) {
    const { services, caller } = ctx.state;
    const result = await scanByForm(services, caller, await readForm(ctx.req));
    return typeof result === "string" ? ctx.redirect(result, 303) : page(result, { status: 422 });
  },
});

export default define.page<typeof handler>(function CheckInPage({ data, state }) {
  const { events, event, scan, text, found } = data;
  const { locale, words: { door: words } } = state;
  if (!event) {
    return (
      <>
        <PageTitle title={words.checkIn} />
        <EmptyState title={words.noEvent} text={words.eventsHere} />
      </>
    );
  }
  const { timeZone } = event.venue;
  return (
    <>
      <Head>
        <link rel="stylesheet" href={asset("/styles/door.css")} />
      </Head>
      <PageTitle title={words.checkIn} />
      {scan && <CheckInOutcome scan={scan} timeZone={timeZone} />}
      {found?.bookings.length === 0 && <NothingFound text={text} />}
      <form method="post" action="/admin/checkin" class="stack admin-form">
        <SelectField name="event" label={words.event}>
          {events.map(({ id, title, startsAt, venue }) => (
            <option key={id} value={id} selected={id === event.id}>
              {words.eventOption({
                date: isolated(formatDate(startsAt!, locale, venue.timeZone, "short")),
                title: isolated(title),
              })}
            </option>
          ))}
        </SelectField>
        <Field
          name="ticket"
          label={words.ticketOrBooking}
          hint={words.hint}
          autoComplete="off"
          autoCapitalize="off"
          spellcheck={false}
          maxLength={1000}
          autofocus
        />
        <button class="button button-main" type="submit">{words.checkInOrFind}</button>
      </form>
      <ScannerKeys fieldId="field-ticket" />
      {/* Without a network, this shows a page with a way back instead of the browser's error. */}
      <ServiceWorker />
      {found && found.bookings.length > 0 && (
        <FoundAtDoor eventId={event.id} text={text} {...found} timeZone={timeZone} />
      )}
    </>
  );
});
