/** Finds bookings at the door, for people without a code to show. */
import { buyerOf } from "@/lib/bookings/buyers.ts";
import { matchesSearch } from "@/lib/bookings/queries.ts";
import type { Chart } from "@/lib/charts/chart.ts";
import { ROW_WORDS, SEAT_WORDS } from "@/lib/charts/row_and_seat_words.ts";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import type { EventCatalog } from "@/lib/events/catalog.ts";
import type { EditableEvent } from "@/lib/events/event.ts";
import { foldText } from "@/lib/text/unicode_forms.ts";
import type { CheckIn } from "./check_in.ts";

/** A booking as door staff see it: without ticket codes and without the buyer's email address. */
export interface FoundBooking {
  id: string;
  code: string;
  /** The buyer's name, if known. */
  name: string | null;
  tickets: FoundTicket[];
}

export interface FoundTicket {
  id: string;
  seat: NonNullable<CheckIn["seat"]>;
  status: "valid" | "admitted" | "cancelled" | "refunded";
  /** RFC 3339; null unless checked in. */
  checkedInAt: string | null;
}

/** More than anyone reads with a queue waiting. */
export const FOUND_MAX = 20;
/** Several sections can have the same row and number. */
const SEATS_MAX = 100;
const TEXT_MIN = 2;
const labelWords = new Set([...ROW_WORDS, ...SEAT_WORDS].map(foldText));

interface Needs {
  sql: Sql;
  catalog: EventCatalog;
}
type FoundIn = Pick<EditableEvent, "id" | "chartId" | "chartVersion">;

/**
 * The bookings of an event that match text: a seat such as "Stalls J 5", or a prefix of the booking code, of the
 * email address or of each word of the name. At most {@link FOUND_MAX}; `isCut` if there are more. The caller checks
 * that the person may check in at this event.
 */
export async function findAtDoor(
  needs: Needs,
  event: FoundIn,
  text: string,
): Promise<{ bookings: FoundBooking[]; isCut: boolean }> {
  const ids = foldText(text).length < TEXT_MIN ? [] : await findIds(needs, event, text);
  const bookings = await loadFound(needs, ids.slice(0, FOUND_MAX));
  return { bookings, isCut: ids.length > FOUND_MAX };
}

/** A taken seat finds only its booking; any other text is matched with the buyer and the code. */
async function findIds({ sql, catalog }: Needs, event: FoundIn, text: string): Promise<string[]> {
  const { chart } = await catalog.chart(event);
  const seats = matchingSeats(chart, text);
  const bySeat = seats.length === 0 ? [] : await deadline(sql<{ id: string }[]>`
    select distinct b.id from seat_claims c join bookings b on b.id = c.booking_id
    where c.event_id = ${event.id} and c.seat_index = any(${seats}::integer[]) and ${hasTickets(sql)}
    limit ${FOUND_MAX + 1}`);
  const found = bySeat.length > 0 ? bySeat : await deadline(sql<{ id: string }[]>`
    select b.id from bookings b where b.event_id = ${event.id} and ${hasTickets(sql)} and ${
    matchesSearch(sql, text)
  }
    order by b.created_at desc, b.id desc limit ${FOUND_MAX + 1}`);
  return found.map(({ id }) => id);
}

/** SQL: whether booking `b` is or was confirmed. */
function hasTickets(sql: Needs["sql"]) {
  return sql`b.status in ('confirmed', 'cancelled', 'refunded')`;
}

/**
 * The indexes of the numbered seats whose row and number the text ends with, if each word before them is a prefix of a
 * word of the section: "J 5", "J5", "Stalls J 5", "Block 104, row C, seat 12", "Table 4, seat 2".
 */
export function matchingSeats(chart: Chart, text: string): number[] {
  const wanted = partsOf(text).filter((part) => !labelWords.has(part));
  const known = new Map<string, string[]>();
  const parts = (name: string) => {
    if (!known.has(name)) known.set(name, partsOf(name));
    return known.get(name)!;
  };
  const sections = new Map(chart.sections.map(({ id, name }) => [id, [...parts(id), ...parts(name)]]));
  const found: number[] = [];
  for (const [index, { section, row, number }] of chart.seats.entries()) {
    const label = [...parts(row), ...parts(number)];
    const before = wanted.slice(0, -label.length);
    const matches = label.length > 0 && label.every((part, n) => wanted[before.length + n] === part);
    // Standing places have no number; at tables only the section distinguishes one seat 2 from another.
    if (number === "" || !matches || wanted.length < 2) continue;
    const names = sections.get(section) ?? [];
    if (before.every((word) => names.some((name) => name.startsWith(word)))) found.push(index);
    if (found.length === SEATS_MAX) break;
  }
  return found;
}

/** The runs of letters and of digits in a name. */
function partsOf(name: string): string[] {
  return foldText(name).match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [];
}

async function loadFound({ sql }: Pick<Needs, "sql">, ids: string[]): Promise<FoundBooking[]> {
  if (ids.length === 0) return [];
  const rows = await deadline(sql<FoundBooking[]>`
    select b.id, b.code, ${buyerOf(sql)}->>'name' as name, (
      select coalesce(json_agg(json_build_object(
        'id', t.id,
        'seat', json_build_object('section', s.section, 'row', s.row, 'number', s.number),
        'status', case when b.status = 'cancelled' then 'cancelled'
          when b.status = 'refunded' or t.voided_at is not null then 'refunded'
          when c.ticket_id is not null then 'admitted' else 'valid' end,
        'checkedInAt', c.checked_in_at
      ) order by t.seat_index), '[]')
      from tickets t
      join booking_seats s on s.booking_id = t.booking_id and s.seat_index = t.seat_index
      left join checkins c on c.ticket_id = t.id
      where t.booking_id = b.id
    ) as tickets
    from bookings b where b.id = any(${ids}::uuid[])`);
  return rows.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}
