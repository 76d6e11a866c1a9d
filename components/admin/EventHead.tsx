import type { ComponentChildren } from "preact";
import { VenueLocation } from "@/components/layout/VenueLocation.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { AdminEvent } from "@/lib/events/admin_view.ts";
import type { EditableEvent } from "@/lib/events/event.ts";
import { FORM_KEY, newFormKey } from "@/lib/http/form_key.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { EventStart } from "./EventStart.tsx";
import { PageTitle } from "./PageTitle.tsx";
import { EventBadge } from "./StatusBadges.tsx";

/** The pages about one event, by their names in the URL. */
const tabs = ["sales", "map", "bookings", "edit", "artwork"] as const;

export type EventTab = typeof tabs[number];

/** The path of a page about an event. */
export function eventTabPath(eventId: string, tab: EventTab): string {
  return `/admin/events/${eventId}${tab === "edit" ? "" : `/${tab}`}`;
}

/** Where lists link to: the form of a draft, otherwise the event's sales. */
export function eventPath({ id, status }: Pick<AdminEvent, "id" | "status">): string {
  return eventTabPath(id, status === "draft" ? "edit" : "sales");
}

/**
 * The head of every page about an event: its title and status, and tabs that lead to these pages. Notices follow as
 * children.
 */
export function EventHead({ event, tab, children }: {
  event: AdminEvent;
  tab: EventTab;
  children?: ComponentChildren;
}) {
  const words = useWords("admin").eventPages;
  const { id, title, status, slug } = event;
  return (
    <>
      <PageTitle title={isolated(title)} page={words.tab({ tab })}>
        <EventBadge event={event} />
        {status !== "draft" && <a href={`/events/${slug}`}>{words.pageForVisitors}</a>}
        <form method="post" action={`/admin/events/${id}/duplicate`}>
          <input type="hidden" name={FORM_KEY} value={newFormKey()} />
          <button class="button button-small" type="submit">{words.duplicate}</button>
        </form>
      </PageTitle>
      <EventLead event={event} />
      <nav class="tabs" aria-label={words.navigation}>
        {tabs.map((name) => (
          <a key={name} href={eventTabPath(id, name)} aria-current={name === tab ? "page" : "false"}>
            {words.tab({ tab: name })}
          </a>
        ))}
      </nav>
      {children}
    </>
  );
}

/** Where and when an event takes place, below its title. */
export function EventLead({ event }: { event: AdminEvent | EditableEvent }) {
  const words = useWords("admin");
  return (
    <p class="quiet admin-lead">
      {words.placeAndStart({
        place: () => <VenueLocation venue={event.venue} />,
        start: () => <EventStart event={event} />,
      })}
    </p>
  );
}
