/** The form in which organizers write an event: its fields, and how they are read. */
import type { z } from "zod";
import type { PricedHall } from "@/lib/charts/halls.ts";
import { isCurrency } from "@/lib/format/currencies.ts";
import { instantOf } from "@/lib/format/dates.ts";
import { readingField, readTime, timeFields } from "@/lib/format/form_times.ts";
import { amountFromInput, amountToInput } from "@/lib/format/money.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { correctionFor } from "@/lib/text/typed_text.ts";
import {
  type EventInput,
  eventInputSchema,
  type EventPatch,
  eventPatchSchema,
  type Fault,
  inputOf,
  textFaults,
  timeFaults,
} from "./admin_input.ts";
import type { EditableEvent, EventZone } from "./event.ts";

/**
 * The fields as typed. `price.<zone id>` is the price of a zone; `<time>.reading` says which instant an ambiguous time
 * means; `revision`, which is hidden, is that of the event when the form was filled in.
 */
export type EventForm = Record<string, string>;

/** What is wrong, by the name of the field to correct. */
export type FormErrors = Record<string, string>;

/** The hall that the form is for; times are typed in its time zone. */
export type FormHall = Pick<PricedHall, "chartId" | "venueId" | "timeZone"> & {
  zones: { id: string; name: string }[];
};

/** The time fields. */
const TIMES = [
  "startsAt",
  "endsAt",
  "doorsAt",
  "salesOpenAt",
  "salesCloseAt",
  "accessibleReleaseAt",
  "cancellationUntil",
] as const;
type TimeName = typeof TIMES[number];

/** The messages about what was typed. */
export type FormWords = Pick<Words, "eventForm" | "typedAmount" | "typedText">;

/** The form's fields for members that have another name in the API. */
const FIELD_BY_PATH: Record<string, string> = {
  venueId: "chartId",
  cancellation: "cancellationUntil",
  "cancellation.until": "cancellationUntil",
  "notify.cancelUntil": "cancelUntil",
};

/** Converts faults to errors for the form's fields. */
export function errorsOf(faults: Fault[], zones: { id: string }[], words: FormWords): FormErrors {
  const rules: Record<string, string> = words.eventForm.errors;
  const errors: FormErrors = {};
  for (const { path, message } of faults) {
    const zone = /^zones\.(\d+)/.exec(path);
    if (zone) errors[`price.${zones[Number(zone[1])]?.id}`] = rules.price;
    else {
      const field = FIELD_BY_PATH[path] ?? path.split(".")[0];
      errors[field] = correctionFor(message, words.typedText) ?? rules[field] ?? rules.other;
    }
  }
  return errors;
}

/** The form filled in from an event. */
export function formOf(event: EditableEvent): EventForm {
  const time = (name: TimeName) => {
    const instant = name === "cancellationUntil" ? event.cancellationUntil : event[name];
    return timeFields(name, instant, event.venue.timeZone);
  };
  return {
    revision: String(event.revision),
    type: event.type,
    title: event.title,
    description: event.description,
    chartId: event.chartId,
    currency: event.currency,
    maxSeatsPerBuyer: String(event.maxSeatsPerBuyer),
    minimumAge: String(event.minimumAge ?? ""),
    refusesOrphans: event.orphans === "refuse" ? "on" : "",
    cancellationAllowed: event.cancellationAllowed ? "on" : "",
    ...Object.assign({}, ...TIMES.map(time)),
    ...Object.fromEntries(
      event.zones.map(({ id, price }) => [`price.${id}`, amountToInput(price, event.currency)]),
    ),
  };
}

/** The form of a new event. */
export function blankForm(chartId: string): EventForm {
  return { type: "concert", chartId, currency: "EUR", maxSeatsPerBuyer: "8" };
}

/** Reads the form of a new event; returns its input, or what is wrong with it. */
export function readEventForm(
  form: EventForm,
  hall: FormHall,
  words: FormWords,
): { ok: true; input: EventInput } | { ok: false; errors: FormErrors } {
  const { draft, errors } = draftOf(form, hall, [], words);
  const parsed = eventInputSchema.safeParse(draft);
  const faults = [
    ...faultsOf(parsed.error),
    ...textFaults(parsed.data ?? draft, hall),
    ...orderFaults(draft),
  ];
  const all = { ...errorsOf(faults, hall.zones, words), ...errors };
  if (!parsed.data || Object.keys(all).length > 0) return { ok: false, errors: all };
  return { ok: true, input: parsed.data };
}

/**
 * Reads the form of an existing event; returns what it changes, or what is wrong with it. An unchanged field is not
 * read: it may show less than what is stored, such as a time without its seconds, or a value that is no longer allowed.
 */
