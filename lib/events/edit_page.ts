/** The page for editing an event: its data, and the handling of its form. */
import type { SeatBoard } from "@/lib/board/board.ts";
import { type HallChoice, hallsToChoose, type PricedHall } from "@/lib/charts/halls.ts";
import { readTime } from "@/lib/format/form_times.ts";
import { etagOf } from "@/lib/http/wire/etags.ts";
import { type Editor, publishEvent, updateEvent } from "./admin.ts";
import {
  errorsOf,
  type EventForm,
  faultsOf,
  type FormErrors,
  type FormWords,
  readEventChanges,
} from "./admin_form.ts";
import { inputOf } from "./admin_input.ts";
import { type AdminEvent, type PageNeeds, withCounts } from "./admin_view.ts";
import { type ChangeNotice, noticeSchema } from "./changes.ts";
import type { EditableEvent } from "./event.ts";
import { hallConflicts, isSameSlot } from "./event_hall.ts";
import { plannedChange } from "./record_change.ts";
import type { HallConflict, WriteRefusal } from "./write_refusal.ts";

/** The outcome of a write. */
export type EditOutcome =
  | "created"
  | "saved"
  | "moved"
  | "published"
  | "not-published"
  | "invalid"
  | "stale"
  | "seats-sold"
  | "hall-occupied";

export interface EditPage {
  event: AdminEvent;
  halls: HallChoice[];
  hall: PricedHall;
  form: EventForm;
  errors: FormErrors;
  outcome: EditOutcome | null;
  conflicts: HallConflict[];
  /** Set while a change awaits the message to those who have booked. */
  change?: PlannedChange;
}

type PlannedChange = NonNullable<Awaited<ReturnType<typeof plannedChange>>>;

interface Needs extends PageNeeds {
  board: Pick<SeatBoard, "reset">;
}

/** The halls to choose from, and the one that the form selects, by default the event's own. */
async function hallsFor(
  { sql }: Needs,
  event: EditableEvent,
  form: EventForm,
): Promise<{ halls: HallChoice[]; hall: PricedHall }> {
  const { halls, hall } = await hallsToChoose(sql, form.chartId ?? "", event);
  if (!hall) throw new Error(`there is no chart ${event.chartId}`);
  return { halls, hall };
}

/** Loads the page for an event; `form` fills its form, `shown` is the outcome of a submitted one. */
export async function loadEditPage(
  needs: Needs,
  event: EditableEvent,
  form: EventForm,
  shown: Partial<Pick<EditPage, "errors" | "outcome" | "conflicts" | "change">> = {},
): Promise<EditPage> {
  return {
    event: await withCounts(needs, event),
    ...await hallsFor(needs, event, form),
    form,
    errors: {},
    outcome: null,
    conflicts: [],
    ...shown,
  };
}

type Written =
  | { ok: true; outcome: EditOutcome }
  /** `showsCurrent`: the page shows the event's current revision, which the next submission may overwrite. */
  | ({ ok: false; status: number; showsCurrent?: boolean } & Parameters<typeof loadEditPage>[3]);

/** Writes the form, or returns what prevents it or must be confirmed first. Null if the event is gone. */
export async function writeEditForm(
  needs: Needs,
  editor: Editor,
  event: EditableEvent,
  form: EventForm,
  words: FormWords,
): Promise<Written | null> {
  const { hall } = await hallsFor(needs, event, form);
  const read = readEventChanges(form, hall, event, words);
  if (!read.ok) return { ok: false, status: 422, outcome: "invalid", errors: read.errors };
  const options = { allowOverlap: form.allowOverlap === "on" };
  const change = await plannedChange(needs.sql, event, { ...inputOf(event), ...read.patch }, hall);
  const step = change && await nextStep(needs, event, change, form, options);
  if (step) return step;
  const { notice, errors } = change
    ? readNotice(form, change.became.venue.timeZone, words)
    : { notice: false as const };
  if (errors) return { ok: false, status: 422, errors, change: change! };
  const revision = etagOf(form.revision ?? "");
  const saved = await updateEvent(needs, editor, event.id, read.patch, revision, {
    ...options,
    notify: notice,
  });
  if (!saved.ok) {
    const isCancelUntil = saved.code === "validation" && saved.errors[0].path === "notify.cancelUntil";
    if (!isCancelUntil) return refusedForm(saved, hall, words);
    return { ok: false, status: 422, errors: errorsOf(saved.errors, [], words), change: change! };
  }
  if (!form.intent?.startsWith("publish")) {
    return { ok: true, outcome: event.status === "draft" ? "created" : notice ? "moved" : "saved" };
  }
  const published = await publishEvent(needs, editor, event.id, etagOf(saved.event.revision), options);
  if (!published.ok && published.code === "hall-occupied") {
    const { code: outcome, conflicts } = published;
    return { ok: false, status: 409, showsCurrent: true, outcome, conflicts };
  }
  return { ok: true, outcome: published.ok ? "published" : "not-published" };
}

/** What to ask before writing a change that affects buyers; null once the organizer has decided. */
async function nextStep(
  { sql, now }: Needs,
  event: EditableEvent,
  change: PlannedChange,
  { intent }: EventForm,
  { allowOverlap }: { allowOverlap: boolean },
): Promise<Written | null> {
  if (intent === "save-and-tell" || intent === "save-silently") return null;
  const { chartId } = change.became;
  const slot = {
    chartId,
    startsAt: new Date(change.became.startsAt),
    endsAt: new Date(change.became.endsAt),
  };
  if (!allowOverlap && !isSameSlot(event, slot)) {
    const conflicts = await hallConflicts(sql, { id: event.id, ...slot }, now());
    if (conflicts.length > 0) return { ok: false, status: 409, outcome: "hall-occupied", conflicts };
  }
  return { ok: false, status: 200, change };
}

type ReadNotice = { notice: ChangeNotice | false; errors?: undefined } | {
  notice?: undefined;
  errors: FormErrors;
};

/** The message to buyers as typed; `false` for none. */
function readNotice(form: EventForm, timeZone: string, words: FormWords): ReadNotice {
  if (form.intent === "save-silently") return { notice: false };
  const text = (name: string) => form[name]?.trim() ? { [name]: form[name] } : {};
  const typed = readTime(form.cancelUntil, undefined, timeZone);
  if (!typed.ok) return { errors: { cancelUntil: words.eventForm.clocksChange } };
  const cancelUntil = typed.time;
  const notice = {
    ...text("subject"),
    ...text("text"),
    ...text("reason"),
    ...(cancelUntil && { cancelUntil }),
  };
  const { data, error } = noticeSchema.safeParse(notice);
  return data ? { notice: data } : { errors: errorsOf(faultsOf(error), [], words) };
}

function refusedForm(refusal: WriteRefusal, hall: PricedHall, words: FormWords): Written | null {
  switch (refusal.code) {
    case "validation": {
      const errors = errorsOf(refusal.errors, hall.zones, words);
      return { ok: false, status: 422, outcome: "invalid", errors };
    }
    case "stale":
      return { ok: false, status: 412, outcome: refusal.code, showsCurrent: true };
    case "seats-sold":
      return { ok: false, status: 409, outcome: refusal.code };
    case "hall-occupied":
      return { ok: false, status: 409, outcome: refusal.code, conflicts: refusal.conflicts };
    case "not-found":
    case "has-bookings":
    case "idempotency-key-reused":
      return null;
  }
}
