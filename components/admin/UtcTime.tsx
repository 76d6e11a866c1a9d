import { DateTime } from "@/components/layout/DateTime.tsx";
import { useWords } from "@/components/layout/words.tsx";

/** A time that belongs to no venue: in UTC, and labelled so. */
export function UtcTime({ at }: { at: Date }) {
  const words = useWords("admin");
  return <>{words.utcTime({ time: () => <DateTime at={at.toISOString()} timeZone="UTC" /> })}</>;
}
