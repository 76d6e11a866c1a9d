/** The form in which organisers write an event: what its fields hold, and what they mean. */
import { type EventInput, eventInputSchema, type Fault, timeFaults } from "./admin_input.ts";
import { isCurrency } from "./currencies.ts";
import { instantOf, localDateTime } from "./dates.ts";
import type { EventRecord, EventZone } from "./event.ts";
import type { PricedHall } from "./halls.ts";
import { amountFromInput, amountToInput } from "./money.ts";

/**
 * What the fields hold, as it was typed. The price of a zone is in `price.<zone id>`, and `revision`, which is not
 * shown, says which state of the event the form was filled from.
 */
export type EventForm = Record<string, string>;

/** What is wrong, by the name of the field that puts it right. */
export type FormErrors = Record<string, string>;

/** The hall that the form is about; times are typed as clocks show them there. */
export type FormHall = Pick<PricedHall, "chartId" | "venueId" | "timeZone"> & {
  zones: { id: string; name: string }[];
};

/** What each field has to keep, said so that one knows how to put it right. */
const RULES: Record<string, string> = {
  type: "Choose concert or film.",
  title: "Give it a title of at most 120 characters.",
  description: "Keep it below 5,000 characters.",
  chartId: "Choose another hall. Once published, an event only moves to a hall with the same seats.",
  startsAt: "Give the day and time at which it starts.",
  endsAt: "Give an end that comes after the start.",
  doorsAt: "Doors open before the start, or leave this empty.",
  salesOpenAt: "The sale has to open before it closes, or leave this empty.",
  salesCloseAt: "The sale closes before the event ends, or leave this empty.",
  currency: "Give a currency in three letters, such as EUR. Once published, an event keeps it.",
  maxSeatsPerBuyer: "Give a number from 1 to 100.",
  accessibleReleaseAt: "Wheelchair places are open to all before the start, or leave this empty.",
  cancellationUntil: "Buyers cancel before the start, or leave this empty.",
};
const PRICE_RULE = "Give a price such as 45 or 45.50.";

/** Where the API's name of a member is not the field's. */
const FIELDS: Record<string, string> = {
  venueId: "chartId",
  cancellation: "cancellationUntil",
  "cancellation.until": "cancellationUntil",
};

/** Faults of what was sent, as errors of the form's fields. */
export function errorsOf(faults: Fault[], zones: { id: string }[]): FormErrors {
  const errors: FormErrors = {};
  for (const { path } of faults) {
    const zone = /^zones\.(\d+)/.exec(path);
    if (zone) errors[`price.${zones[Number(zone[1])]?.id}`] = PRICE_RULE;
    else {
      const field = FIELDS[path] ?? path.split(".")[0];
      errors[field] = RULES[field] ?? "Look at this again.";
    }
  }
  return errors;
}

/** The form of an event as it is. */
export function formOf(event: EventRecord): EventForm {
  const local = (date: Date | null) => date ? localDateTime(date, event.venue.timeZone) : "";
  return {
    revision: String(event.revision),
    type: event.type,
    title: event.title,
    description: event.description,
    chartId: event.chartId,
    startsAt: local(event.startsAt),
    endsAt: local(event.endsAt),
    doorsAt: local(event.doorsAt),
    salesOpenAt: local(event.salesOpenAt),
    salesCloseAt: local(event.salesCloseAt),
    currency: event.currency,
    maxSeatsPerBuyer: String(event.maxSeatsPerBuyer),
    refusesOrphans: event.orphans === "refuse" ? "on" : "",
    accessibleReleaseAt: local(event.accessibleReleaseAt),
    cancellationAllowed: event.cancellationAllowed ? "on" : "",
    cancellationUntil: local(event.cancellationUntil),
    ...Object.fromEntries(
      event.zones.map(({ id, price }) => [`price.${id}`, amountToInput(price, event.currency)]),
    ),
  };
}

/** The form of an event that is still to be written. */
export function blankForm(chartId: string): EventForm {
  return { type: "concert", chartId, currency: "EUR", maxSeatsPerBuyer: "8" };
}

/**
 * What the form says, or what is wrong with it. `known` are the zones as the event has them, whose names stay; a zone
 * that is new takes its name from the hall.
 */
export function readEventForm(
  form: EventForm,
  hall: FormHall,
  known: EventZone[] = [],
): { ok: true; input: EventInput } | { ok: false; errors: FormErrors } {
  const currency = (form.currency ?? "").trim().toUpperCase();
  const names = new Map(known.map((zone) => [zone.id, zone.name]));
  const prices = new Map(hall.zones.map(({ id }) => [id, readPrice(form[`price.${id}`], currency)]));
  const draft = {
    type: form.type,
    title: form.title ?? "",
    description: (form.description ?? "").replaceAll("\r\n", "\n"),
    venueId: hall.venueId,
    chartId: hall.chartId,
    startsAt: readTime(form.startsAt, hall.timeZone),
    endsAt: readTime(form.endsAt, hall.timeZone),
    doorsAt: readTime(form.doorsAt, hall.timeZone),
    salesOpenAt: readTime(form.salesOpenAt, hall.timeZone),
    salesCloseAt: readTime(form.salesCloseAt, hall.timeZone),
    currency,
    maxSeatsPerBuyer: Number(form.maxSeatsPerBuyer || NaN),
    orphans: form.refusesOrphans === "on" ? "refuse" : "warn",
    accessibleReleaseAt: readTime(form.accessibleReleaseAt, hall.timeZone),
    zones: hall.zones.map(({ id, name }) => ({
      id,
      name: names.get(id) ?? name,
      price: prices.get(id)?.amount ?? 0,
    })),
    cancellation: {
      allowed: form.cancellationAllowed === "on",
      until: readTime(form.cancellationUntil, hall.timeZone),
    },
  };
  const parsed = eventInputSchema.safeParse(draft);
  const { startsAt, endsAt } = draft;
  const faults: Fault[] = (parsed.error?.issues ?? []).map(({ path, message }) => ({
    path: path.join("."),
    message,
  }));
  // The order of the times can be told as soon as there are a start and an end, whatever else is wrong.
  if (isTime(startsAt) && isTime(endsAt)) faults.push(...timeFaults({ ...draft, startsAt, endsAt }));
  const errors = errorsOf(faults, hall.zones);
  for (const [id, { error }] of prices) if (error) errors[`price.${id}`] = error;
  if (!parsed.data || Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, input: parsed.data };
}

/** A price can't be read without its currency: that is the fault to name then. */
function readPrice(text = "", currency: string): { amount?: number; error?: string } {
  return isCurrency(currency) ? amountFromInput(text, currency) : {};
}

function isTime(text: string | null): text is string {
  return text !== null && !Number.isNaN(Date.parse(text));
}

/** An empty field is null; what is not a time stays as it is, for the schema to refuse. */
function readTime(text: string | undefined, timeZone: string): string | null {
  if (!text) return null;
  try {
    return instantOf(text, timeZone).toISOString();
  } catch (error) {
    if (error instanceof RangeError) return text;
    throw error;
  }
}
