/** What an organizer writes about an event, and the rules for it. */
import { z } from "zod";
import { boundedList } from "@/lib/bounded_list.ts";
import { isCurrency } from "@/lib/format/currencies.ts";
import { lineFault, linesFault, typedText } from "@/lib/text/typed_text.ts";
import { noticeSchema } from "./changes.ts";
import { type EditableEvent, eventTypes, orphanRules } from "./event.ts";

/** Keeps the total of a booking of 100 seats within a Postgres integer. */
const PRICE_MAX = 10_000_000;

const instant = z.iso.datetime({ offset: true }).refine(
  (time) => time >= "2000" && time < "2100",
  "must be between the years 2000 and 2100",
);

export const zonePriceSchema = z.strictObject({
  id: z.string().min(1).max(40),
  name: typedText(80).min(1),
  price: z.int().min(0).max(PRICE_MAX).describe("Minor units"),
});

/** An event to be written; {@link textFaults} are checked separately. Optional dates may also be null. */
export const eventInputSchema = z.strictObject({
  type: z.enum(eventTypes),
  title: typedText(120).min(1),
  description: typedText(5_000),
  venueId: z.uuid(),
  chartId: z.uuid().describe("Its newest version is used"),
  startsAt: instant,
  endsAt: instant,
  doorsAt: instant.nullish(),
  salesOpenAt: instant.nullish(),
  salesCloseAt: instant.nullish(),
  currency: z.string().refine(isCurrency, "must be an ISO 4217 currency in circulation"),
  maxSeatsPerBuyer: z.int().min(1).max(100),
  minimumAge: z.int().min(1).max(99).nullish().describe(
    "Minimum age for admission; any age if omitted",
  ),
  orphans: z.enum(orphanRules).optional().describe(
    "Whether choices that needlessly leave a single seat on its own are only warned about (the default) or refused",
  ),
  accessibleReleaseAt: instant.nullish().describe(
    "When wheelchair places are open to everyone; by default two days before the start",
  ),
  zones: boundedList(zonePriceSchema, { min: 1, max: 40 }),
  cancellation: z.strictObject({ allowed: z.boolean(), until: instant.nullish() }).optional(),
}).meta({
  id: "EventInput",
  examples: [{
    type: "concert",
    title: "The Glass Harmonium",
    description: "Two hours of glass and breath.",
    venueId: "01977f6d-1a00-7000-8000-000000000001",
    chartId: "01977f6d-1b00-7000-8000-000000000002",
    startsAt: "2027-03-12T19:00:00Z",
    endsAt: "2027-03-12T21:30:00Z",
    doorsAt: "2027-03-12T18:00:00Z",
    currency: "GBP",
    maxSeatsPerBuyer: 8,
    zones: [{ id: "front", name: "Front stalls", price: 4500 }, {
      id: "rear",
      name: "Rear stalls",
      price: 2500,
    }],
    cancellation: { allowed: true, until: "2027-03-11T19:00:00Z" },
  }],
});
export type EventInput = z.infer<typeof eventInputSchema>;

/** An event as a draft, which may have no times yet. */
export type DraftInput = Omit<EventInput, "startsAt" | "endsAt"> & {
  startsAt: string | null;
  endsAt: string | null;
};

/** Any part of an event. */
export const eventPatchSchema = eventInputSchema.partial()
  .meta({ id: "EventPatch", examples: [{ title: "The Glass Harmonium, late show" }] });
export type EventPatch = z.infer<typeof eventPatchSchema>;

/** Options for a change to an event. */
export const changeOptionsSchema = z.strictObject({
  notify: z.union([z.literal(false), noticeSchema]).optional()
    .describe("The message to buyers if the time, doors or hall change; `false` for none"),
  allowOverlap: z.boolean().optional().describe("Allow another event in the same hall at the same time"),
});
export type ChangeOptions = z.infer<typeof changeOptionsSchema>;

/** One fault in an input, as the API reports it. */
export interface Fault {
  path: string;
  message: string;
}

