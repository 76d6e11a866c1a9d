import { page } from "fresh";
import { AdminTitle } from "@/components/AdminTitle.tsx";
import { DateTime } from "@/components/DateTime.tsx";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Field, SelectField } from "@/components/Field.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { listForStaff } from "@/lib/events/admin_view.ts";
import { formatDate } from "@/lib/events/dates.ts";
import type { EditableEvent } from "@/lib/events/event.ts";
import { pageRoute } from "@/lib/http/page_route.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { type CheckIn, checkIn } from "@/lib/tickets/check_in.ts";
import { define, type State } from "@/utils.ts";

interface CheckInPage {
  events: EditableEvent[];
  chosen: string;
  answer: CheckIn | null;
}

/** The door: a reader types a ticket's code and Enter, and the page says in large letters what to do. */
export const handler = pageRoute({ access: "check-in" }, {
  async GET({ url, state }) {
    return page<CheckInPage>({
      events: await eventsAtTheDoor(state),
      chosen: url.searchParams.get("event") ?? "",
      answer: null,
    });
  },

  async POST({ req, state }) {
    const { services, caller } = state;
    const form = await readForm(req);
    const events = await eventsAtTheDoor(state);
    const chosen = form.get("event") ?? "";
    const event = events.find(({ id }) => id === chosen);
    const answer = event &&
      await checkIn(services, userOf(caller), event.id, form.get("ticket")?.trim() ?? "");
    return page<CheckInPage>({ events, chosen, answer: answer ?? null }, { status: answer ? 200 : 422 });
  },
});

/** What is on and has not ended, the next one first. */
async function eventsAtTheDoor({ services: { sql, now }, caller }: State): Promise<EditableEvent[]> {
  const query = { status: "published", period: "upcoming", limit: 100 } as const;
  return (await listForStaff(sql, userOf(caller), query, now())).items;
}

const words: Record<CheckIn["result"], [title: string, text: string]> = {
  "admitted": ["Welcome", "Let them in."],
  "already-used": ["Already used", "Somebody came in with this ticket before."],
  "invalid": ["Not valid", "It is no ticket of ours, or it was cancelled."],
  "wrong-event": ["Another event", "The ticket is real, but not for this event."],
};

export default define.page<typeof handler>(function CheckInPage({ data, state: { locale } }) {
  const { events, chosen, answer } = data;
  const event = events.find(({ id }) => id === chosen) ?? events[0];
  if (!event) {
    return (
      <>
        <AdminTitle title="Check-in" />
        <EmptyState title="No event to admit to" text="Published events appear here until they end." />
      </>
    );
  }
  return (
    <>
      <AdminTitle title="Check-in" />
      {answer && <Answer answer={answer} event={event} locale={locale} />}
      <form method="post" class="stack admin-form">
        <SelectField name="event" label="Event">
          {events.map(({ id, title, startsAt, venue }) => (
            <option key={id} value={id} selected={id === event.id}>
              {`${title}, ${formatDate(startsAt!, locale, venue.timeZone, "full")}`}
            </option>
          ))}
        </SelectField>
        <Field
          name="ticket"
          label="Ticket"
          hint="Point the reader at the QR code, or type what it holds."
          autoComplete="off"
          spellcheck={false}
          maxLength={1000}
          autofocus
        />
        <button class="button button-main" type="submit">Check in</button>
      </form>
    </>
  );
});

function Answer({ answer, event, locale }: { answer: CheckIn; event: EditableEvent; locale: string }) {
  const { result, seat, checkedInAt } = answer;
  const [title, text] = words[result];
  const place = seat && [seat.section, seat.row && `row ${seat.row}`, seat.number && `seat ${seat.number}`];
  return (
    <section class="check-in" data-result={result} role="alert">
      <h2>{title}</h2>
      {place && <p class="check-in-seat">{place.filter(Boolean).join(", ")}</p>}
      <p>
        {text}
        {result === "already-used" && checkedInAt && (
          <>
            {" "}It was at{" "}
            <DateTime at={checkedInAt} timeZone={event.venue.timeZone} locale={locale} style="time" />.
          </>
        )}
      </p>
    </section>
  );
}
