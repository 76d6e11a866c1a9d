import type { ComponentChildren } from "preact";
import { Notice } from "@/components/layout/Notice.tsx";
import type { PricedHall } from "@/lib/charts/halls.ts";
import type { FormErrors } from "@/lib/events/admin_form.ts";
import { isolated } from "@/lib/text/isolated.ts";

/** What became of a write, by what pages and redirects call it. */
const notices = {
  "created": ["success", "Saved as a draft", "Only organizers see it. Publish it when it is ready."],
  "saved": ["success", "Saved", "Visitors see the change at once."],
  "published": ["success", "Published", "It is on the site, and on sale from the time you gave."],
  "not-published": [
    "warning",
    "Saved, but not published",
    "An event that is over or cancelled stays off the site, and so does one whose hall is taken.",
  ],
  "invalid": ["danger", "Nothing was saved yet", "These need another look:"],
  "seats-sold": [
    "danger",
    "Nothing was saved: seats of this event are sold",
    "Another hall or currency would take away what people paid for. Choose those it had.",
  ],
  "moved": [
    "success",
    "Saved",
    "Visitors see the change at once, and everyone who has booked gets the message.",
  ],
  "duplicated": ["success", "This is the copy, a draft", "It has no date yet: give it one, then publish it."],
  "cancelled": [
    "success",
    "The event is cancelled",
    "Its bookings are being cancelled and refunded, and their buyers told.",
  ],
  "deleted": ["success", "Deleted", "The event and its prices are gone."],
} as const;

export type EventOutcome = keyof typeof notices | "stale" | "hall-occupied";

/** The outcome that an address names, or null. */
export function outcomeIn(url: URL): EventOutcome | null {
  const done = url.searchParams.get("done");
  return done !== null && Object.hasOwn(notices, done) ? done as EventOutcome : null;
}

/**
 * Tells the organizer what became of the write, and the way out where it was refused: `errors` lead to their fields, and
 * the children are the button that goes on although the hall is taken.
 */
export function EventNotice({ outcome, eventId, errors = {}, hall, conflicts = [], children }: {
  outcome: EventOutcome;
  eventId?: string;
  errors?: FormErrors;
  /** Whose prices the form has; one rule is broken by many of them alike. */
  hall?: Pick<PricedHall, "zones">;
  /** The events that are in the hall at that time. */
  conflicts?: { id: string; title: string; startsAt: Date }[];
  children?: ComponentChildren;
}) {
  if (outcome === "hall-occupied") {
    return (
      <Notice kind="warning" title="Not done yet: the hall is taken at that time">
        <ul>
          {conflicts.map(({ id, title }) => (
            <li key={id}>
              <a href={`/events/${id}`} target="_blank">
                <bdi>{title}</bdi>
              </a>
            </li>
          ))}
        </ul>
        <p>Choose another time or hall, or go on although both are in it at once.</p>
        {children}
      </Notice>
    );
  }
  if (outcome === "stale") {
    return (
      <Notice kind="warning" title="Nothing was saved: someone else changed this event meanwhile">
        <p>
          Below is what you typed.{" "}
          <a href={`/admin/events/${eventId}`} target="_blank">Look at their version</a>{" "}
          (in a new window), then save again to put yours in its place.
        </p>
      </Notice>
    );
  }
  const [kind, title, text] = notices[outcome];
  return (
    <Notice kind={kind} title={title}>
      <p>{text}</p>
      {outcome === "invalid" && (
        <ul>
          {Object.entries(errors).map(([field, rule]) => (
            <li key={field}>
              <a href={`#field-${field}`}>{zoneOf(field, hall)}{rule}</a>
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

/** The zone whose price a field says, before the rule that it breaks; nothing for any other field. */
function zoneOf(field: string, hall: Pick<PricedHall, "zones"> | undefined): string {
  const zone = hall?.zones.find(({ id }) => field === `price.${id}`);
  return zone ? `${isolated(zone.name)}: ` : "";
}
