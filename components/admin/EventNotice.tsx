import type { ComponentChildren } from "preact";
import { Notice } from "@/components/layout/Notice.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { PricedHall } from "@/lib/charts/halls.ts";
import type { FormErrors } from "@/lib/events/admin_form.ts";
import { isolated } from "@/lib/text/isolated.ts";

/** Outcomes of a write, by the names that pages and redirects use. */
const kinds = {
  "created": "success",
  "saved": "success",
  "moved": "success",
  "published": "success",
  "not-published": "warning",
  "duplicated": "success",
  "cancelled": "success",
  "deleted": "success",
  "invalid": "danger",
  "seats-sold": "danger",
} as const;

export type EventOutcome = keyof typeof kinds | "stale" | "hall-occupied";

/** The outcome that a URL names, or null. */
export function outcomeIn(url: URL): EventOutcome | null {
  const done = url.searchParams.get("done");
  return done !== null && Object.hasOwn(kinds, done) ? done as EventOutcome : null;
}

/**
 * The outcome of a write, with a way out where it was refused: `errors` link to their fields, and the children are the
 * button to go ahead although the hall is taken.
 */
export function EventNotice({ outcome, eventId, errors = {}, hall, conflicts = [], children }: {
  outcome: EventOutcome;
  eventId?: string;
  errors?: FormErrors;
  /** The hall whose prices the form has: price errors name their zone. */
  hall?: Pick<PricedHall, "zones">;
  /** The other events in the hall at that time. */
  conflicts?: { id: string; title: string; startsAt: Date }[];
  children?: ComponentChildren;
}) {
  const words = useWords("eventForm");
  if (outcome === "hall-occupied") {
    const { title, text } = words.outcome[outcome];
    return (
      <Notice kind="warning" title={title}>
        <ul>
          {conflicts.map(({ id, title }) => (
            <li key={id}>
              <a href={`/events/${id}`} target="_blank">
                <bdi>{title}</bdi>
              </a>
            </li>
          ))}
        </ul>
        <p>{text}</p>
        {children}
      </Notice>
    );
  }
  if (outcome === "stale") {
    const { title, text } = words.outcome[outcome];
    return (
      <Notice kind="warning" title={title}>
        <p>
          {text({ link: (inner) => <a href={`/admin/events/${eventId}`} target="_blank">{inner}</a> })}
        </p>
      </Notice>
    );
  }
  const { title, text } = words.outcome[outcome];
  const zoneOf = (field: string) => hall?.zones.find(({ id }) => field === `price.${id}`);
  return (
    <Notice kind={kinds[outcome]} title={title}>
      <p>{text}</p>
      {outcome === "invalid" && (
        <ul>
          {Object.entries(errors).map(([field, error]) => {
            const zone = zoneOf(field);
            return (
              <li key={field}>
                <a href={`#field-${field}`}>
                  {zone ? words.errorOfZone({ zone: isolated(zone.name), error }) : error}
                </a>
              </li>
            );
          })}
        </ul>
      )}
    </Notice>
  );
}
