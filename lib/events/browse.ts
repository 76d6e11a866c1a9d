/** The list of events as a page: its filters live in the address, and are said in words. */
import { formatCount } from "@/lib/format/counts.ts";
import { formatDate } from "@/lib/format/dates.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { searchTerms } from "@/lib/text/search_words.ts";
import type { EventType } from "./event.ts";
import { type DatePreset, type EventQuery, eventQuerySchema, sortOf } from "./search.ts";

const filterNames = ["q", "type", "city", "when", "from", "to", "sort"] as const;

/** What a visitor may narrow or order the list by. */
export type Filters = Partial<Pick<EventQuery, (typeof filterNames)[number]>>;

/**
 * The query of an address. What does not fit is left out, since people edit addresses and keep old ones; days of one's own
 * take the place of those that move with the calendar.
 */
export function readQueryOfPage(search: URLSearchParams): EventQuery {
  const filters: Record<string, string> = {};
  for (const name of filterNames) {
    const value = search.get(name)?.trim();
    if (value && eventQuerySchema.shape[name].safeParse(value).success) filters[name] = value;
  }
  if (filters.q && searchTerms(filters.q).length === 0) delete filters.q;
  if (filters.from || filters.to) delete filters.when;
  const cursor = search.get("cursor");
  const withCursor = cursor ? eventQuerySchema.safeParse({ ...filters, cursor }) : null;
  return withCursor?.success ? withCursor.data : eventQuerySchema.parse(filters);
}

/** The address of a list. Its parameters come in one order, and the usual order of events is not mentioned. */
export function browseAddress(filters: Filters, cursor: string | null = null): string {
  const search = new URLSearchParams();
  for (const name of filterNames) {
    const value = filters[name];
    const isUsual = name === "sort" && value === sortOf({ q: filters.q });
    if (value && !isUsual) search.set(name, value);
  }
  if (cursor) search.set("cursor", cursor);
  return search.size === 0 ? "/events" : `/events?${search}`;
}

/** One choice that narrows the list, in words such as "this weekend", and the filters that are left without it. */
export interface ActiveFilter {
  label: string;
  without: Filters;
}

/** What narrows the list; all days together are one choice. */
export function activeFilters(filters: Filters, locale: string): ActiveFilter[] {
  const { q, type, city } = filters;
  const days = daysInWords(filters, locale);
  const active: (ActiveFilter | null)[] = [
    q ? { label: `“${isolated(q)}”`, without: { ...filters, q: undefined } } : null,
    type ? { label: nouns[type][1], without: { ...filters, type: undefined } } : null,
    city ? { label: isolated(city), without: { ...filters, city: undefined } } : null,
    days ? { label: days, without: withDays(filters, {}) } : null,
  ];
  return active.filter((filter) => filter !== null);
}

/** The days that people ask for most; without `when`: any. */
export const dayPresets: readonly { label: string; when?: DatePreset }[] = [
  { label: "Any day" },
  { label: "Today", when: "today" },
  { label: "This weekend", when: "weekend" },
  { label: "Next 30 days", when: "next-30-days" },
];

/** The filters with these days and no others. */
export function withDays(filters: Filters, days: Pick<Filters, "when">): Filters {
  return { ...filters, when: undefined, from: undefined, to: undefined, ...days };
}

const nouns: Record<EventType, [one: string, many: string]> = {
  concert: ["concert", "concerts"],
  film: ["film", "films"],
};

/** What a list shows, such as "3 concerts in Berlin on Fri, 27 Nov 2026 matching “fog”". */
export function describeList(filters: Filters, total: number, locale: string): string {
  const { q, type, city } = filters;
  const [one, many] = type ? nouns[type] : ["event", "events"];
  const count = total === 0 ? "No" : formatCount(total, locale);
  return [
    `${count} ${total === 1 ? one : many}`,
    city && `in ${isolated(city)}`,
    daysInWords(filters, locale),
    q && `matching “${isolated(q)}”`,
  ].filter(Boolean).join(" ");
}

const whenInWords: Record<DatePreset, string> = {
  today: "today",
  weekend: "this weekend",
  "next-30-days": "in the next 30 days",
};

function daysInWords({ when, from, to }: Filters, locale: string): string | undefined {
  const day = (text: string) => formatDate(new Date(`${text}T00:00:00Z`), locale, "UTC", "day");
  if (when) return whenInWords[when];
  if (from && to) return from === to ? `on ${day(from)}` : `from ${day(from)} to ${day(to)}`;
  if (from) return `from ${day(from)} on`;
  if (to) return `until ${day(to)}`;
}
