import { page } from "fresh";
import { asset, Head } from "fresh/runtime";
import { z } from "zod";
import { CheckInOutcome } from "@/components/admin/CheckInOutcome.tsx";
import { FoundAtDoor, NothingFound } from "@/components/admin/FoundAtDoor.tsx";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Field, SelectField } from "@/components/layout/Field.tsx";
import ScannerKeys from "@/islands/ScannerKeys.tsx";
import ServiceWorker from "@/islands/ServiceWorker.tsx";
import { type Caller, userOf } from "@/lib/auth/caller.ts";
import { listForStaff } from "@/lib/events/admin_view.ts";
import type { EditableEvent } from "@/lib/events/event.ts";
import { formatDate } from "@/lib/format/dates.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { checkIn, checkInFound, type Door, type Scan } from "@/lib/tickets/check_in.ts";
import { addressAfter, readDoorAddress, recallAnswer } from "@/lib/tickets/door_address.ts";
import { findAtDoor } from "@/lib/tickets/find_at_door.ts";
import { define, type State } from "@/utils.ts";

interface CheckInPage {
  events: EditableEvent[];
  /** The one whose door this is; null when there is none. */
  event: EditableEvent | null;
  scan: Scan | null;
  /** What was looked for. */
  text: string;
  /** Null: nothing was looked for. */
  found: Awaited<ReturnType<typeof findAtDoor>> | null;
}

/**
 * The door: a reader types a ticket's code and Enter, or a person what they know of a booking, and the page says in large
 * letters what to do. Each answer has an address, so that showing the page again reads no ticket again.
 */
export const handler = pageRoute({ access: "check-in" }, {
  async GET({ url, state }) {
    const { services, caller } = state;
    const events = await eventsAtTheDoor(state);
    const address = readDoorAddress(url.searchParams);
    const event = events.find(({ id }) => id === address.event) ?? events[0] ?? null;
    const [scan, found] = event
      ? await Promise.all([
        recallAnswer(services.sql, userOf(caller), event.id, address),
        address.q ? findAtDoor(services, event, address.q) : null,
      ])
      : [null, null];
    return page<CheckInPage>({ events, event, scan, text: address.q, found });
  },

  async POST(ctx) {
    const { services, caller } = ctx.state;
    const form = await readForm(ctx.req);
    const events = await eventsAtTheDoor(ctx.state);
    const event = events.find(({ id }) => id === form.get("event"));
    const typed = form.get("ticket")?.trim() ?? "";
    const admit = form.get("admit");
    const scan = !event
      ? null
      : admit === null
      ? await checkIn(services, doorOf(caller), event.id, typed)
      : z.uuid().safeParse(admit).success
      ? await checkInFound(services, doorOf(caller), event.id, admit)
      : null;
    if (event && scan) {
      return ctx.redirect(addressAfter(event.id, scan, { typed, q: form.get("q") }), 303);
    }
    const chosen = event ?? events[0] ?? null;
    return page<CheckInPage>({ events, event: chosen, scan: null, text: "", found: null }, {
      status: 422,
    });
  },
});

/** What is on and has not ended, the next one first. */
async function eventsAtTheDoor({ services: { sql, now }, caller }: State): Promise<EditableEvent[]> {
  const query = { status: "published", period: "upcoming", limit: 100 } as const;
  return (await listForStaff(sql, userOf(caller), query, now())).items;
}

/** Somebody who is signed in, in one browser: that is one reader. */
function doorOf(caller: Caller): Door {
  return { person: userOf(caller), device: caller.sessionId && `session ${caller.sessionId}` };
}

export default define.page<typeof handler>(function CheckInPage({ data, state: { locale } }) {
  const { events, event, scan, text, found } = data;
  if (!event) {
    return (
      <>
        <PageTitle title="Check-in" />
        <EmptyState title="No event to admit to" text="Published events appear here until they end." />
      </>
    );
  }
  const { timeZone } = event.venue;
  return (
    <>
      <Head>
        <link rel="stylesheet" href={asset("/styles/door.css")} />
      </Head>
      <PageTitle title="Check-in" />
      {scan && <CheckInOutcome scan={scan} timeZone={timeZone} locale={locale} />}
      {found?.bookings.length === 0 && <NothingFound text={text} />}
      <form method="post" action="/admin/checkin" class="stack admin-form">
        <SelectField name="event" label="Event">
          {events.map(({ id, title, startsAt, venue }) => (
            <option key={id} value={id} selected={id === event.id}>
              {`${isolated(formatDate(startsAt!, locale, venue.timeZone, "short"))} · ${isolated(title)}`}
            </option>
          ))}
        </SelectField>
        <Field
          name="ticket"
          label="Ticket or booking"
          hint="Scan the QR code, or type a booking code, name, e-mail or seat such as “Stalls J 5”."
          autoComplete="off"
          autoCapitalize="off"
          spellcheck={false}
          maxLength={1000}
          autofocus
        />
        <button class="button button-main" type="submit">Check in or find</button>
      </form>
      <ScannerKeys fieldId="field-ticket" />
      {/* So that a lost network is said on a page with a way back, and not by the browser. */}
      <ServiceWorker />
      {found && found.bookings.length > 0 && (
        <FoundAtDoor eventId={event.id} text={text} {...found} timeZone={timeZone} locale={locale} />
      )}
    </>
  );
});
