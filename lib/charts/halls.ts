/** Venues and the charts of their halls, for those who create events. */
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { User } from "@/lib/auth/caller.ts";
import { may } from "@/lib/auth/permissions.ts";
import { type ListKey, type Page, pageOf, positionAfter } from "@/lib/cursor.ts";
import { writeAudit } from "@/lib/db/audit_log.ts";
import { type KeyedRequest, type KeyReused, replayOrRun } from "@/lib/db/idempotency.ts";
import { deadline, type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { isCountry } from "@/lib/format/countries.ts";
import { timeZoneNamed } from "@/lib/format/time_zones.ts";
import { pageQuery, wholeNumber } from "@/lib/http/page_query.ts";
import { etagOf, isStale } from "@/lib/http/wire/etags.ts";
import { typedLine } from "@/lib/text/typed_text.ts";
import { compareNames } from "@/lib/text/unicode_forms.ts";
import { type Chart, chartExample, chartSchema } from "./chart.ts";
import { type ChartText, type chartVersionSchema, type newChartSchema, withVersion } from "./input.ts";

/** The account that creates or edits a hall, and its network address. */
export type Writer = Pick<User, "id" | "name" | "role"> & { address: string | null };

const text = typedLine(120);

const venueExample = {
  name: "Lantern Hall",
  city: "Leeds",
  country: "GB",
  address: "4 Mill Lane",
  timeZone: "Europe/London",
};

const ownerExample = { id: "01977f6d-1900-7000-8000-000000000001", name: "Ada Brook" };

const summaryExample = {
  id: "01977f6d-1b00-7000-8000-000000000002",
  venueId: "01977f6d-1a00-7000-8000-000000000001",
  name: "Great room",
  version: 1,
  seatCount: 2,
  owner: ownerExample,
};

/** The account that may edit a hall, besides admins. */
const ownerSchema = z.object({ id: z.uuid(), name: z.string() })
  .meta({ id: "HallOwner", examples: [ownerExample] })
  .nullable().describe("Null: only admins may edit it");
export type HallOwner = z.infer<typeof ownerSchema>;

/** A venue to be added. */
export const venueInputSchema = z.strictObject({
  name: text.min(1),
  city: text.min(1),
  country: z.string().refine(
    isCountry,
    "must be an ISO 3166 country code in two capital letters, such as GB",
  ),
  address: text.default("").describe("Street and number, without the city"),
  timeZone: z.string().max(60).overwrite((name) => timeZoneNamed(name) ?? name).refine(
    (name) => timeZoneNamed(name) !== null,
    "must be the IANA name of a place's time zone, such as Europe/Berlin; abbreviations and offsets are ambiguous",
  ).describe("IANA name; an alias is stored as the zone's primary name"),
}).meta({ id: "VenueInput", examples: [venueExample] });
export type VenueInput = z.infer<typeof venueInputSchema>;

export const venueSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  city: z.string(),
  country: z.string(),
  address: z.string(),
  timeZone: z.string(),
  owner: ownerSchema,
}).meta({
  id: "Venue",
  examples: [{ id: "01977f6d-1a00-7000-8000-000000000001", ...venueExample, owner: ownerExample }],
});
export type Venue = z.infer<typeof venueSchema>;

/** A chart without its geometry, in one of its versions. */
export const chartSummarySchema = z.object({
  id: z.uuid(),
  venueId: z.uuid(),
  name: z.string(),
  version: z.int(),
  seatCount: z.int(),
  owner: ownerSchema,
}).meta({ id: "ChartSummary", examples: [summaryExample] });
export type ChartSummary = z.infer<typeof chartSummarySchema>;

const listedExample = { ...summaryExample, draft: { savedAt: "2027-03-12T19:00:00.000Z", by: "Ada Brook" } };

/** A chart in a list: in its newest version or, before the first, as it is being drawn. */
export const listedChartSchema = chartSummarySchema.extend({
  version: z.int().nullable().describe("Null before the first is published"),
  draft: z.object({ savedAt: z.iso.datetime(), by: z.string().nullable() }).nullable()
    .describe("When something was drawn last that is not published, and by whom"),
}).meta({ id: "ListedChart", examples: [listedExample] });
export type ListedChart = z.infer<typeof listedChartSchema>;

