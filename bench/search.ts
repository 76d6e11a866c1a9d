/**
 * Searching ten thousand events: one client, sequential searches, none repeated. The API's list and the page with its
 * facets, each against a bare loop that runs the same queries on one connection.
 */
import { v7 as uuidv7 } from "uuid";
import { insertRows } from "@/lib/db/insert_rows.ts";
import { openPool, type Sql, transaction } from "@/lib/db/pool.ts";
import { type Random, seededRandom } from "@/lib/demo/random.ts";
import { correctSpelling } from "@/lib/events/correct_spelling.ts";
import { eventFacets, eventQuerySchema, searchEvents } from "@/lib/events/search.ts";
import { insertHall, type TestHall } from "@/lib/events/testing.ts";
import { searchColumns } from "@/lib/search/columns.ts";
import type { Program } from "../tests/program/program.ts";
import { type Figure, percentile, type Sample } from "./figures.ts";
import { openBoards } from "./halls.ts";
import { requestBytes, runLoad } from "./load.ts";
import { cpuMs } from "./machine.ts";
import type { BenchStack } from "./stack.ts";

const EVENTS = 10_000;
const ROUNDS = 3;
const SEARCHES_PER_ROUND = 50;
const ROUND_MS_MAX = 20_000;
const DAY_MS = 24 * 3_600_000;

const AIM = "p99 < 100 ms";

type Search = Record<string, string>;

/** How long each kind of search takes, in milliseconds (p50), with the 99th percentile. */
export async function benchSearch(stack: BenchStack): Promise<Figure[]> {
  const { progress } = stack;
  const databaseUrl = await stack.database("search");
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: await stack.redis(),
    KAFKA_BROKERS: "",
    DATA_DIR: await stack.folder("search"),
  };
  const sql = openPool(databaseUrl, { max: 4, statementTimeoutMs: 60_000 });
  stack.atEnd(() => sql.end({ timeout: 5 }));
  const random = seededRandom(1);
  const language = inventLanguage(random);
  await progress.step(`search: ${EVENTS.toLocaleString("en")} events`, async () => {
    const ids = await insertManyEvents(sql, language, random);
    const { board } = openBoards(stack, env.REDIS_URL, sql);
    for (let first = 0; first < ids.length; first += 100) {
      await board.snapshots(ids.slice(first, first + 100));
    }
  });
  const product = await stack.program(env, "tasks/web.ts");

  const figures: Figure[] = [];
  for (const [kind, searches] of Object.entries(searchesOf(language, random))) {
    const figure = (name: string): Figure => ({ name, unit: "ms", product: [], limit: [], aim: AIM });
    const [list, page] = [figure(`search, ${kind}`), figure(`search page, ${kind}`)];
    let next = 0;
    const nextSearches = () => searches.slice(next, next += SEARCHES_PER_ROUND);
    await progress.step(`search: ${kind}`, async () => {
      await measureRequests(product, "/events", nextSearches());
      for (let round = 0; round < ROUNDS; round++) {
        const [listSearches, pageSearches] = [nextSearches(), nextSearches()];
        list.limit.push(await measureQueries(sql, listSearches, false));
        list.product.push(await measureRequests(product, "/api/events", listSearches));
        page.limit.push(await measureQueries(sql, pageSearches, true));
        page.product.push(await measureRequests(product, "/events", pageSearches));
      }
    });
    figures.push(list, page);
  }
  return figures;
}

interface Language {
  /** Words in the descriptions of most events. */
  common: string[];
  /** Words in the descriptions of a few. */
  rare: string[];
}

function inventLanguage(random: Random): Language {
  const syllables = "ba ke li mo nu ra se ti vo zu an el or in us cha dre fi go hi".split(" ");
  const invent = (length: number) => Array.from({ length }, () => pick(syllables, random)).join("");
  const distinct = (count: number, lengthMin: number) => {
    const words = new Set<string>();
    while (words.size < count) words.add(invent(lengthMin + Math.floor(random() * 2)));
    return [...words];
  };
  return { common: distinct(40, 2), rare: distinct(15_000, 4) };
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)];
}

const CITIES = 25;
const ZONES = ["Europe/Berlin", "Europe/London", "America/New_York", "Asia/Tokyo", "Australia/Sydney"];