/** The input that would write this event. */
export function inputOf(event: EditableEvent): DraftInput {
  return {
    type: event.type,
    title: event.title,
    description: event.description,
    venueId: event.venue.id,
    chartId: event.chartId,
    startsAt: event.startsAt?.toISOString() ?? null,
    endsAt: event.endsAt?.toISOString() ?? null,
    doorsAt: event.doorsAt?.toISOString(),
    salesOpenAt: event.salesOpenAt?.toISOString(),
    salesCloseAt: event.salesCloseAt?.toISOString(),
    currency: event.currency,
    maxSeatsPerBuyer: event.maxSeatsPerBuyer,
    minimumAge: event.minimumAge,
    orphans: event.orphans,
    accessibleReleaseAt: event.accessibleReleaseAt?.toISOString(),
    zones: event.zones,
    cancellation: { allowed: event.cancellationAllowed, until: event.cancellationUntil?.toISOString() },
  };
}

/** The texts of an event. */
interface EventTexts {
  title: string;
  description: string;
  zones: { name: string }[];
}

/** What is wrong with the texts. Those already in `known` are not checked: they may be older than a rule. */
export function textFaults(input: EventTexts, known: Partial<EventTexts> = {}): Fault[] {
  const names = new Set(known.zones?.map(({ name }) => name));
  return [
    { path: "title", message: input.title === known.title ? null : lineFault(input.title) },
    {
      path: "description",
      message: input.description === known.description ? null : linesFault(input.description),
    },
    ...input.zones.map(({ name }, index) => ({
      path: `zones.${index}.name`,
      message: names.has(name) ? null : lineFault(name),
    })),
  ].flatMap(({ path, message }) => message === null ? [] : [{ path, message }]);
}

type EventTimes = Pick<
  DraftInput,
  "startsAt" | "endsAt" | "doorsAt" | "salesOpenAt" | "salesCloseAt" | "accessibleReleaseAt" | "cancellation"
>;

/** What is wrong with the order of the times. */
export function timeFaults(input: EventTimes): Fault[] {
  const { startsAt, endsAt, doorsAt, salesOpenAt, salesCloseAt, cancellation } = input;
  const after = (a: string | null | undefined, b: string | null | undefined) =>
    a != null && b != null && Date.parse(a) > Date.parse(b);
  const faults: Fault[] = [];
  const refuse = (broken: boolean, path: string, message: string) => {
    if (broken) faults.push({ path, message });
  };
  refuse(startsAt !== null && !after(endsAt, startsAt), "endsAt", "must be after startsAt");
  refuse(startsAt === null && endsAt !== null, "startsAt", "is required with endsAt");
  refuse(after(doorsAt, startsAt), "doorsAt", "must not be after startsAt");
  refuse(after(salesCloseAt, endsAt), "salesCloseAt", "must not be after endsAt");
  refuse(
    salesOpenAt != null && (salesCloseAt ?? endsAt) !== null && !after(salesCloseAt ?? endsAt, salesOpenAt),
    "salesOpenAt",
    "must be before the sale ends",
  );
  refuse(after(input.accessibleReleaseAt, startsAt), "accessibleReleaseAt", "must not be after startsAt");
  refuse(after(cancellation?.until, startsAt), "cancellation.until", "must not be after startsAt");
  return faults;
}

/** What is wrong with the prices: every zone of the chart must have exactly one. */
export function zoneFaults(zones: { id: string }[], chartZones: { id: string }[]): Fault[] {
  const known = new Set(chartZones.map((zone) => zone.id));
  const priced = new Set<string>();
  const faults: Fault[] = [];
  zones.forEach(({ id }, index) => {
    if (!known.has(id)) faults.push({ path: `zones.${index}.id`, message: `the chart has no zone ${id}` });
    if (priced.has(id)) faults.push({ path: `zones.${index}.id`, message: `zone ${id} is priced twice` });
    priced.add(id);
  });
  for (const id of known) {
    if (!priced.has(id)) faults.push({ path: "zones", message: `zone ${id} of the chart has no price` });
  }
  return faults;
}
