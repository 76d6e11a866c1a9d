/**
 * Sample data for a first look: six halls, two dozen events over the next 60 days, demo accounts and bookings. It obeys
 * every invariant of real sales, and is written in one transaction with multi-row inserts.
 */
import { nameColumns } from "@/lib/auth/search_name.ts";
import { type ChartIndex, indexChart } from "@/lib/charts/chart_index.ts";
import { insertRows } from "@/lib/db/insert_rows.ts";
import { type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { slugify } from "@/lib/events/slug.ts";
import { instantOf } from "@/lib/format/dates.ts";
import { dayOf, daysAfter } from "@/lib/format/days.ts";
import { assignMotifs } from "@/lib/posters/choose_motif.ts";
import { searchColumns } from "@/lib/search/columns.ts";
import { emailKey } from "@/lib/text/email_address.ts";
import { foldText } from "@/lib/text/unicode_forms.ts";
import { type Buyer, type SoldEvent, storeBookings } from "./bookings.ts";
import { hallTerms, type SampleEvent, sampleEvents } from "./events.ts";
import { type Venue, venues } from "./halls/mod.ts";
import { type Random, randomId, seededRandom } from "./random.ts";

/** One account per role, with {@link demoPassword}; only if the demo is enabled. */
export const demoAccounts = [
  { email: "admin@aisle.test", role: "admin", name: "Alva Admin" },
  { email: "organizer@aisle.test", role: "organizer", name: "Olli Organizer" },
  { email: "door@aisle.test", role: "checkin", name: "Dora Door" },
  { email: "visitor@aisle.test", role: "visitor", name: "Vera Visitor" },
] as const;
export const demoPassword = "aisle-demo";

export interface SeedOptions {
  /** Milliseconds; event dates are relative to it. */
  now: number;
  /** The hash of {@link demoPassword}. */
  passwordHash: string;
  /** The site's URL, for links in messages; without a trailing slash. */
  site: string;
  /** Seeded by default, so that the data is always the same. */
  random?: Random;
}

type Context = Required<SeedOptions>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BUYERS = 60;
/** An arbitrary number that no other advisory lock uses. */
const SEED_LOCK = 4_173_011;

/** Fills an empty database. Returns false and changes nothing if it already has an account or an event. */
export function seed(sql: Sql, options: SeedOptions): Promise<boolean> {
  const context = { random: seededRandom(1), ...options };
  return transaction(sql, async (tx) => {
    // Another process may be seeding, which takes longer than the usual lock timeout.
    await tx`set local lock_timeout = '60s'`;
    await tx`select pg_advisory_xact_lock(${SEED_LOCK})`;
    await tx`reset lock_timeout`;
    const [{ used }] = await tx<[{ used: boolean }]>`
      select exists (select from users) or exists (select from events) as used`;
    if (used) return false;
    const people = await storePeople(tx, context);
    const halls = await storeHalls(tx, context);
    const events = sampleEvents.map((sample) => storedEvent(sample, halls.get(sample.venue)!, context));
    await storeEvents(tx, events, people.organizer.id, context);
    await storeBookings(tx, events.filter(({ sold }) => sold > 0), people, context);
    return true;
  });
}

interface People {
  organizer: Buyer;
  visitor: Buyer;
  buyers: Buyer[];
}

/** In its normal form. */
function addressOf(name: string): string {
  return `${foldText(name).replace(" ", ".")}@example.com`;
}

function searchedName(name: string) {
  const { searchName, searchVersion } = nameColumns(name);
  return { search_name: searchName, search_version: searchVersion };
}

async function storePeople(tx: Transaction, { now, passwordHash, random }: Context): Promise<People> {
  const demo = demoAccounts.map((account) => {
    return {
      id: randomId(now, random),
      ...account,
      email_key: emailKey(account.email),
      ...searchedName(account.name),
      password_hash: passwordHash,
      email_confirmed_at: new Date(now),
    };
  });
  const buyers = buyerNames(BUYERS).map((name) => ({
    id: randomId(now, random),
    email: addressOf(name),
    email_key: addressOf(name),
    role: "visitor",
    name,
    ...searchedName(name),
    // Nobody can sign in without a password.
    password_hash: null,
    email_confirmed_at: null,
  }));
  await insertRows(tx, "users", [...demo, ...buyers]);
  const find = (role: string) => demo.find((account) => account.role === role)!;
  return { organizer: find("organizer"), visitor: find("visitor"), buyers };
}

/** Up to 400 distinct names. */
function buyerNames(count: number): string[] {
  const first = ("Ada Bruno Chiara Dmitri Elif Farah Goran Hana Ivo Jana " +
    "Kofi Lena Marek Noor Omar Pia Quin Rosa Sven Tove").split(" ");
  const last = ("Abara Berg Costa Duarte Eriksen Fonseca Grau Holm Ito Jansen " +
    "Kowalska Lindt Moreau Nowak Oduya Petrov Quist Rossi Silva Tanaka").split(" ");
  return Array.from({ length: count }, (_, index) => {
    const round = Math.floor(index / first.length);
    return `${first[index % first.length]} ${last[(index * 7 + round) % last.length]}`;
  });
}

interface StoredHall {
  venueId: string;
  chartId: string;
  index: ChartIndex;
}

async function storeHalls(tx: Transaction, { now, random }: Context): Promise<Map<Venue, StoredHall>> {
  const halls = new Map(venues.map((venue) => {
    const ids = { venueId: randomId(now, random), chartId: randomId(now, random) };
    return [venue, { ...ids, index: indexChart(venue.chart()) }];
  }));
  await insertRows(
    tx,
    "venues",
    [...halls].map(([{ name, city, country, address, timeZone }, { venueId }]) => {
      return { id: venueId, name, city, country, address, time_zone: timeZone };
    }),
  );
  await insertRows(
    tx,
    "charts",
    [...halls].map(([{ name }, { venueId, chartId, index: { chart } }]) => ({
      id: chartId,
      version: chart.version,
      venue_id: venueId,
      name,
      seat_count: chart.seatCount,
      body: chart,
    })),
  );
  return halls;
}

interface StoredEvent extends SoldEvent {
  sample: SampleEvent;
  venueId: string;
  chartId: string;
}

function storedEvent(sample: SampleEvent, hall: StoredHall, { now, random }: Context): StoredEvent {
  const { chart } = hall.index;
  const { currency, maxSeatsPerBuyer } = hallTerms.get(sample.venue)!;
  const startsAt = startOf(sample, now);
  return {
    id: randomId(now, random),
    sample,
    title: sample.title,
    venue: sample.venue,
    venueId: hall.venueId,
    chartId: hall.chartId,
    hall: hall.index,
    startsAt,
    doorsAt: new Date(startsAt.getTime() - (sample.type === "film" ? HOUR_MS / 2 : HOUR_MS)),
    currency,
    maxSeatsPerBuyer,
    // The first seats of the boxes are reserved for the house.
    blockedSeats: [...chart.seats.keys()].filter((index) => chart.seats[index].zone === "boxes").slice(0, 4),
    zones: chart.zones.map(({ id, name }, position) => ({ id, name, price: sample.prices[position] })),
    sold: sample.sold,
    visitorBooked: sample.visitorBooked ?? false,
  };
}

/** The start of an event, `day` days from today at the venue; one day later if that is past or within the next hour. */
function startOf({ venue: { timeZone }, day, time }: SampleEvent, now: number): Date {
  const today = dayOf(now, timeZone);
  const on = (days: number) => instantOf(`${daysAfter(today, days)}T${time}`, timeZone);
  const startsAt = on(day);
  return startsAt.getTime() < now + HOUR_MS ? on(day + 1) : startsAt;
}

async function storeEvents(
  tx: Transaction,
  events: StoredEvent[],
  organizerId: string,
  { now }: Context,
): Promise<void> {
  const motifs = assignMotifs(
    events.filter(({ sample }) => sample.status !== "draft").map(({ id, sample, startsAt }) => {
      return { id, type: sample.type, startsAt, city: sample.venue.city };
    }),
  );
  await insertRows(
    tx,
    "events",
    events.map(({ sample, hall: { chart }, ...event }, at) => {
      const dates = events.slice(0, at).filter(({ title }) => title === event.title).length;
      const { cancellable } = hallTerms.get(sample.venue)!;
      const search = searchColumns(sample, sample.venue);
      return {
        id: event.id,
        slug: slugify(sample.title) + (dates > 0 ? `-${dates + 1}` : ""),
        type: sample.type,
        title: sample.title,
        description: sample.description,
        venue_id: event.venueId,
        chart_id: event.chartId,
        chart_version: chart.version,
        status: sample.status ?? "published",
        starts_at: event.startsAt,
        ends_at: new Date(event.startsAt.getTime() + sample.minutes * 60_000),
        doors_at: event.doorsAt,
        sales_open_at: sample.onSaleInDays ? new Date(now + sample.onSaleInDays * DAY_MS) : null,
        currency: event.currency,
        max_seats_per_buyer: event.maxSeatsPerBuyer,
        minimum_age: sample.minimumAge ?? null,
        cancellation_allowed: cancellable,
        cancellation_until: cancellable ? new Date(event.startsAt.getTime() - DAY_MS) : null,
        blocked_seats: event.blockedSeats,
        seat_count: chart.seatCount,
        price_from: Math.min(...sample.prices),
        organizer_id: organizerId,
        revision: 1,
        title_key: search.titleKey,
        search_text: search.searchText,
        search_version: search.searchVersion,
        poster_motif: motifs.get(event.id) ?? null,
        created_at: new Date(now),
        updated_at: new Date(now),
      };
    }),
  );
  const zones = events.flatMap(({ id: event_id, zones }) =>
    zones.map((zone, position) => ({ event_id, ...zone, position }))
  );
  await insertRows(tx, "zones", zones);
}
