import { DateTime } from "@/components/layout/DateTime.tsx";

/** When an event begins, in a line of text; a draft may have no date yet. */
export function EventStart({ event: { startsAt, venue }, locale }: {
  event: { startsAt: Date | string | null; venue: { timeZone: string } };
  locale: string;
}) {
  if (!startsAt) return <>no date yet</>;
  const at = new Date(startsAt).toISOString();
  return <DateTime at={at} timeZone={venue.timeZone} locale={locale} style="full" />;
}
