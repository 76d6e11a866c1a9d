import { DateTime } from "@/components/layout/DateTime.tsx";
import { useWords } from "@/components/layout/words.tsx";

/** When an event begins, inline; a draft may have no date yet. */
export function EventStart({ event: { startsAt, venue } }: {
  event: { startsAt: Date | string | null; venue: { timeZone: string } };
}) {
  const words = useWords("admin");
  if (!startsAt) return <>{words.noDateYetInline}</>;
  const at = new Date(startsAt).toISOString();
  return <DateTime at={at} timeZone={venue.timeZone} style="full" />;
}
