import type { DateStyle } from "@/lib/format/date_words.ts";
import { formatDate } from "@/lib/format/dates.ts";
import { useLang, useLocale } from "./words.tsx";

interface DateTimeProps {
  /** RFC 3339, UTC. */
  at: string;
  /** The venue's time zone: an event at eight is at eight wherever you read it. */
  timeZone: string;
}

/** A time in the venue's time zone, in the reader's locale, with the exact time for machines. */
export function DateTime({ at, timeZone, style = "short" }: DateTimeProps & { style?: DateStyle }) {
  const text = formatDate(new Date(at), useLocale(), timeZone, style);
  return <time dateTime={at} lang={useLang()}>{text}</time>;
}

/** The date that begins a row of a list: a large day, then month, weekday and time; with `year`, also the year. */
export function DateBlock({ at, timeZone, year = false }: DateTimeProps & { year?: boolean }) {
  const locale = useLocale();
  const part = (style: DateStyle) => formatDate(new Date(at), locale, timeZone, style);
  return (
    <time class="date-block" dateTime={at} lang={useLang()}>
      <span class="date-block-day">{part("dayOfMonth")}</span>
      <span class="date-block-month">{part(year ? "monthOfYear" : "month")}</span>
      <span class="date-block-time">
        <span>{part("weekday")}</span> <span>{part("time")}</span>
      </span>
    </time>
  );
}
