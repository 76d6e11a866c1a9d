/**
 * Halls while they are drawn. A draft is the next version of a chart, or the first of a new one; it is stored object by
 * object, so that a change writes little and two people can draw at once. Publishing makes it a version.
 */
import { v7 as uuidv7 } from "uuid";
import { may } from "@/lib/auth/permissions.ts";
import { writeAudit } from "@/lib/db/audit_log.ts";
import { type KeyedRequest, type KeyReused, replayOrRun } from "@/lib/db/idempotency.ts";
import { deadline, type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { etagOf, isStale } from "@/lib/http/wire/etags.ts";
import { SEAT_COUNT_MAX } from "./chart.ts";
import { objectKinds } from "./drawing.ts";
import type { ChartFault } from "./faults.ts";
import {
  type ChartSummary,
  insertChart,
  lockChart,
  nextRevision,
  ownerOf,
  readChart,
  type StoredChart,
  storedChart,
  type Writer,
} from "./halls.ts";
import type { ChartReader, DrawingText, OpsText } from "./input.ts";
import { type ChartProblem, problemCodes } from "./problems.ts";

/** The most objects of a draft: the seats of the largest hall, and what is around them. */
export const OBJECTS_MAX = SEAT_COUNT_MAX + 5_000;

/** A draft, or the newest version as the draft that it would be: then its revision is 0. */
export interface Draft {
  chartId: string;
  venueId: string;
  name: string;
  owner: ChartSummary["owner"];
  /** The newest version; null if nothing was published yet. */
  version: number | null;
  /** Grows with each change of the chart, and never starts again; its ETag. */
  revision: number;
  /** Null if nobody has changed anything since the newest version. */
  savedAt: Date | null;
  savedBy: string | null;
  /** A `Drawing` as JSON. */
  drawing: string;
}

type DraftRow = Omit<Draft, "drawing"> & {
  /** The revision with which the draft began; null if there is none. */
  base: number | null;
};

/** The draft of a chart; null if there is no such chart. */
export async function readDraft(sql: Sql, chartId: string): Promise<Draft | null> {
  const row = await findDraft(sql, chartId);
  if (!row) return null;
  const drawing = row.savedAt ? await readObjects(sql, chartId) : await versionAsDrawing(sql, chartId);
  return { ...row, drawing };
}

/** The draft without its objects, or the newest version as one. */
async function findDraft(sql: Sql | Transaction, chartId: string): Promise<DraftRow | null> {
  const [row] = await deadline(sql<[DraftRow?]>`
    select d.chart_id, d.venue_id, d.name, ${ownerOf(sql, "d")} as owner, d.base, d.saved_at,
      ${revisionOf(sql, chartId)} as revision,
      (select name from users where id = d.saved_by and deleted_at is null) as saved_by,
      (select max(version) from charts where id = d.chart_id) as version
    from chart_drafts d where d.chart_id = ${chartId}`);
  if (row) return row;
  const [chart] = await deadline(sql<[DraftRow?]>`
    select c.id as chart_id, c.venue_id, c.name, ${ownerOf(sql, "c")} as owner, ${
    revisionOf(sql, chartId)
  } as revision,
      null as base, null as saved_at, null as saved_by, c.version
    from charts c where c.id = ${chartId} order by c.version desc limit 1`);
  return chart ?? null;
}

interface Objects {
  kind: string;
  /** JSON values, separated by commas. */
  items: string;
}

function revisionOf(sql: Sql | Transaction, chartId: string) {
  return sql`coalesce((select revision from chart_revisions where chart_id = ${chartId}), 0)`;
}

async function readObjects(sql: Sql, chartId: string): Promise<string> {
  return drawingText(
    await deadline(sql<Objects[]>`
    select kind, string_agg(value::text, ',' order by place) as items from chart_draft_objects
    where chart_id = ${chartId} and value is not null group by kind`),
  );
}

/** The newest version as a drawing, by the same statement that a draft is begun with. */
async function versionAsDrawing(sql: Sql, chartId: string): Promise<string> {
  return drawingText(
    await deadline(sql<Objects[]>`
    select kind, string_agg(value::text, ',' order by n) as items
    from (${objectsOfVersion(sql, chartId)}) as o group by kind`),
  );
}

function drawingText(objects: Objects[]): string {
  const itemsOf = (kind: string) => objects.find((list) => list.kind === kind)?.items ?? "";
  const lists = objectKinds.map((kind) => `"${kind}":[${itemsOf(kind)}]`);
  return `${itemsOf("hall").slice(0, -1)},${lists.join(",")}}`;
}

/** The objects of the newest version, as rows of kind, id, value and place. */
function objectsOfVersion(sql: Sql | Transaction, chartId: string) {
  const newest = sql`(select body from charts where id = ${chartId} order by version desc limit 1)`;
  return sql`
    select 'hall' as kind, '' as id, 0::bigint as n, json_strip_nulls(json_build_object(
      'width', body -> 'width', 'height', body -> 'height', 'focus', body -> 'focus')) as value
    from ${newest} as c
    union all
    select kind, item ->> 'id', n, item from ${newest} as c,
      lateral (values ('zones'), ('sections'), ('seats'), ('areas')) as kinds (kind),
      lateral json_array_elements(body -> kind) with ordinality as items (item, n)
    union all
    -- Shapes of a chart have no id.
    select 'shapes', n::text, n, ('{"id":"' || n || '",' || substr(ltrim(item::text), 2))::json from ${newest} as c,
      lateral json_array_elements(body -> 'shapes') with ordinality as items (item, n)`;
}

/** Adds a hall to be drawn; only once per idempotency key. Its creator owns it. */
export async function createDraft(
  sql: Sql,
  creator: Writer,
  { venueId, name, drawing }: { venueId: string; name: string; drawing: DrawingText },
  nowMs: number,
  keyed: KeyedRequest | null = null,
): Promise<{ ok: true; value: string } | { ok: false; code: "venue-unknown" } | KeyReused> {
  return await transaction(
    sql,
    (tx) =>
      replayOrRun<string, { ok: false; code: "venue-unknown" }>(tx, keyed, async () => {
        const [venue] = await tx`select from venues where id = ${venueId}`;
        if (!venue) return { ok: false, code: "venue-unknown" };
        const chartId = uuidv7();
        const base = await nextRevision(tx, chartId);
        const saved = { savedAt: new Date(nowMs), savedBy: creator.id };
        await tx`
        insert into chart_drafts ${tx({ chartId, venueId, name, ownerId: creator.id, base, ...saved })}`;
        await insertObjects(tx, chartId, drawing.rows, base);
        const subject = { type: "chart", id: chartId } as const;
        await writeAudit(tx, { actor: creator, action: "chart.drafted", subject, detail: { name } });
        return { ok: true, value: chartId };
      }),
  );
}

async function insertObjects(
  tx: Transaction,
  chartId: string,
  rows: string,
  revision: number,
): Promise<void> {
  await tx`
    insert into chart_draft_objects (chart_id, kind, id, value, revision)
    select ${chartId}, row ->> 'kind', row ->> 'id', row -> 'value', ${revision}::integer
    from json_array_elements(${rows}::text::json) with ordinality as rows (row, n) order by n
    on conflict (chart_id, kind, id) do update
      set value = excluded.value, revision = excluded.revision, place = excluded.place`;
}

export type DraftChange = { ok: true; revision: number; savedAt: Date };
export type DraftRefusal = { ok: false; code: "not-found" | "forbidden" | "stale" };

/** Replaces a draft by another drawing. `ifMatch` is the header: the ETag of the draft that was seen, or null for any. */
export async function saveDraft(
  sql: Sql,
  editor: Writer,
  chartId: string,
  drawing: DrawingText,
  ifMatch: string | null,
  nowMs: number,
): Promise<DraftChange | DraftRefusal> {
  return await writing<"stale">(sql, editor, chartId, nowMs, async (tx, { revision }) => {
    if (isStale(ifMatch, etagOf(revision))) return { ok: false, code: "stale" };
    // What the other drawing lacks is removed, as a later change of it has to notice.
    await tx`update chart_draft_objects set value = null, revision = ${
      revision + 1
    } where chart_id = ${chartId}`;
    await insertObjects(tx, chartId, drawing.rows, revision + 1);
    return { ok: true };
  });
}

/** An object that someone else has changed, as it is now; null if it is gone. */
export interface ChangedObject {
  key: string;
  value: unknown;
}

/**
 * Changes some objects of a draft. Objects that have changed since the revision `seen` are left as they are and returned as
 * `conflicts`: all of them, if the draft was begun since. With null, the changes always win.
 */
export async function patchDraft(
  sql: Sql,
  editor: Writer,
  chartId: string,
  { rows }: OpsText,
  seen: number | null,
  nowMs: number,
): Promise<
  DraftChange & { conflicts: ChangedObject[] } | DraftRefusal | { ok: false; code: "too-many-objects" }
> {
  let conflicts: ChangedObject[] = [];
  const written = await writing<"too-many-objects">(
    sql,
    editor,
    chartId,
    nowMs,
    async (tx, { revision, base }) => {
      const isFromBefore = seen !== null && seen < (base ?? revision);
      const [result] = await tx<[{ conflicts: ChangedObject[] | null }]>`
      with rows as (
        select row ->> 'kind' as kind, row ->> 'id' as id, nullif(row ->> 'value', 'null') as value, n
        from json_array_elements(${rows}::text::json) with ordinality as rows (row, n)
      ), changed as (
        select rows.kind, rows.id, o.value from rows left join chart_draft_objects o
          on o.chart_id = ${chartId} and o.kind = rows.kind and o.id = rows.id
        where ${isFromBefore} or o.revision > ${seen ?? revision}
      ), written as (
        insert into chart_draft_objects (chart_id, kind, id, value, revision)
        select ${chartId}, kind, id, value::json, ${revision + 1}::integer from rows
        where not exists (select from changed where changed.kind = rows.kind and changed.id = rows.id)
          and (value is not null or exists (select from chart_draft_objects o
            where o.chart_id = ${chartId} and o.kind = rows.kind and o.id = rows.id))
        order by n
        on conflict (chart_id, kind, id) do update set value = excluded.value, revision = excluded.revision,
          -- What was removed and comes back is new.
          place = case when chart_draft_objects.value is null then excluded.place
            else chart_draft_objects.place end
      )
      select json_agg(json_build_object(
        'key', case kind when 'hall' then kind else kind || '/' || id end, 'value', value)) as conflicts from changed`;
      const [{ count }] = await tx<[{ count: number }]>`
      select count(*)::integer from chart_draft_objects where chart_id = ${chartId} and value is not null`;
      if (count > OBJECTS_MAX) return { ok: false, code: "too-many-objects" };
      conflicts = result.conflicts ?? [];
      return { ok: true };
    },
  );
  return written.ok ? { ...written, conflicts } : written;
}

/** Ends the transaction of a refused change. */
class Refused extends Error {
  constructor(readonly result: { ok: false; code: string }) {
    super(result.code);
  }
}

/**
 * Changes a draft, which is begun from the newest version if there is none; only the owner and admins may. The change of a
 * refused `work` is undone.
 */
async function writing<Code extends string>(
  sql: Sql,
  editor: Writer,
  chartId: string,
  nowMs: number,
  work: (tx: Transaction, draft: DraftRow) => Promise<{ ok: true } | { ok: false; code: Code }>,
): Promise<DraftChange | DraftRefusal | { ok: false; code: Code }> {
  try {
    return await transaction(sql, async (tx) => {
      await lockChart(tx, chartId);
      const draft = await findDraft(tx, chartId);
      const refused = refusalOf(draft, editor);
      if (refused) return refused;
      if (!draft!.savedAt) await begin(tx, draft!, nowMs);
      const result = await work(tx, draft!);
      if (!result.ok) throw new Refused(result);
      const savedAt = new Date(nowMs);
      await tx`
        update chart_drafts set saved_at = ${savedAt}, saved_by = ${editor.id} where chart_id = ${chartId}`;
      return { ok: true, revision: await nextRevision(tx, chartId), savedAt } as const;
    });
  } catch (error) {
    if (error instanceof Refused) return error.result as { ok: false; code: Code };
    throw error;
  }
}

function refusalOf(draft: Pick<Draft, "owner"> | null, editor: Writer): DraftRefusal | null {
  if (!draft) return { ok: false, code: "not-found" };
  if (draft.owner?.id !== editor.id && !may(editor.role, "every-hall")) {
    return { ok: false, code: "forbidden" };
  }
  return null;
}

/** Begins a draft with the newest version. */
async function begin(
  tx: Transaction,
  { chartId, venueId, name, owner, revision }: DraftRow,
  nowMs: number,
): Promise<void> {
  const row = {
    chartId,
    venueId,
    name,
    ownerId: owner?.id ?? null,
    base: revision,
    savedAt: new Date(nowMs),
  };
  await tx`insert into chart_drafts ${tx(row)}`;
  await tx`
    insert into chart_draft_objects (chart_id, kind, id, value, revision)
    select ${chartId}, kind, id, value, ${revision}::integer from (${
    objectsOfVersion(tx, chartId)
  }) as o order by n`;
}

/** Discards what was drawn since the newest version; a hall that was never published is gone. */
export async function discardDraft(
  sql: Sql,
  editor: Writer,
  chartId: string,
  ifMatch: string | null,
): Promise<{ ok: true } | DraftRefusal> {
  return await transaction(sql, async (tx) => {
    await lockChart(tx, chartId);
    const draft = await findDraft(tx, chartId);
    const refused = refusalOf(draft, editor);
    if (refused) return refused;
    if (isStale(ifMatch, etagOf(draft!.revision))) return { ok: false, code: "stale" } as const;
    if (!draft!.savedAt) return { ok: true } as const;
    await tx`delete from chart_drafts where chart_id = ${chartId}`;
    await nextRevision(tx, chartId);
    const subject = { type: "chart", id: chartId } as const;
    await writeAudit(tx, { actor: editor, action: "chart.draft-discarded", subject });
    return { ok: true } as const;
  });
}

export type PublishResult =
  /** With the warnings. The same version as before if nothing has changed. */
  | { ok: true; chart: StoredChart; problems: ChartProblem[]; more: number }
  | DraftRefusal
  | { ok: false; code: "not-publishable"; problems: ChartProblem[]; more: number; faults: ChartFault[] };

/** Makes a draft the next version of its chart; events stay on theirs until they are moved. */
export async function publishDraft(
  sql: Sql,
  charts: Pick<ChartReader, "check">,
  editor: Writer,
  chartId: string,
  ifMatch: string | null,
): Promise<PublishResult> {
  const draft = await readDraft(sql, chartId);
  const refused = refusalOf(draft, editor);
  if (refused) return refused;
  const { revision, version } = draft!;
  if (isStale(ifMatch, etagOf(revision))) return { ok: false, code: "stale" };
  const newest = await readChart(sql, chartId);
  const { chart, faults, isUnchanged, problems, more } = await charts.check(
    draft!.drawing,
    newest?.chart ?? null,
  );
  if (!chart) {
    const errors = problems.filter(({ code }) => problemCodes[code] === "error");
    return { ok: false, code: "not-publishable", problems: errors, more, faults };
  }
  return await transaction(sql, async (tx): Promise<PublishResult> => {
    await lockChart(tx, chartId);
    const now = await findDraft(tx, chartId);
    if (now?.revision !== revision || now.version !== version) return { ok: false, code: "stale" };
    await tx`delete from chart_drafts where chart_id = ${chartId}`;
    await nextRevision(tx, chartId);
    if (newest && isUnchanged) return { ok: true, chart: newest, problems, more };
    const { venueId, name, owner } = draft!;
    const stored = storedChart({ id: chartId, venueId, name, owner, version: (version ?? 0) + 1 }, chart);
    await insertChart(tx, editor, stored);
    return { ok: true, chart: stored, problems, more };
  });
}

/** A version of a chart, without geometry. */
export interface ListedVersion {
  version: number;
  publishedAt: Date;
  /** Who published it; null if the account is deleted or unknown. */
  by: string | null;
  seatCount: number;
}

/** The most versions that are listed. */
const VERSIONS_MAX = 200;

/** The versions of a chart, newest first; none if there is no such chart. */
export async function listVersions(sql: Sql, chartId: string): Promise<ListedVersion[]> {
  return await deadline(sql<ListedVersion[]>`
    select c.version, c.created_at as published_at, c.seat_count,
      (select u.name from audit_log a join users u on u.id = a.actor_id and u.deleted_at is null
        where a.action = 'chart.written' and a.subject_type = 'chart' and a.subject_id = c.id::text
          and a.detail ->> 'version' = c.version::text limit 1) as by
    from charts c where c.id = ${chartId} order by c.version desc limit ${VERSIONS_MAX}`);
}
