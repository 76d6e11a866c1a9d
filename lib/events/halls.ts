/** Venues and the charts of their halls, for those who write events. */
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { type ListKey, type Page, pageOf, positionAfter } from "@/lib/cursor.ts";
import { writeAudit } from "@/lib/db/audit_log.ts";
import { answerOnce, type KeyedRequest, type KeyReused } from "@/lib/db/idempotency.ts";
import { deadline, type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { etagOf, isStale } from "@/lib/http/etags.ts";
import { pageQuery, wholeNumber } from "@/lib/http/page_query.ts";
import { type Chart, chartExample, chartSchema } from "@/lib/seats/chart.ts";
import { typedText } from "@/lib/text/typed_text.ts";
import { compareNames } from "@/lib/text/unicode_forms.ts";
import { type ChartText, type chartVersionSchema, type newChartSchema, withVersion } from "./chart_input.ts";
import { isCountry } from "./countries.ts";
import { timeZoneNamed } from "./time_zones.ts";

const text = typedText(120);

const venueExample = {
  name: "Lantern Hall",
  city: "Leeds",
  country: "GB",
  address: "4 Mill Lane",
  timeZone: "Europe/London",
};

const summaryExample = {
  id: "01977f6d-1b00-7000-8000-000000000002",
  venueId: "01977f6d-1a00-7000-8000-000000000001",
  name: "Great room",
  version: 1,
  seatCount: 2,
};

/** A venue to write. */
export const venueInputSchema = z.strictObject({
  name: text.min(1),
  city: text.min(1),
  country: z.string().refine(isCountry, "must be a country of ISO 3166 in two capital letters, such as GB"),
  address: text.default("").describe("Street and number, without the city"),
  timeZone: z.string().max(60).overwrite((name) => timeZoneNamed(name) ?? name).refine(
    (name) => timeZoneNamed(name) !== null,
    "must be the IANA name of a place's zone, such as Europe/Berlin; abbreviations and offsets are ambiguous",
  ).describe("IANA name; another name of the same zone is stored as its primary one"),
}).meta({ id: "VenueInput", examples: [venueExample] });
export type VenueInput = z.infer<typeof venueInputSchema>;

export const venueSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  city: z.string(),
  country: z.string(),
  address: z.string(),
  timeZone: z.string(),
}).meta({ id: "Venue", examples: [{ id: "01977f6d-1a00-7000-8000-000000000001", ...venueExample }] });
export type Venue = z.infer<typeof venueSchema>;

/** A chart without its geometry, in its newest version. */
export const chartSummarySchema = z.object({
  id: z.uuid(),
  venueId: z.uuid(),
  name: z.string(),
  version: z.int(),
  seatCount: z.int(),
}).meta({ id: "ChartSummary", examples: [summaryExample] });
export type ChartSummary = z.infer<typeof chartSummarySchema>;

export const storedChartSchema = chartSummarySchema.extend({ chart: chartSchema })
  .meta({ id: "StoredChart", examples: [{ ...summaryExample, chart: chartExample }] });

/** A chart as it is stored: a summary, and the chart as JSON, which is never parsed on its way. */
export type StoredChart = ChartSummary & { chart: string };

/** The document of {@link storedChartSchema}. */
export function storedChartJson({ chart, ...summary }: StoredChart): string {
  return `${JSON.stringify(summary).slice(0, -1)},"chart":${chart}}`;
}

export const venueQuerySchema = pageQuery.extend({ limit: wholeNumber(1, 100, 100) });
export const chartQuerySchema = venueQuerySchema.extend({ venueId: z.uuid().optional() });

/** These lists follow their ids, which grow with time: what is newest comes last. */
const position = z.tuple([z.uuid()]);

/**
 * One page of the venues, in the order in which they were added.
 * @throws {InvalidCursor}
 */