export function readEventChanges(
  form: EventForm,
  hall: FormHall,
  event: EditableEvent,
  words: FormWords,
): { ok: true; patch: EventPatch } | { ok: false; errors: FormErrors } {
  const { draft, errors } = draftOf(form, hall, event.zones, words);
  const changed = changedFields(form, hall, event);
  const patch = Object.fromEntries(
    Object.entries(draft).filter(([member]) => changed(FIELDS_BY_MEMBER[member] ?? [member])),
  );
  if (patch.cancellation && !changed(["cancellationUntil"])) {
    patch.cancellation = { ...draft.cancellation, until: event.cancellationUntil?.toISOString() ?? null };
  }
  const parsed = eventPatchSchema.safeParse(patch);
  const changedTo = { ...inputOf(event), ...patch };
  const faults = [
    ...faultsOf(parsed.error),
    ...textFaults({ ...changedTo, ...parsed.data }, { ...event, zones: [...event.zones, ...hall.zones] }),
    ...orderFaults(changedTo),
  ];
  const all = errorsOf(faults, hall.zones, words);
  for (const [field, error] of Object.entries(errors)) if (changed([field])) all[field] = error;
  if (!parsed.data || Object.keys(all).length > 0) return { ok: false, errors: all };
  return { ok: true, patch: parsed.data };
}

/** The form's fields behind each member; by default the one of the same name. */
const FIELDS_BY_MEMBER: Record<string, string[]> = {
  venueId: ["chartId"],
  orphans: ["refusesOrphans"],
  cancellation: ["cancellationAllowed", "cancellationUntil"],
  zones: ["price", "chartId", "currency"],
};

/** Returns a test of whether any of the given fields differs from the event's form. `price` means all zones' prices. */
function changedFields(form: EventForm, hall: FormHall, event: EditableEvent) {
  const shown = formOf(event);
  const isSame = (field: string) => normal(field, form[field]) === normal(field, shown[field]);
  const prices = hall.zones.map(({ id }) => `price.${id}`);
  // The same clock times then mean other instants.
  const moved = event.venue.timeZone !== hall.timeZone;
  const isChanged = (field: string): boolean => {
    if (field === "price") return prices.some(isChanged);
    if (field.startsWith("price.") && !isSame("currency")) return true;
    if (!(TIMES as readonly string[]).includes(field)) return !isSame(field);
    return moved || !isSame(field) || (!!form[field] && !isSame(readingField(field)));
  };
  return (fields: string[]) => fields.some(isChanged);
}

/** Normalizes line breaks: a browser drops them from a single line, sends CRLF in a text and omits an unchecked box. */
function normal(field: string, text = ""): string {
  return text.replaceAll(/\r\n?|\n/g, field === "description" ? "\n" : "");
}

/**
 * The values of all fields, not yet checked by the schema, and the errors for those that can't be read at all. `known`
 * are the event's zones, which keep their names; a new zone gets its name from the hall.
 */
function draftOf(form: EventForm, hall: FormHall, known: EventZone[], words: FormWords) {
  const errors: FormErrors = {};
  const currency = (form.currency ?? "").trim().toUpperCase();
  const names = new Map(known.map((zone) => [zone.id, zone.name]));
  const price = (field: string) => {
    // A price can't be read without its currency: report only the currency.
    if (!isCurrency(currency)) return 0;
    const { amount = 0, error } = amountFromInput(form[field] ?? "", currency, words.typedAmount);
    if (error) errors[field] = error;
    return amount;
  };
  const time = (field: TimeName) => {
    const typed = readTime(form[field], form[readingField(field)], hall.timeZone);
    if (typed.ok) return typed.time;
    errors[field] = words.eventForm.chooseTime;
    // Any reading will do for checking everything else.
    return instantOf(form[field], hall.timeZone).toISOString();
  };
  const draft = {
    type: form.type,
    title: form.title ?? "",
    description: normal("description", form.description),
    venueId: hall.venueId,
    chartId: hall.chartId,
    startsAt: time("startsAt"),
    endsAt: time("endsAt"),
    doorsAt: time("doorsAt"),
    salesOpenAt: time("salesOpenAt"),
    salesCloseAt: time("salesCloseAt"),
    currency,
    maxSeatsPerBuyer: Number(form.maxSeatsPerBuyer || NaN),
    minimumAge: form.minimumAge ? Number(form.minimumAge) : null,
    orphans: form.refusesOrphans === "on" ? "refuse" : "warn",
    accessibleReleaseAt: time("accessibleReleaseAt"),
    zones: hall.zones.map(({ id, name }) => ({
      id,
      name: names.get(id) ?? name,
      price: price(`price.${id}`),
    })),
    cancellation: { allowed: form.cancellationAllowed === "on", until: time("cancellationUntil") },
  };
  return { draft, errors };
}

/** A schema's errors as faults. */
export function faultsOf(error: z.ZodError | undefined): Fault[] {
  return (error?.issues ?? []).map(({ path, message }) => ({ path: path.join("."), message }));
}

type Times =
  & { startsAt?: string | null; endsAt?: string | null }
  & Omit<Parameters<typeof timeFaults>[0], "startsAt" | "endsAt">;

/** Checks the order of the times if there are a start and an end, whatever else is wrong. */
function orderFaults(times: Times): Fault[] {
  const { startsAt, endsAt } = times;
  return isTime(startsAt) && isTime(endsAt) ? timeFaults({ ...times, startsAt, endsAt }) : [];
}

function isTime(text: string | null | undefined): text is string {
  return text != null && !Number.isNaN(Date.parse(text));
}