export const storedChartExample = { ...summaryExample, chart: chartExample };
export const storedChartSchema = chartSummarySchema.extend({ chart: chartSchema })
  .meta({ id: "StoredChart", examples: [storedChartExample] });

/** A chart as it is stored: a summary, and the chart as JSON text, which is passed on without being parsed. */
export type StoredChart = ChartSummary & { chart: string };

/** The JSON document of {@link storedChartSchema}. */
export function storedChartJson({ chart, ...summary }: StoredChart): string {
  return `${JSON.stringify(summary).slice(0, -1)},"chart":${chart}}`;
}

export const venueQuerySchema = pageQuery.extend({ limit: wholeNumber(1, 100, 100) });
export const chartQuerySchema = venueQuerySchema.extend({ venueId: z.uuid().optional() });

/** These lists are sorted by id, which grows with time: the newest comes last. */
const position = z.tuple([z.uuid()]);

/**
 * One page of the venues, in the order in which they were added.
 * @throws {InvalidCursor}
 */
export async function listVenues(sql: Sql, query: z.infer<typeof venueQuerySchema>): Promise<Page<Venue>> {
  const list: ListKey = ["venues"];
  const after = positionAfter(list, query.cursor, position);
  const rows = await deadline(sql<Venue[]>`
    select v.id, v.name, v.city, v.country, v.address, v.time_zone, ${ownerOf(sql, "v")} as owner
    from venues v
    where ${after ? sql`v.id > ${after[0]}` : sql`true`} order by v.id limit ${query.limit + 1}`);
  return pageOf(list, rows, query.limit, (last) => [last.id]);
}

/** The owner of a row of venues, charts or drafts, as JSON. A deleted account owns nothing. */
export function ownerOf(sql: Sql | Transaction, table: "v" | "c" | "d") {
  return sql`(select json_build_object('id', u.id, 'name', u.name) from users u
    where u.id = ${sql(table)}.owner_id and u.deleted_at is null)`;
}

/** Adds a venue, owned by its creator; only once per idempotency key. */
export async function createVenue(
  sql: Sql,
  creator: Writer,
  input: VenueInput,
  keyed: KeyedRequest | null = null,
): Promise<{ ok: true; value: Venue } | KeyReused> {
  return await transaction(sql, (tx) =>
    replayOrRun<Venue, never>(tx, keyed, async () => {
      const venue = { id: uuidv7(), ...input };
      await tx`insert into venues ${tx({ ...venue, ownerId: creator.id })}`;
      await writeAudit(tx, {
        actor: creator,
        action: "venue.created",
        subject: { type: "venue", id: venue.id },
        detail: { after: input },
      });
      return { ok: true, value: { ...venue, owner: ownedBy(creator) } } as const;
    }));
}

function ownedBy({ id, name }: Writer): HallOwner {
  return { id, name };
}

/**
 * One page of the charts, of one venue or of all, in the order in which they were added.
 * @throws {InvalidCursor}
 */
export async function listCharts(
  sql: Sql,
  query: z.infer<typeof chartQuerySchema>,
): Promise<Page<ListedChart>> {
  const { limit, cursor, venueId } = query;
  const list: ListKey = ["charts", venueId];
  const after = positionAfter(list, cursor, position);
  const ofVenue = venueId ? sql`venue_id = ${venueId}` : sql`true`;
  const isNext = (id: "id" | "chart_id") => after ? sql`${sql(id)} > ${after[0]}` : sql`true`;
  const rows = await deadline(sql<ListedChart[]>`
    with published as (
      select distinct on (id) id, venue_id, name, version, seat_count, owner_id from charts
      where ${ofVenue} and ${isNext("id")} order by id, version desc limit ${limit + 1}
    ), drawn as (
      select chart_id as id, venue_id, name, null::integer as version, owner_id,
        (select count(*)::integer from chart_draft_objects o
          where o.chart_id = chart_drafts.chart_id and o.kind = 'seats' and o.value is not null) as seat_count
      from chart_drafts
      where ${ofVenue} and ${isNext("chart_id")}
        and not exists (select from charts where charts.id = chart_drafts.chart_id)
      order by chart_id limit ${limit + 1}
    )
    select c.id, c.venue_id, c.name, c.version, c.seat_count, ${ownerOf(sql, "c")} as owner,
      (select json_build_object('savedAt', to_char(d.saved_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'by', (select name from users u where u.id = d.saved_by and u.deleted_at is null))
        from chart_drafts d where d.chart_id = c.id) as draft
    from (select id, venue_id, name, version, seat_count, owner_id from published
      union all select id, venue_id, name, version, seat_count, owner_id from drawn) as c
    order by c.id limit ${limit + 1}`);
  return pageOf(list, rows, limit, (last) => [last.id]);
}