export async function listVenues(sql: Sql, query: z.infer<typeof venueQuerySchema>): Promise<Page<Venue>> {
  const list: ListKey = ["venues"];
  const after = positionAfter(list, query.cursor, position);
  const rows = await deadline(sql<Venue[]>`
    select id, name, city, country, address, time_zone from venues
    where ${after ? sql`id > ${after[0]}` : sql`true`} order by id limit ${query.limit + 1}`);
  return pageOf(list, rows, query.limit, (last) => [last.id]);
}

/** Adds a venue; once for each key. */
export async function createVenue(
  sql: Sql,
  actorId: string,
  input: VenueInput,
  keyed: KeyedRequest | null = null,
): Promise<{ ok: true; answer: Venue } | KeyReused> {
  return await transaction(sql, (tx) =>
    answerOnce<Venue, never>(tx, keyed, async () => {
      const venue = { id: uuidv7(), ...input };
      await tx`insert into venues ${tx(venue)}`;
      await writeAudit(tx, { actorId, action: "venue.created", subjectType: "venue", subjectId: venue.id });
      return { ok: true, answer: venue } as const;
    }));
}

/**
 * One page of the charts, of one venue or of all, in the order in which they were added.
 * @throws {InvalidCursor}
 */
export async function listCharts(
  sql: Sql,
  query: z.infer<typeof chartQuerySchema>,
): Promise<Page<ChartSummary>> {
  const { limit, cursor, venueId } = query;
  const list: ListKey = ["charts", venueId];
  const after = positionAfter(list, cursor, position);
  const rows = await deadline(sql<ChartSummary[]>`
    select distinct on (id) id, venue_id, name, version, seat_count from charts
    where ${venueId ? sql`venue_id = ${venueId}` : sql`true`} and ${after ? sql`id > ${after[0]}` : sql`true`}
    order by id, version desc limit ${limit + 1}`);
  return pageOf(list, rows, limit, (last) => [last.id]);
}

/** The number of a chart's newest version, or null when there is no such chart. */
export async function newestVersion(sql: Sql, id: string): Promise<number | null> {
  const [{ version }] = await deadline(sql<[{ version: number | null }]>`
    select max(version) as version from charts where id = ${id}`);
  return version;
}

/** A chart in its newest version, or null. */
export async function readChart(sql: Sql, id: string): Promise<StoredChart | null> {
  const [row] = await deadline(sql<StoredChart[]>`
    select id, venue_id, name, version, seat_count, body::text as chart from charts
    where id = ${id} order by version desc limit 1`);
  return row ?? null;
}

export type NewChartAnswer =
  | { ok: true; chart: StoredChart }
  | { ok: false; code: "venue-unknown" }
  | KeyReused;

/** Adds a chart to a venue, as its version 1; once for each key. */
export async function createChart(
  sql: Sql,
  actorId: string,
  { venueId, name, chart }: z.infer<typeof newChartSchema>,
  keyed: KeyedRequest | null = null,
): Promise<NewChartAnswer> {
  const stored = storedChart({ id: uuidv7(), venueId, name, version: 1 }, chart);
  return await transaction(sql, async (tx): Promise<NewChartAnswer> => {
    const created = await answerOnce(tx, keyed, async () => {
      const [venue] = await tx`select from venues where id = ${venueId}`;
      if (!venue) return { ok: false, code: "venue-unknown" } as const;
      await insertChart(tx, actorId, stored);
      return { ok: true, answer: stored.id } as const;
    });
    // The geometry of a repeat was just sent, so that it need not be kept or read.
    return created.ok ? { ok: true, chart: { ...stored, id: created.answer } } : created;
  });
}

export type ChartVersionAnswer =
  | { ok: true; chart: StoredChart }
  | { ok: false; code: "not-found" | "stale" };

/**
 * Writes the next version of a chart. Events stay on theirs until they are moved. `ifMatch` is the header: the ETag of the
 * version that the editor has seen, or null for whatever there is.
 */
