import { DateTime } from "@/components/DateTime.tsx";

/** When an event begins, in a line of text; a draft may have no date yet. */
export function AdminWhen({ event, locale }: {
  event: { startsAt: Date | null; venue: { timeZone: string } };
  locale: string;
}) {
  if (!event.startsAt) return <>no date yet</>;
  return (
    <DateTime
      at={event.startsAt.toISOString()}
      timeZone={event.venue.timeZone}
      locale={locale}
      style="full"
    />
  );
}