/** The number of a chart's newest version, or null if there is no such chart. */
export async function newestVersion(sql: Sql, id: string): Promise<number | null> {
  const [{ version }] = await deadline(sql<[{ version: number | null }]>`
    select max(version) as version from charts where id = ${id}`);
  return version;
}

/** A chart in this version (by default its newest), or null if there is none. */
export async function readChart(
  sql: Sql,
  id: string,
  version: number | null = null,
): Promise<StoredChart | null> {
  const [row] = await deadline(sql<StoredChart[]>`
    select c.id, c.venue_id, c.name, c.version, c.seat_count, ${ownerOf(sql, "c")} as owner,
      c.body::text as chart
    from charts c
    where c.id = ${id} and (c.version = ${version} or ${version}::integer is null)
    order by c.version desc limit 1`);
  return row ?? null;
}

export type NewChartResult =
  | { ok: true; chart: StoredChart }
  | { ok: false; code: "venue-unknown" | "chart-unknown" }
  | KeyReused;

/**
 * Adds a chart to a venue as version 1: `chart` or a copy of the newest version of `copyOf`; only once per idempotency
 * key. Its creator owns it, whoever owns the venue and the original.
 */
export async function createChart(
  sql: Sql,
  creator: Writer,
  { venueId, name, chart, copyOf }: z.infer<typeof newChartSchema>,
  keyed: KeyedRequest | null = null,
): Promise<NewChartResult> {
  const summary = { id: uuidv7(), venueId, name, version: 1, owner: ownedBy(creator) };
  const created = await transaction(sql, (tx) =>
    replayOrRun(tx, keyed, async () => {
      const [venue] = await tx`select from venues where id = ${venueId}`;
      if (!venue) return { ok: false, code: "venue-unknown" } as const;
      const drawing = chart ?? await readDrawing(tx, copyOf!);
      if (!drawing) return { ok: false, code: "chart-unknown" } as const;
      await insertChart(tx, creator, storedChart(summary, drawing), copyOf ? { copyOf } : {});
      return { ok: true, value: summary.id } as const;
    }));
  if (!created.ok) return created;
  const id = created.value;
  // A drawing that was just sent need neither be read back nor stored for repeats.
  return { ok: true, chart: chart ? storedChart({ ...summary, id }, chart) : (await readChart(sql, id, 1))! };
}

/** The drawing of a chart in its newest version, or null. */
async function readDrawing(tx: Transaction, id: string): Promise<ChartText | null> {
  const [drawing] = await tx<[ChartText?]>`
    select seat_count,
      (select json_object_agg(key, value)::text from json_each(body) where key <> 'version') as json
    from charts where id = ${id} order by version desc limit 1`;
  return drawing ?? null;
}

export type ChartVersionResult =
  | { ok: true; chart: StoredChart }
  | { ok: false; code: "not-found" | "forbidden" | "stale" | "draft-open" };

/**
 * Writes the next version of a chart, which keeps its owner; only the owner and admins may. Events stay on their
 * version until they are moved. `ifMatch` is the header: the ETag of the version that the editor has seen, or null for
 * any.
 */
