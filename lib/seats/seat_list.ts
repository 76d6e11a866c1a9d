/** The seats of a hall as a list, by section, row and number: for choosing seats without the map. */
import type { ChartSeat, SeatFlag } from "@/lib/charts/chart.ts";
import type { ChartIndex, IndexedSection } from "@/lib/charts/chart_index.ts";
import { countFree, type SeatStatus } from "@/lib/charts/seat_status.ts";
import { ROW_WORDS, SEAT_WORDS } from "@/lib/charts/row_and_seat_words.ts";
import { foldCase } from "@/lib/text/unicode_forms.ts";

export interface ListedSection {
  id: string;
  name: string;
  /** Null if the chart does not say. */
  floor: string | null;
  /** The number of free seats. */
  left: number;
  /** The zones of its seats. */
  zones: string[];
}

export interface ListedSeat {
  id: string;
  number: string;
  zone: string;
  flags: SeatFlag[];
  status: SeatStatus;
}

export interface ListedRow {
  row: string;
  seats: ListedSeat[];
}

/** What an event's page shows of its seats until the map is live. */
export interface SeatOverview {
  /** One letter per seat; empty if nothing is known. */
  statuses: string;
  sections: ListedSection[];
  /** The number of free places by the id of their standing area. */
  placesLeft: Map<string, number>;
}

/** Counts the free seats of each section and area. */
export function seatOverview(index: ChartIndex, statuses: string): SeatOverview {
  const placesLeft = [...index.placesByArea].map(([area, places]) =>
    [area, countFree(places, statuses)] as const
  );
  return { statuses, sections: listSections(index, statuses), placesLeft: new Map(placesLeft) };
}

/** The sections with seats in rows, in the chart's order. `statuses` has one letter per seat. */
export function listSections({ sections }: ChartIndex, statuses: string): ListedSection[] {
  return sections.map(({ id, name, floor, zones, seats }) => ({
    id,
    name,
    floor,
    zones,
    left: countFree(seats, statuses),
  }));
}

/** What someone typed to find seats, case-folded. */
export interface SeatWords {
  row?: string;
  number?: string;
  /** Each must match the seat's section, row or number. */
  words: string[];
}

const WORDS_MAX = 8;
const rowWords = new Set(ROW_WORDS.map(foldCase));
const seatWords = new Set(SEAT_WORDS.map(foldCase));

/** Reads "Stalls, row C seat 12" as well as "stalls c 12", in any of the interface's languages. */
export function readSeatWords(text: string): SeatWords {
  const read: SeatWords = { words: [] };
  const words = foldCase(text).split(/[\s,·]+/).filter(Boolean).slice(0, WORDS_MAX);
  for (let at = 0; at < words.length; at++) {
    if (rowWords.has(words[at]) && at + 1 < words.length) read.row = words[++at];
    else if (seatWords.has(words[at]) && at + 1 < words.length) read.number = words[++at];
    else read.words.push(words[at]);
  }
  return read;
}

/** Which seats to list. */
export interface SeatFilter extends SeatWords {
  /** Zones to choose from; null for any. */
  zones: ReadonlySet<string> | null;
  /** Only wheelchair places and companion seats. */
  accessible: boolean;
}

/** Returns a test of whether a seat of the section matches the filter. */
function seatTest(section: IndexedSection, filter: SeatFilter): (seat: ChartSeat) => boolean {
  const { row, number, zones, accessible } = filter;
  const names = foldCase(section.name).split(/\s+/);
  const id = foldCase(section.id);
  // Words that don't match the section must match a seat's row or number.
  const words = filter.words.filter((word) => word !== id && !names.some((name) => name.startsWith(word)));
  const fold = foldOnce();
  return (seat) =>
    (!zones || zones.has(seat.zone)) &&
    (!accessible || seat.flags.some((flag) => flag === "accessible" || flag === "companion")) &&
    (row === undefined || fold(seat.row) === row) &&
    (number === undefined || fold(seat.number) === number) &&
    words.every((word) => word === fold(seat.row) || word === fold(seat.number));
}

/** {@link foldCase} with a cache, because the many seats of a section share few names. */
function foldOnce(): (text: string) => string {
  const folded = new Map<string, string>();
  return (text) => {
    const known = folded.get(text) ?? foldCase(text);
    folded.set(text, known);
    return known;
  };
}

/** The sections that have matching free seats, with the number of those seats. */
export function filterSections(index: ChartIndex, statuses: string, filter: SeatFilter): ListedSection[] {
  const { seats } = index.chart;
  return index.sections.flatMap((section) => {
    const { id, name, floor } = section;
    const matches = seatTest(section, filter);
    const free = section.seats.filter((seat) => statuses[seat] === "a" && matches(seats[seat]));
    const zones = [...new Set(free.map((seat) => seats[seat].zone))];
    return free.length > 0 ? [{ id, name, floor, zones, left: free.length }] : [];
  });
}

/**
 * The rows of one section with their seats, in the chart's order. Seats that are not for sale are left out; with a
 * filter, so are those that don't match or are not free.
 */
export function listRows(
  { chart, sections }: ChartIndex,
  statuses: string,
  sectionId: string,
  filter?: SeatFilter,
): ListedRow[] {
  const section = sections.find(({ id }) => id === sectionId);
  if (!section) return [];
  const matches = filter && seatTest(section, filter);
  const rows = new Map<string, ListedSeat[]>();
  for (const index of section.seats) {
    const seat = chart.seats[index];
    const { id, number, zone, flags, row } = seat;
    const status = statuses[index] as SeatStatus;
    if (status === "x" || matches && (status !== "a" || !matches(seat))) continue;
    const listed = { id, number, zone, flags, status };
    const inRow = rows.get(row);
    if (inRow) inRow.push(listed);
    else rows.set(row, [listed]);
  }
  return [...rows].map(([row, seats]) => ({ row, seats }));
}
