/** Changes to an event after people have booked it: to its time, doors or hall. */
import { z } from "zod";
import { formatDate } from "@/lib/format/dates.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { typedLine, typedLines } from "@/lib/text/typed_text.ts";

/** When and where an event takes place. Times are RFC 3339. */
export const timeAndPlaceSchema = z.object({
  startsAt: z.iso.datetime({ offset: true }),
  endsAt: z.iso.datetime({ offset: true }),
  doorsAt: z.iso.datetime({ offset: true }).nullable(),
  chartId: z.uuid(),
  hall: z.string().describe("The name of the chart"),
  venue: z.object({ name: z.string(), city: z.string(), timeZone: z.string() }),
}).meta({ id: "EventMoment" });
export type TimeAndPlace = z.infer<typeof timeAndPlaceSchema>;

/** A change, as stored with its event. */
export interface EventChange {
  /** RFC 3339. */
  at: string;
  was: TimeAndPlace;
  became: TimeAndPlace;
  /** RFC 3339. Until then those who booked before the change can cancel with a full refund. */
  cancelUntil: string | null;
}

/** What differs between two times and places. */
function differences(a: TimeAndPlace, b: TimeAndPlace) {
  const differs = (x: string | null, y: string | null) =>
    x === null || y === null ? x !== y : Date.parse(x) !== Date.parse(y);
  return {
    start: differs(a.startsAt, b.startsAt),
    end: differs(a.endsAt, b.endsAt),
    doors: differs(a.doorsAt, b.doorsAt),
    hall: a.chartId !== b.chartId || a.venue.name !== b.venue.name,
  };
}

/** Whether anything differs that buyers must know about. */
export function isChanged(a: TimeAndPlace, b: TimeAndPlace): boolean {
  return Object.values(differences(a, b)).some(Boolean);
}

/**
 * How an event was for someone who booked it at `since` (by default: before its latest change), and how it is now. Null
 * if nothing changed, or if it was changed back.
 */
export function changeSince(
  changes: EventChange[],
  since: Date | null = null,
): { was: TimeAndPlace; became: TimeAndPlace } | null {
  const last = changes.at(-1);
  const first = since ? changes.find(({ at }) => Date.parse(at) > since.getTime()) : last;
  if (!first || !last || !isChanged(first.was, last.became)) return null;
  return { was: first.was, became: last.became };
}

/** Until when someone who booked at `since` can cancel for free because of a change; null if no change allows it. */
export function freeCancelUntil(changes: EventChange[], since: Date): Date | null {
  const times = changes.flatMap(({ at, cancelUntil }) =>
    cancelUntil !== null && Date.parse(at) > since.getTime() ? [Date.parse(cancelUntil)] : []
  );
  return times.length > 0 ? new Date(Math.max(...times)) : null;
}

/** Both times and places in words, in the venue's time zone, limited to what differs. */
export function inWords(
  words: Words["eventChange"],
  { was, became }: { was: TimeAndPlace; became: TimeAndPlace },
  locale: string,
): { from: string; to: string; sentence: string } {
  const { start, end, doors, hall } = differences(was, became);
  const describe = ({ startsAt, endsAt, doorsAt, hall: chart, venue }: TimeAndPlace) => {
    const at = (time: string, style: "full" | "time") =>
      formatDate(new Date(time), locale, venue.timeZone, style);
    const [name, city] = [isolated(venue.name), isolated(venue.city)];
    const facts = [
      start
        ? words.starts({ time: at(startsAt, "full") })
        : end
        ? words.ends({ time: at(endsAt, "full") })
        : "",
      doors ? doorsAt ? words.doors({ time: at(doorsAt, "time") }) : words.noDoors : "",
      hall
        ? chart === venue.name
          ? words.venue({ venue: name, city })
          : words.hall({ hall: isolated(chart), venue: name, city })
        : "",
    ].filter(Boolean);
    const [first, second = "", third = ""] = facts;
    return words.facts({ count: facts.length, first, second, third });
  };
  const [from, to] = [describe(was), describe(became)];
  const kind = start || hall ? "moved" : "changed";
  return { from, to, sentence: words.sentence({ kind, was: from, now: to }) };
}

/** The message about a change to those who have booked. */
export const noticeSchema = z.strictObject({
  subject: typedLine(150).min(1).optional().describe("By default: that the event has changed"),
  text: typedLines(2_000).optional()
    .describe("Shown above the old and the new time and place; by default: that the event has changed"),
  reason: typedLines(500).optional(),
  cancelUntil: z.iso.datetime({ offset: true }).optional()
    .describe("Until then these buyers can cancel with a full refund, whatever the event allows"),
});
export type ChangeNotice = z.infer<typeof noticeSchema>;