export async function addChartVersion(
  sql: Sql,
  editor: Writer,
  id: string,
  { name, chart }: z.infer<typeof chartVersionSchema>,
  ifMatch: string | null,
): Promise<ChartVersionResult> {
  return await transaction(sql, async (tx): Promise<ChartVersionResult> => {
    await lockChart(tx, id);
    const [newest] = await tx<[Omit<ChartSummary, "seatCount">?]>`
      select c.id, c.venue_id, c.name, c.version, ${ownerOf(tx, "c")} as owner
      from charts c where c.id = ${id} order by c.version desc limit 1`;
    if (!newest) return { ok: false, code: "not-found" };
    const { version, owner } = newest;
    if (owner?.id !== editor.id && !may(editor.role, "every-hall")) return { ok: false, code: "forbidden" };
    if (isStale(ifMatch, etagOf(version))) return { ok: false, code: "stale" };
    const [draft] = await tx`select from chart_drafts where chart_id = ${id}`;
    if (draft) return { ok: false, code: "draft-open" };
    const stored = storedChart({ ...newest, name: name ?? newest.name, version: version + 1 }, chart);
    await insertChart(tx, editor, stored);
    await nextRevision(tx, id);
    return { ok: true, chart: stored };
  });
}

/** Two concurrent writes would both make the same next version: the second waits here. */
export async function lockChart(tx: Transaction, id: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${"chart " + id}, 0))`;
}

/** Counts a change of a chart; see the table. */
export async function nextRevision(tx: Transaction, id: string): Promise<number> {
  const [{ revision }] = await tx<[{ revision: number }]>`
    insert into chart_revisions values (${id}, 1)
    on conflict (chart_id) do update set revision = chart_revisions.revision + 1 returning revision`;
  return revision;
}

/** A chart with this summary as it is stored. */
export function storedChart(summary: Omit<ChartSummary, "seatCount">, chart: ChartText): StoredChart {
  return { ...summary, seatCount: chart.seatCount, chart: withVersion(chart, summary.version) };
}

/** Writes a version of a chart, and the entry of the audit log. */
export async function insertChart(
  tx: Transaction,
  writer: Writer,
  stored: StoredChart,
  detail: { copyOf?: string } = {},
): Promise<void> {
  const { id, version, venueId, name, seatCount, owner, chart } = stored;
  await tx`
    insert into charts (id, version, venue_id, name, seat_count, owner_id, body)
    values (${id}, ${version}, ${venueId}, ${name}, ${seatCount}, ${
    owner?.id ?? null
  }, ${chart}::text::json)`;
  await writeAudit(tx, {
    actor: writer,
    action: "chart.written",
    subject: { type: "chart", id },
    detail: { version, name, seatCount, ...detail },
  });
}

/** A hall that an event can take place in: a chart in its newest version, with its venue. */
export interface HallChoice {
  chartId: string;
  chartName: string;
  seatCount: number;
  venueId: string;
  venueName: string;
  city: string;
  timeZone: string;
  owner: HallOwner;
}

/** More halls than anyone would look through. */
export const HALLS_MAX = 500;

/** The newest halls, sorted by venue and name, plus those already chosen. Malformed ids are ignored. */
export async function listHalls(sql: Sql, chosenIds: string[] = []): Promise<HallChoice[]> {
  const chosen = chosenIds.filter((id) => z.uuid().safeParse(id).success);
  const halls = await deadline(sql<HallChoice[]>`
    select distinct on (c.id) c.id as chart_id, c.name as chart_name, c.seat_count, v.id as venue_id,
      v.name as venue_name, v.city, v.time_zone, ${ownerOf(sql, "c")} as owner
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

/**
 * The halls to choose from, and the chosen one with its zones. If `chartId` is unknown, the chosen one is that of the
 * pinned version; null if there is none.
 */
export async function hallsToChoose(
  sql: Sql,
  chartId: string,
  pinned?: { chartId: string; chartVersion: number },
): Promise<{ halls: HallChoice[]; hall: PricedHall | null }> {
  const halls = await listHalls(sql, [chartId, ...(pinned ? [pinned.chartId] : [])]);
  const hall = await pricedHall(sql, halls, chartId, pinned) ??
    (pinned ? await pricedHall(sql, halls, pinned.chartId, pinned) : null);
  return { halls, hall };
}

/** One of these halls with the zones of its newest version, or of the version that an event pins; null if unknown. */
async function pricedHall(
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
