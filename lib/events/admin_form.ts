/** The form in which organizers write an event: what its fields hold, and what they mean. */
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
 * What the fields hold, as it was typed. The price of a zone is in `price.<zone id>`; `<time>.reading` says which of two
 * instants a time means, where there are two; `revision`, which is not shown, says which state of the event the form was
 * filled from.
 */
export type EventForm = Record<string, string>;

/** What is wrong, by the name of the field that puts it right. */
export type FormErrors = Record<string, string>;

/** The hall that the form is about; times are typed as clocks show them there. */
export type FormHall = Pick<PricedHall, "chartId" | "venueId" | "timeZone"> & {
  zones: { id: string; name: string }[];
};

/** The fields that hold times. */
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

/** What is said about what was typed. */
export type FormWords = Pick<Words, "eventForm" | "typedAmount" | "typedText">;

/** Where the API's name of a member is not the field's. */
const FIELDS: Record<string, string> = {
  venueId: "chartId",
  cancellation: "cancellationUntil",
  "cancellation.until": "cancellationUntil",
  "notify.cancelUntil": "cancelUntil",
};

/** Faults of what was sent, as errors of the form's fields. */
export function errorsOf(faults: Fault[], zones: { id: string }[], words: FormWords): FormErrors {
  const rules: Record<string, string> = words.eventForm.errors;
  const errors: FormErrors = {};
  for (const { path, message } of faults) {
    const zone = /^zones\.(\d+)/.exec(path);
    if (zone) errors[`price.${zones[Number(zone[1])]?.id}`] = rules.price;
    else {
      const field = FIELDS[path] ?? path.split(".")[0];
      errors[field] = correctionFor(message, words.typedText) ?? rules[field] ?? rules.other;
    }
  }
  return errors;
}

/** The form of an event as it is. */
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

/** The form of an event that is still to be written. */
export function blankForm(chartId: string): EventForm {
  return { type: "concert", chartId, currency: "EUR", maxSeatsPerBuyer: "8" };
}

/** What the form of a new event says, or what is wrong with it. */
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
 * What the form changes about an event, or what is wrong with that. A field that was left as it was is not read: what it
 * shows may be less than what is stored, such as the seconds of a time, or no longer be allowed.
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
    Object.entries(draft).filter(([member]) => changed(FIELDS_OF[member] ?? [member])),
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

/** The fields that say a member of the event, where they have other names. */
const FIELDS_OF: Record<string, string[]> = {
  venueId: ["chartId"],
  orphans: ["refusesOrphans"],
  cancellation: ["cancellationAllowed", "cancellationUntil"],
  zones: ["price", "chartId", "currency"],
};

/** Says whether any of some fields differs from what the event's form shows; `price` stands for those of all zones. */
function changedFields(form: EventForm, hall: FormHall, event: EditableEvent) {
  const shown = formOf(event);
  const isSame = (field: string) => normal(field, form[field]) === normal(field, shown[field]);
  const prices = hall.zones.map(({ id }) => `price.${id}`);
  // Times are those of another clock then.
  const moved = event.venue.timeZone !== hall.timeZone;
  const isChanged = (field: string): boolean => {
    if (field === "price") return prices.some(isChanged);
    if (field.startsWith("price.") && !isSame("currency")) return true;
    if (!(TIMES as readonly string[]).includes(field)) return !isSame(field);
    return moved || !isSame(field) || (!!form[field] && !isSame(readingField(field)));
  };
  return (fields: string[]) => fields.some(isChanged);
}

/** As a browser sends what it was given: a line has no breaks, those of a text are CRLF, and an unchecked box is left out. */
function normal(field: string, text = ""): string {
  return text.replaceAll(/\r\n?|\n/g, field === "description" ? "\n" : "");
}

/**
 * What all fields say, still to be checked by the schema, and the errors of those that can't be read at all. `known` are
 * the zones as the event has them, whose names stay; a zone that is new takes its name from the hall.
 */
function draftOf(form: EventForm, hall: FormHall, known: EventZone[], words: FormWords) {
  const errors: FormErrors = {};
  const currency = (form.currency ?? "").trim().toUpperCase();
  const names = new Map(known.map((zone) => [zone.id, zone.name]));
  const price = (field: string) => {
    // A price can't be read without its currency: that is the fault to name then.
    if (!isCurrency(currency)) return 0;
    const { amount = 0, error } = amountFromInput(form[field] ?? "", currency, words.typedAmount);
    if (error) errors[field] = error;
    return amount;
  };
  const time = (field: TimeName) => {
    const typed = readTime(form[field], form[readingField(field)], hall.timeZone);
    if (typed.ok) return typed.time;
    errors[field] = words.eventForm.chooseTime;
    // Any reading is good enough to check everything else.
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

/** What is wrong by a schema. */
export function faultsOf(error: z.ZodError | undefined): Fault[] {
  return (error?.issues ?? []).map(({ path, message }) => ({ path: path.join("."), message }));
}

type Times =
  & { startsAt?: string | null; endsAt?: string | null }
  & Omit<Parameters<typeof timeFaults>[0], "startsAt" | "endsAt">;

/** The order of the times is checked as soon as there are a start and an end, whatever else is wrong. */
function orderFaults(times: Times): Fault[] {
  const { startsAt, endsAt } = times;
  return isTime(startsAt) && isTime(endsAt) ? timeFaults({ ...times, startsAt, endsAt }) : [];
}

function isTime(text: string | null | undefined): text is string {
  return text != null && !Number.isNaN(Date.parse(text));
}
