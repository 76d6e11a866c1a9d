/** The page that lists events: its filters are in the URL and described in words. */
import { formatDate } from "@/lib/format/dates.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { searchTerms } from "@/lib/text/search_words.ts";
import { type DatePreset, type EventQuery, eventQuerySchema, sortOf } from "./search.ts";

const filterNames = ["q", "type", "city", "when", "from", "to", "sort"] as const;

/** How the list can be filtered and sorted. */
export type Filters = Partial<Pick<EventQuery, (typeof filterNames)[number]>>;

/**
 * Reads the query of a URL. Invalid parts are dropped, since people edit URLs and keep old ones; explicit days replace
 * a preset such as "weekend".
 */
export function readBrowseQuery(search: URLSearchParams): EventQuery {
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

/** The URL of a list, with its parameters in a fixed order and without the default sort. */
export function browseUrl(filters: Filters): string {
  const search = new URLSearchParams();
  for (const name of filterNames) {
    const value = filters[name];
    const isUsual = name === "sort" && value === sortOf({ q: filters.q });
    if (value && !isUsual) search.set(name, value);
  }
  return search.size === 0 ? "/events" : `/events?${search}`;
}

/** One active filter, and the filters that remain without it. */
export interface ActiveFilter {
  kind: "words" | "type" | "city" | "days";
  without: Filters;
}

/** The active filters; all days together are one. */
export function activeFilters(filters: Filters): ActiveFilter[] {
  const { q, type, city, when, from, to } = filters;
  const active: (ActiveFilter | false)[] = [
    q !== undefined && { kind: "words", without: { ...filters, q: undefined } },
    type !== undefined && { kind: "type", without: { ...filters, type: undefined } },
    city !== undefined && { kind: "city", without: { ...filters, city: undefined } },
    Boolean(when || from || to) && { kind: "days", without: withDays(filters, {}) },
  ];
  return active.filter((filter) => filter !== false);
}

/** The label of an active filter, such as "This weekend". */
export function filterLabel(
  kind: ActiveFilter["kind"],
  filters: Filters,
  words: Words["events"],
  locale: string,
): string {
  const { q = "", type, city = "" } = filters;
  if (kind === "words") return words.filterWords({ words: isolated(q) });
  if (kind === "type") return words.typesOf({ type: type! });
  if (kind === "city") return isolated(city);
  const { days, ...dates } = daysOf(filters, locale);
  return days === "any" ? "" : words.filterDays({ days, ...dates });
}

/** The days offered as a choice; without `when`: any day. */
export const dayPresets: { name: "anyDay" | "today" | "weekend" | "month"; when?: DatePreset }[] = [
  { name: "anyDay" },
  { name: "today", when: "today" },
  { name: "weekend", when: "weekend" },
  { name: "month", when: "next-30-days" },
];

/** The filters with their days replaced. */
export function withDays(filters: Filters, days: Pick<Filters, "when">): Filters {
  return { ...filters, when: undefined, from: undefined, to: undefined, ...days };
}

/** Describes a list, such as "3 concerts in Berlin on Fri, 27 Nov 2026 matching “fog”". */
export function describeList(
  filters: Filters,
  total: number,
  words: Words["events"],
  locale: string,
): string {
  const { q, type, city } = filters;
  return words.found({
    type: type ?? "any",
    count: total,
    place: city ? "city" : "anywhere",
    city: isolated(city ?? ""),
    ...daysOf(filters, locale),
    query: q ? "words" : "none",
    words: isolated(q ?? ""),
  });
}

const presetDays = { "today": "today", "weekend": "weekend", "next-30-days": "month" } as const;

/** The days of a list as arguments of its messages. */
function daysOf({ when, from = "", to = "" }: Filters, locale: string) {
  const day = (text: string) => text && formatDate(new Date(`${text}T00:00:00Z`), locale, "UTC", "day");
  const dates = { from: day(from), to: day(to) };
  if (when) return { days: presetDays[when], ...dates };
  if (from && to) return { days: from === to ? "one" : "between", ...dates } as const;
  return { days: from ? "from" : to ? "until" : "any", ...dates } as const;
}
