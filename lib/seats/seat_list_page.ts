/** The list of seats that a URL asks for, in pages whose size does not depend on the hall. Pure. */
import type { ChartIndex } from "@/lib/charts/chart_index.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import {
  filterSections,
  type ListedRow,
  type ListedSection,
  listRows,
  readSeatWords,
  type SeatFilter,
} from "./seat_list.ts";

/** The most seats, and the most sections, on one page. */
export const LIST_SEATS_MAX = 500;
export const LIST_SECTIONS_MAX = 200;

/** The search form of the list, as filled in. */
export interface ListSearch {
  words: string;
  /** Minor units; empty for any price. */
  priceMax: string;
  accessible: boolean;
  /** One of the hall's floors; empty for all. */
  level: string;
}

/** One page of a list. */
export interface ListPage<Item> {
  items: Item[];
  /** The number of the page, from 1. */
  number: number;
  /** The first and the last item of every page, in words; a list that fits on one page has one name. */
  names: string[];
}

type PageWords = Words["seatMap"]["pageName"];

export interface SeatListPage {
  sections: ListPage<ListedSection>;
  /** The floors to choose from; none if the hall has only one. */
  floors: string[];
  /** Whether the hall has any seats in rows. */
  hasSeats: boolean;
  /** The section whose seats are shown; null if none is chosen. */
  chosen: ListedSection | null;
  rows: ListPage<ListedRow>;
  /** What the list is limited to; null for no limit. */
  search: ListSearch | null;
}

/**
 * Reads `find`, `up-to`, `accessible`, `level`, `section` and `page` from the query. `page` applies to the seats of the
 * chosen section, or to the sections while none is chosen. If all sections of a hall with floors fit on one page, all
 * are listed, because the map itself shows and hides floors.
 */
export function seatListPage({ index, statuses, sections, zones, query, words }: {
  index: ChartIndex;
  statuses: string;
  /** All sections, with their free seats counted. */
  sections: ListedSection[];
  zones: { id: string; price: number }[];
  query: URLSearchParams;
  /** How pages are named. */
  words: PageWords;
}): SeatListPage {
  const floors = floorsOf(index);
  const search: ListSearch = {
    words: query.get("find")?.trim() ?? "",
    priceMax: query.get("up-to") ?? "",
    accessible: query.has("accessible"),
    level: floors.find((floor) => floor === query.get("level")) ?? "",
  };
  const filter = filterOf(search, zones);
  const found = filter ? filterSections(index, statuses, filter) : sections;
  const onLevel = found.filter(({ floor }) => search.level === "" || floor === search.level);
  const wanted = query.get("section");
  const chosen = onLevel.find(({ id }) => id === wanted) ?? (onLevel.length === 1 ? onLevel[0] : null);
  const page = Number(query.get("page")) || 1;
  return {
    sections: pageOfSections(found.length > LIST_SECTIONS_MAX ? onLevel : found, chosen, page, words),
    floors,
    hasSeats: sections.length > 0,
    chosen,
    rows: pageOfRows(chosen ? listRows(index, statuses, chosen.id, filter) : [], page, words),
    search: filter || search.level !== "" ? search : null,
  };
}

/** All floors of the hall, if it has several. */
function floorsOf({ chart: { sections } }: ChartIndex): string[] {
  const floors = [...new Set(sections.flatMap(({ floor }) => floor ?? []))];
  return floors.length > 1 ? floors : [];
}

function filterOf(
  { words, priceMax, accessible }: ListSearch,
  zones: { id: string; price: number }[],
): SeatFilter | undefined {
  if (words === "" && priceMax === "" && !accessible) return undefined;
  const affordable = zones.filter(({ price }) => price <= Number(priceMax)).map(({ id }) => id);
  return { ...readSeatWords(words), zones: priceMax === "" ? null : new Set(affordable), accessible };
}

/** The requested page or, while a section is chosen, the page that it is on. */
function pageOfSections(
  sections: ListedSection[],
  chosen: ListedSection | null,
  page: number,
  words: PageWords,
): ListPage<ListedSection> {
  const pages: ListedSection[][] = [];
  for (let at = 0; at < sections.length; at += LIST_SECTIONS_MAX) {
    pages.push(sections.slice(at, at + LIST_SECTIONS_MAX));
  }
  const names = pages.map((page) => {
    const [first, last] = [page[0].name, page.at(-1)!.name];
    return first === last ? first : words.range({ first, last });
  });
  return pick(pages, names, chosen ? pages.findIndex((page) => page.includes(chosen)) + 1 : page);
}

/** Fits whole rows on a page; a row that is too long for one is continued on the next. */
function pageOfRows(rows: ListedRow[], page: number, words: PageWords): ListPage<ListedRow> {
  const pages: ListedRow[][] = [];
  let room = 0;
  for (const piece of rows.flatMap(shortRows)) {
    if (piece.seats.length > room) {
      pages.push([]);
      room = LIST_SEATS_MAX;
    }
    pages.at(-1)!.push(piece);
    room -= piece.seats.length;
  }
  return pick(pages, pages.map((page) => nameOfRows(page, words)), page);
}

function shortRows({ row, seats }: ListedRow): ListedRow[] {
  const pieces: ListedRow[] = [];
  for (let at = 0; at < seats.length; at += LIST_SEATS_MAX) {
    pieces.push({ row, seats: seats.slice(at, at + LIST_SEATS_MAX) });
  }
  return pieces;
}

function nameOfRows(rows: ListedRow[], words: PageWords): string {
  const [{ row, seats }, last] = [rows[0], rows.at(-1)!];
  if (row !== last.row) return words.rows({ first: row, last: last.row });
  const range = { count: seats.length, first: seats[0].number, last: seats.at(-1)!.number };
  return row === "" ? words.seats(range) : words.seatsOfRow({ row, ...range });
}

/** The page with this number, or the first if there is no such page. */
function pick<Item>(pages: Item[][], names: string[], number: number): ListPage<Item> {
  const known = pages[number - 1] ? number : 1;
  return { items: pages[known - 1] ?? [], number: known, names };
}
