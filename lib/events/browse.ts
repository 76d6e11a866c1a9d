/** The list of events as a page: its filters live in the address, and are said in words. */
import { formatCount } from "./counts.ts";
import { formatDate } from "./dates.ts";
import { type DayRange, daysAfter, weekendOf } from "./days.ts";
import type { EventType } from "./event.ts";
import { type EventQuery, eventQuerySchema } from "./search.ts";

const filterNames = ["q", "type", "city", "from", "to", "sort"] as const;

/** What a visitor may narrow or order the list by. */
export type Filters = Partial<Pick<EventQuery, (typeof filterNames)[number]>>;

/** The query of an address. What does not fit is left out, since people edit addresses and keep old ones. */
export function readQueryOfPage(search: URLSearchParams): EventQuery {
  const filters: Record<string, string> = {};
  for (const name of filterNames) {
    const value = search.get(name)?.trim();
    if (value && eventQuerySchema.shape[name].safeParse(value).success) filters[name] = value;
  }
  const cursor = search.get("cursor");
  const withCursor = cursor ? eventQuerySchema.safeParse({ ...filters, cursor }) : null;
  return withCursor?.success ? withCursor.data : eventQuerySchema.parse(filters);
}

/** The address of a list. Its parameters come in one order, and the usual order of events is not mentioned. */
export function browseAddress(filters: Filters, cursor: string | null = null): string {
  const search = new URLSearchParams();
  for (const name of filterNames) {
    const value = filters[name];
    if (value && !(name === "sort" && value === "date")) search.set(name, value);
  }
  if (cursor) search.set("cursor", cursor);
  return search.size === 0 ? "/events" : `/events?${search}`;
}

/** How many filters narrow the list. */
export function countFilters({ q, type, city, from, to }: Filters): number {
  return [q, type, city, from ?? to].filter(Boolean).length;
}

/** A stretch of days that one choice sets. */
export interface DayPreset {
  label: string;
  days: Partial<DayRange>;
}

/** The days that people ask for most. */
export function dayPresets(today: string): DayPreset[] {
  return [
    { label: "Any day", days: {} },
    { label: "Today", days: { from: today, to: today } },
    { label: "This weekend", days: weekendOf(today) },
    { label: "Next 30 days", days: { from: today, to: daysAfter(today, 30) } },
  ];
}

const nouns: Record<EventType, [one: string, many: string]> = {
  concert: ["concert", "concerts"],
  film: ["film", "films"],
};

/** What a list shows, such as "3 concerts in Berlin on Fri, 27 Nov 2026 matching “fog”". */
export function describeList(filters: Filters, total: number, locale: string): string {
  const { q, type, city, from, to } = filters;
  const [one, many] = type ? nouns[type] : ["event", "events"];
  const count = total === 0 ? "No" : formatCount(total, locale);
  return [
    `${count} ${total === 1 ? one : many}`,
    city && `in ${city}`,
    daysInWords(from, to, locale),
    q && `matching “${q}”`,
  ].filter(Boolean).join(" ");
}

function daysInWords(from: string | undefined, to: string | undefined, locale: string): string | undefined {
  const day = (text: string) => formatDate(new Date(`${text}T00:00:00Z`), locale, "UTC", "day");
  if (from && to) return from === to ? `on ${day(from)}` : `from ${day(from)} to ${day(to)}`;
  if (from) return `from ${day(from)} on`;
  if (to) return `until ${day(to)}`;
}
