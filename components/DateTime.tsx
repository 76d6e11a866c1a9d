/** Which parts of a moment to show. */
export type DateStyle = "date" | "time" | "short" | "full";

const formats: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  date: { weekday: "short", day: "numeric", month: "short" },
  time: { hour: "2-digit", minute: "2-digit" },
  short: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  full: {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  },
};

interface DateTimeProps {
  /** RFC 3339, UTC. */
  at: string;
  /** The venue's zone: a show at eight is at eight wherever it is read. */
  timeZone: string;
  locale: string;
}

/** A moment in the venue's time zone, in the reader's locale, with the exact time for machines. */
export function DateTime({ at, timeZone, locale, style = "short" }: DateTimeProps & { style?: DateStyle }) {
  return (
    <time dateTime={at}>
      {new Intl.DateTimeFormat(locale, { ...formats[style], timeZone }).format(new Date(at))}
    </time>
  );
}

/** The date as the first thing one reads in a list: a large day, then month, weekday and time. */
export function DateBlock({ at, timeZone, locale }: DateTimeProps) {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(new Date(at));
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", timeZone })
    .formatToParts(new Date(at)).find((piece) => piece.type === "day")?.value;
  return (
    <time class="date-block" dateTime={at}>
      <span class="date-block-day">{day}</span>
      <span class="date-block-month">{part({ month: "short" })}</span>
      <span class="date-block-time">
        <span>{part({ weekday: "short" })}</span> <span>{part(formats.time)}</span>
      </span>
    </time>
  );
}