/** Creates events over three months: titles of three words, descriptions of seventy, half common. Returns their ids. */
async function insertManyEvents(sql: Sql, { common, rare }: Language, random: Random): Promise<string[]> {
  const halls: TestHall[] = [];
  for (let hall = 0; hall < 40; hall++) {
    halls.push(
      await insertHall(sql, {
        name: `${pick(rare, random)} Hall`,
        city: `City ${hall % CITIES}`,
        timeZone: pick(ZONES, random),
      }),
    );
  }
  const now = Date.now();
  const rows = Array.from({ length: EVENTS }, (_, n) => {
    const hall = pick(halls, random);
    const title = [pick(common, random), pick(rare, random), pick(common, random)].join(" ");
    const description = Array.from({ length: 70 }, () => pick(random() < 0.5 ? common : rare, random)).join(
      " ",
    );
    const startsAt = now + random() * 90 * DAY_MS;
    const search = searchColumns({ title, description }, hall);
    return {
      id: uuidv7(),
      slug: `event-${n}`,
      type: n % 3 === 0 ? "film" : "concert",
      title,
      description,
      venue_id: hall.venueId,
      chart_id: hall.chartId,
      chart_version: hall.chart.version,
      status: "published",
      starts_at: new Date(startsAt),
      ends_at: new Date(startsAt + DAY_MS / 12),
      cancellation_allowed: false,
      currency: "EUR",
      max_seats_per_buyer: 8,
      blocked_seats: [],
      seat_count: hall.chart.seatCount,
      price_from: 1000 + n % 50 * 100,
      revision: 1,
      title_key: search.titleKey,
      search_text: search.searchText,
      search_version: search.searchVersion,
      created_at: new Date(now),
      updated_at: new Date(now),
    };
  });
  for (let first = 0; first < rows.length; first += 500) {
    await transaction(sql, (tx) => insertRows(tx, "events", rows.slice(first, first + 500)), 60_000);
  }
  await sql`insert into zones (event_id, id, name, price, position) select id, 'front', 'Front', 1000, 0 from events`;
  await sql`insert into zones (event_id, id, name, price, position) select id, 'back', 'Back', 1000, 1 from events`;
  await sql`vacuum analyze`;
  return rows.map(({ id }) => id);
}

/** As many different searches of each kind as the warm-up and all rounds of both figures need. */
function searchesOf({ common, rare }: Language, random: Random): Record<string, Search[]> {
  const count = (1 + 2 * ROUNDS) * SEARCHES_PER_ROUND;
  const different = (make: (n: number) => Search) => {
    const searches = new Map<string, Search>();
    for (let n = 0; searches.size < count; n++) {
      const search = make(n);
      searches.set(JSON.stringify(search), search);
    }
    return [...searches.values()];
  };
  const rareWord = () => pick(rare, random);
  const withoutLetter = (word: string, at: number) => word.slice(0, at) + word.slice(at + 1);
  return {
    "common words": different(() => ({ q: `${pick(common, random)} ${pick(common, random)}` })),
    "rare word": different(() => ({ q: rareWord() })),
    "typing error": different(() => ({ q: withoutLetter(rareWord(), 3) })),
    "1 to 3 letters": different((n) => ({
      q: rareWord().slice(0, 1 + n % 3),
      type: pick(["film", "concert"], random),
      city: `City ${n % CITIES}`,
    })),
    "filters only": different((n) => ({
      city: `City ${n % CITIES}`,
      type: pick(["film", "concert"], random),
      when: pick(["today", "weekend", "next-30-days"], random),
      sort: pick(["date", "price", "title"], random),
    })),
  };
}

async function measureRequests(program: Program, path: string, searches: Search[]): Promise<Sample> {
  const before = await cpuMs(program.pid);
  const { statuses, latenciesMs } = await runLoad({
    url: program.url,
    connections: 1,
    requests: searches.map((search) => requestBytes("GET", `${path}?${new URLSearchParams(search)}`)),
    isGood: (status) => status === 200,
    durationMsMax: ROUND_MS_MAX,
  });
  const responses = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  return {
    ...timesSample(latenciesMs),
    completed: latenciesMs.length,
    rejected: responses - latenciesMs.length,
    serverCpuMicrosEach: (await cpuMs(program.pid) - before) * 1000 / responses,
  };
}

/** The queries of a search: the list, again with the spelling corrected if nothing matches, and a page's facets. */
async function measureQueries(sql: Sql, searches: Search[], withFacets: boolean): Promise<Sample> {
  const times: number[] = [];
  for (const search of searches) {
    const startedAt = performance.now();
    const query = eventQuerySchema.parse(search);
    const { items } = await searchEvents(sql, query, Date.now());
    const corrected = items.length === 0 && query.q ? await correctSpelling(sql, query.q, Date.now()) : null;
    const correctedQuery = { ...query, q: corrected ?? query.q };
    if (corrected !== null) await searchEvents(sql, correctedQuery, Date.now());
    if (withFacets) await eventFacets(sql, correctedQuery, Date.now());
    times.push(performance.now() - startedAt);
  }
  return timesSample(Float64Array.from(times).sort());
}

function timesSample(ascendingMs: Float64Array): Sample {
  const p50Ms = percentile(ascendingMs, 0.5);
  return { value: p50Ms, p50Ms, p99Ms: percentile(ascendingMs, 0.99) };
}