export async function addChartVersion(
  sql: Sql,
  actorId: string,
  id: string,
  { name, chart }: z.infer<typeof chartVersionSchema>,
  ifMatch: string | null,
): Promise<ChartVersionAnswer> {
  return await transaction(sql, async (tx): Promise<ChartVersionAnswer> => {
    // Two versions written at once would both be the next one: the second waits here.
    await tx`select pg_advisory_xact_lock(hashtextextended(${"chart " + id}, 0))`;
    const [newest] = await tx<[{ venueId: string; name: string; version: number }?]>`
      select venue_id, name, version from charts where id = ${id} order by version desc limit 1`;
    if (!newest) return { ok: false, code: "not-found" };
    if (isStale(ifMatch, etagOf(newest.version))) return { ok: false, code: "stale" };
    const { venueId, version } = newest;
    const stored = storedChart({ id, venueId, name: name ?? newest.name, version: version + 1 }, chart);
    await insertChart(tx, actorId, stored);
    return { ok: true, chart: stored };
  });
}

function storedChart(summary: Omit<ChartSummary, "seatCount">, chart: ChartText): StoredChart {
  return { ...summary, seatCount: chart.seatCount, chart: withVersion(chart, summary.version) };
}

async function insertChart(tx: Transaction, actorId: string, stored: StoredChart): Promise<void> {
  const { id, version, venueId, name, seatCount, chart } = stored;
  await tx`
    insert into charts (id, version, venue_id, name, seat_count, body)
    values (${id}, ${version}, ${venueId}, ${name}, ${seatCount}, ${chart}::text::json)`;
  await writeAudit(tx, {
    actorId,
    action: "chart.written",
    subjectType: "chart",
    subjectId: id,
    detail: { version },
  });
}

/** A hall to put an event into: a chart in its newest version, with its venue. */
export interface HallChoice {
  chartId: string;
  chartName: string;
  seatCount: number;
  venueId: string;
  venueName: string;
  city: string;
  timeZone: string;
}

/** More halls than anyone finds one in by reading. */
export const HALLS_MAX = 500;

/** The newest halls, by venue and name, with those that are chosen already. Ids that can't be are passed over. */
export async function listHalls(sql: Sql, chosenIds: string[] = []): Promise<HallChoice[]> {
  const chosen = chosenIds.filter((id) => z.uuid().safeParse(id).success);
  const halls = await deadline(sql<HallChoice[]>`
    select distinct on (c.id) c.id as chart_id, c.name as chart_name, c.seat_count, v.id as venue_id,
      v.name as venue_name, v.city, v.time_zone
    from charts c join venues v on v.id = c.venue_id
    where c.id in (select distinct id from charts order by id desc limit ${HALLS_MAX})
      or c.id = any(${chosen}::uuid[])
    order by c.id, c.version desc`);
  const sortKey = (hall: HallChoice) => `${hall.venueName} ${hall.chartName}`;
  return halls.toSorted((a, b) => compareNames(sortKey(a), sortKey(b)));
}

/** A hall with the zones that an event in it has to price. */
export interface PricedHall extends HallChoice {
  zones: Chart["zones"];
}

/** One of these halls with the zones of its newest version, or of the version that an event pins; null if unknown. */
export async function pricedHall(
  sql: Sql,
  halls: HallChoice[],
  chartId: string,
  pinned?: { chartId: string; chartVersion: number },
): Promise<PricedHall | null> {
  const hall = halls.find((hall) => hall.chartId === chartId);
  if (!hall) return null;
  const version = pinned?.chartId === chartId ? pinned.chartVersion : null;
  const [{ zones }] = await deadline(sql<[{ zones: Chart["zones"] }]>`
    select body -> 'zones' as zones from charts
    where id = ${chartId} and (version = ${version} or ${version}::integer is null)
    order by version desc limit 1`);
  return { ...hall, zones };
}
