import type { ComponentChildren } from "preact";
import { Field, TextField } from "@/components/layout/Field.tsx";
import type { HallChoice, PricedHall } from "@/lib/charts/halls.ts";
import type { EventForm, FormErrors } from "@/lib/events/admin_form.ts";
import { formatCount } from "@/lib/format/counts.ts";
import { ambiguityOf, type AmbiguousTime, readingField } from "@/lib/format/form_times.ts";
import { FORM_KEY } from "@/lib/http/form_key.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { HallField } from "./HallGallery.tsx";

/** For buttons that stand outside of the form. */
export const EVENT_FORM = "event-form";

interface FormProps {
  form: EventForm;
  errors: FormErrors;
  /** The hall that the prices and times are for. */
  hall: PricedHall;
  halls: HallChoice[];
  /** Who edits it. */
  userId: string;
  locale: string;
  /** The buttons. */
  children: ComponentChildren;
}

/** Everything that an organizer says about an event, in one form that works without scripts. */
export function EventEditor({ form, errors, hall, halls, userId, locale, children }: FormProps) {
  const field = (name: string) => ({ name, value: form[name] ?? "", error: errors[name] });
  const time = (name: string) => ({
    ...field(name),
    reading: form[readingField(name)],
    ambiguity: ambiguityOf(form[name], hall.timeZone),
  });
  return (
    <form class="form admin-form" method="post" id={EVENT_FORM}>
      {["revision", FORM_KEY].map((name) =>
        form[name] && <input type="hidden" name={name} value={form[name]} key={name} />
      )}
      {/* Enter in a field means this button, not the first one that is seen. */}
      <button type="submit" name="intent" value="save" hidden />

      <fieldset>
        <legend>What</legend>
        <TypeChoice type={form.type} error={errors.type} />
        <Field {...field("title")} label="Title" maxLength={120} />
        <DescriptionField value={form.description ?? ""} error={errors.description} />
      </fieldset>

      <fieldset>
        <legend>Where and at what price</legend>
        <HallField
          halls={halls}
          userId={userId}
          locale={locale}
          chosenId={form.chartId}
          error={errors.chartId}
        />
        <div class="hall-prices">
          <img
            src={`/admin/charts/${hall.chartId}.svg`}
            alt={`Plan of ${isolated(hall.chartName)}, ${isolated(hall.venueName)}: ${
              formatCount(hall.seatCount, locale)
            } seats`}
          />
          <div class="stack">
            {hall.zones.map((zone) => (
              <div class="zone-price" key={zone.id} style={{ "--zone": `var(--zone-${zone.colour})` }}>
                <span class="zone-dot" aria-hidden="true" />
                <Field
                  {...field(`price.${zone.id}`)}
                  label={isolated(zone.name)}
                  inputMode="decimal"
                  placeholder="45.00"
                />
              </div>
            ))}
            <Field
              {...field("currency")}
              label="Currency"
              hint="Three letters, such as EUR"
              maxLength={3}
              pattern="[A-Za-z]{3}"
            />
          </div>
        </div>
      </fieldset>

      <fieldset>
        <legend>When</legend>
        <p class="quiet">Times are those of clocks in {hall.city} ({hall.timeZone}).</p>
        <div class="form-row">
          <TimeField {...time("doorsAt")} label="Doors open" optional />
          <TimeField {...time("startsAt")} label="Starts" />
          <TimeField {...time("endsAt")} label="Ends" />
        </div>
      </fieldset>

      <fieldset>
        <legend>Sale</legend>
        <div class="form-row">
          <TimeField {...time("salesOpenAt")} label="Sale opens" hint="Empty: when published" optional />
          <TimeField
            {...time("salesCloseAt")}
            label="Sale closes"
            hint="Empty: when the event ends"
            optional
          />
          <Field
            {...field("maxSeatsPerBuyer")}
            label="Seats per buyer"
            hint="At most 100"
            type="number"
            min={1}
            max={100}
          />
          <Field
            {...field("minimumAge")}
            label="Minimum age"
            hint="Empty: for all ages"
            type="number"
            min={1}
            max={99}
            optional
          />
        </div>
        <div class="form-row">
          <label class="choice">
            <input
              type="checkbox"
              name="cancellationAllowed"
              value="on"
              checked={form.cancellationAllowed === "on"}
            />
            Buyers may cancel and get their money back
          </label>
          <TimeField {...time("cancellationUntil")} label="Until" hint="Empty: until the start" optional />
        </div>
        <label class="choice">
          <input type="checkbox" name="refusesOrphans" value="on" checked={form.refusesOrphans === "on"} />
          Refuse choices that leave a single seat alone, where another choice would not
        </label>
        <TimeField
          {...time("accessibleReleaseAt")}
          label="Wheelchair places are open to all from"
          hint="Empty: two days before the start"
          optional
        />
      </fieldset>

      <div class="form-actions cluster">{children}</div>
    </form>
  );
}

/** A local date and time; where clocks leave it out or show it twice, also which is meant. */
function TimeField(
  { ambiguity, reading, ...field }: Parameters<typeof Field>[0] & {
    ambiguity: AmbiguousTime | null;
    reading: string | undefined;
  },
) {
  const name = readingField(field.name);
  return (
    <div class="stack">
      <Field {...field} type="datetime-local" />
      {ambiguity && (
        <div class="stack" role="radiogroup" aria-labelledby={`${name}-question`}>
          <p class="small" id={`${name}-question`}>{ambiguity.question}</p>
          {ambiguity.readings.map(({ value, label }) => (
            <label class="choice" key={value}>
              <input type="radio" name={name} value={value} checked={value === reading} />
              {label}
            </label>
          ))}
        </div>
      )}
    </div>
  );
}

function TypeChoice({ type, error }: { type: string | undefined; error: string | undefined }) {
  return (
    <div class="cluster" role="radiogroup" aria-label="Type">
      {[["concert", "Concert"], ["film", "Film"]].map(([value, label]) => (
        <label class="choice" key={value}>
          <input type="radio" name="type" value={value} checked={type === value} required />
          {label}
        </label>
      ))}
      {error && <span class="field-error">{error}</span>}
    </div>
  );
}

function DescriptionField({ value, error }: { value: string; error: string | undefined }) {
  return (
    <TextField
      name="description"
      label="Description"
      hint="What a visitor reads below the title: who plays, what it is about, how long it lasts"
      value={value}
      error={error}
      maxLength={5000}
      rows={6}
      optional
    />
  );
}
