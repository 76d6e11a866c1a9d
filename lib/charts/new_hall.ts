/** What a new hall starts from: a template, text or a file in one of several formats, a copy, or nothing. */
import { z } from "zod";
import type { Sql } from "@/lib/db/pool.ts";
import { formKey } from "@/lib/http/form_key.ts";
import { Problem } from "@/lib/http/problem.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { typedLine } from "@/lib/text/typed_text.ts";
import type { Chart } from "./chart.ts";
import { createDraft } from "./drafts.ts";
import { createChart, createVenue, readChart, type VenueInput } from "./halls.ts";
import type { ImportFormat, ImportJob, ImportResult } from "./imports/import.ts";
import type { ImportFault } from "./imports/plan.ts";
import { type ChartReader, emptyDrawing } from "./input.ts";
import { chartProblems } from "./problems.ts";
import { problemInWords } from "./problems_in_words.ts";
import {
  drawTemplate,
  type NumberName,
  numbersOf,
  type TemplateName,
  templateNames,
  type TemplateWords,
} from "./templates.ts";
import { readVenueForm } from "./venue_form.ts";

const formats = ["text", "csv", "svg", "dxf", "chart", "pretix"] as const satisfies ImportFormat[];
export type ImportStart = (typeof formats)[number];
export const starts = [...templateNames, "blank", ...formats, "copy"] as const;
export type Start = (typeof starts)[number];

export function isTemplate(start: Start): start is TemplateName {
  return (templateNames as readonly string[]).includes(start);
}

/** Whether a start is read from text or a file. */
export function isImport(start: Start): start is ImportStart {
  return (formats as readonly string[]).includes(start);
}

/** The fields as typed; a file's content is in `content`. */
export type NewHallForm = Record<string, string>;

/** A hall to look at before it is made. */
export interface HallPreview {
  chart: Chart;
  problems: ReturnType<typeof problemInWords>[];
  more: number;
  /** What an import changed or left out, in words. */
  notes: string[];
}

export type StartResult =
  /** Null if there is nothing to see yet. */
  | { ok: true; preview: HallPreview | null }
  /** What is wrong with a file, each with its line or path. */
  | { ok: false; errors: { place: string | null; message: string }[] };

interface Needs {
  sql: Sql;
  chartImporter: { run(job: ImportJob): Promise<ImportResult> };
}

/** Draws what a form asks for; nothing is stored. */
export async function readStart(
  { sql, chartImporter }: Needs,
  start: Start,
  form: NewHallForm,
  words: Words,
): Promise<StartResult> {
  if (isTemplate(start)) {
    return previewOf(drawTemplate(start, numbersIn(start, form), templateWords(words)), words);
  }
  if (start === "blank") return { ok: true, preview: null };
  if (start === "copy") {
    const id = z.uuid().safeParse(form.copyOf).data;
    const original = id ? await readChart(sql, id) : null;
    if (!original) return { ok: false, errors: [{ place: null, message: words.halls.chooseHall }] };
    return previewOf(JSON.parse(original.chart), words);
  }
  const job = { format: start, content: form.content ?? "", names: words.chartImport.names };
  const imported = await chartImporter.run(job);
  if (!imported.ok) return { ok: false, errors: imported.faults.map((fault) => errorOf(fault, words)) };
  const notes = imported.value.notes.map((note) => words.chartImport.notes[note]);
  return previewOf(JSON.parse(imported.value.chart), words, notes);
}

function previewOf(chart: Chart, words: Words, notes: string[] = []): StartResult {
  const { problems, more } = chartProblems(chart);
  const inWords = problems.map((problem) => problemInWords(problem, words));
  return { ok: true, preview: { chart, problems: inWords, more, notes } };
}

function errorOf({ line, path, ...fault }: ImportFault, words: Words) {
  const sentences = words.chartImport.faults;
  const message = "text" in fault ? sentences[fault.code]({ text: fault.text }) : sentences[fault.code];
  return { place: line !== undefined ? words.halls.line({ line: String(line) }) : path ?? null, message };
}

function numbersIn(template: TemplateName, form: NewHallForm): Partial<Record<NumberName, number>> {
  const typed = numbersOf(template).map(([name]) => [name, Number(form[name])] as const);
  return Object.fromEntries(typed.filter(([name, value]) => form[name]?.trim() && Number.isFinite(value)));
}

function templateWords({ halls: { parts } }: Words): TemplateWords {
  return parts;
}

interface Creator {
  sql: Sql;
  charts: Pick<ChartReader, "read">;
  now: () => number;
}

type Created = { ok: true; id: string } | { ok: false; errors: Record<string, string> };

/**
 * Adds the hall of a preview, or one to be drawn without a preview, and, if the form describes a venue instead of choosing one, that venue; only once per
 * rendered form.
 */
export async function createHall(
  { sql, charts, now }: Creator,
  creator: Parameters<typeof createChart>[1],
  fields: URLSearchParams,
  preview: HallPreview | null,
  words: Words,
): Promise<Created> {
  const form = Object.fromEntries(fields);
  const errors: Record<string, string> = {};
  const name = typedLine(120).min(1).safeParse(form.name).data;
  if (name === undefined) errors.name = words.halls.hallNameMissing;
  if (preview?.problems.some(({ level }) => level === "error")) errors.content = words.halls.importFailed;
  const chosenId = z.uuid().safeParse(form.venueId).data;
  const venue = chosenId === undefined ? readVenueForm(form, words, "venue.") : null;
  if (venue && !venue.ok) Object.assign(errors, venue.errors);
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const venueId = venue?.ok ? await addVenue(sql, creator, fields, venue.input) : chosenId!;
  if (!preview) {
    const hall = { venueId, name: name!, drawing: emptyDrawing };
    const drawn = await createDraft(
      sql,
      creator,
      hall,
      now(),
      formKey(creator.id, fields, ["hall", venueId, name]),
    );
    return drawn.ok
      ? { ok: true, id: drawn.value }
      : { ok: false, errors: { venueId: words.halls.venueMissing } };
  }
  const body = new TextEncoder().encode(JSON.stringify({ venueId, name, chart: preview.chart }));
  const read = await charts.read("newChart", body);
  if (read === "malformed-json" || "errors" in read) {
    return { ok: false, errors: { content: words.halls.importFailed } };
  }
  const created = await createChart(
    sql,
    creator,
    read.value,
    formKey(creator.id, fields, ["hall", read.value]),
  );
  return created.ok
    ? { ok: true, id: created.chart.id }
    : { ok: false, errors: { venueId: words.halls.venueMissing } };
}

async function addVenue(
  sql: Sql,
  creator: Parameters<typeof createChart>[1],
  fields: URLSearchParams,
  input: VenueInput,
): Promise<string> {
  const created = await createVenue(sql, creator, input, formKey(creator.id, fields, ["venue", input]));
  if (!created.ok) throw new Problem(created.code);
  return created.value.id;
}
