import type { ComponentChildren } from "preact";
import { Field, TextField } from "@/components/layout/Field.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { HallChoice, PricedHall } from "@/lib/charts/halls.ts";
import type { EventForm, FormErrors } from "@/lib/events/admin_form.ts";
import { eventTypes } from "@/lib/events/event.ts";
import { ambiguityOf, type AmbiguousTime, readingField } from "@/lib/format/form_times.ts";
import { FORM_KEY } from "@/lib/http/form_key.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { HallField } from "./HallGallery.tsx";

/** The form's id, for buttons outside it. */
export const EVENT_FORM = "event-form";

interface FormProps {
  form: EventForm;
  errors: FormErrors;
  /** The hall that the prices and times are for. */
  hall: PricedHall;
  halls: HallChoice[];
  /** The user who is editing. */
  userId: string;
  /** The buttons. */
  children: ComponentChildren;
}

/** Everything an organizer enters about an event, in one form that works without scripts. */
export function EventEditor({ form, errors, hall, halls, userId, children }: FormProps) {
  const words = useWords("eventForm");
  const field = (name: string) => ({ name, value: form[name] ?? "", error: errors[name] });
  const time = (name: string) => ({
    ...field(name),
    reading: form[readingField(name)],
    ambiguity: ambiguityOf(form[name], hall.timeZone, words.clocks),
  });
  return (
    <form class="form admin-form" method="post" id={EVENT_FORM}>
      {["revision", FORM_KEY].map((name) =>
        form[name] && <input type="hidden" name={name} value={form[name]} key={name} />
      )}
      {/* Enter in a field activates this button, not the first visible one. */}
      <button type="submit" name="intent" value="save" hidden />

      <fieldset>
        <legend>{words.what}</legend>
        <TypeChoice type={form.type} error={errors.type} />
        <Field {...field("title")} label={words.title} maxLength={120} />
        <DescriptionField value={form.description ?? ""} error={errors.description} />
      </fieldset>

      <fieldset>
        <legend>{words.hallAndPrices}</legend>
        <HallField halls={halls} userId={userId} chosenId={form.chartId} error={errors.chartId} />
        <div class="hall-prices">
          <img
            src={`/admin/charts/${hall.chartId}.svg`}
            alt={words.plan({ hall: isolated(hall.chartName), seats: hall.seatCount })}
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
              label={words.currency}
              hint={words.currencyHint}
              maxLength={3}
              pattern="[A-Za-z]{3}"
            />
          </div>
        </div>
      </fieldset>

      <fieldset>
        <legend>{words.when}</legend>
        <p class="quiet">{words.localTimes({ city: isolated(hall.city), timeZone: hall.timeZone })}</p>
        <div class="form-row">
          <TimeField {...time("doorsAt")} label={words.doorsAt} optional />
          <TimeField {...time("startsAt")} label={words.startsAt} />
          <TimeField {...time("endsAt")} label={words.endsAt} />
        </div>
      </fieldset>

      <fieldset>
        <legend>{words.sales}</legend>
        <div class="form-row">
          <TimeField {...time("salesOpenAt")} label={words.salesOpenAt} hint={words.salesOpenHint} optional />
          <TimeField
            {...time("salesCloseAt")}
            label={words.salesCloseAt}
            hint={words.salesCloseHint}
            optional
          />
          <Field
            {...field("maxSeatsPerBuyer")}
            label={words.maxSeats}
            hint={words.maxSeatsHint}
            type="number"
            min={1}
            max={100}
          />
          <Field
            {...field("minimumAge")}
            label={words.minimumAge}
            hint={words.minimumAgeHint}
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
            {words.cancellationAllowed}
          </label>
          <TimeField
            {...time("cancellationUntil")}
            label={words.cancellationUntil}
            hint={words.cancellationHint}
            optional
          />
        </div>
        <label class="choice">
          <input type="checkbox" name="refusesOrphans" value="on" checked={form.refusesOrphans === "on"} />
          {words.refusesOrphans}
        </label>
        <TimeField
          {...time("accessibleReleaseAt")}
          label={words.accessibleReleaseAt}
          hint={words.accessibleReleaseHint}
          optional
        />
      </fieldset>

      <div class="form-actions cluster">{children}</div>
    </form>
  );
}

/** A local date and time; where a clock change skips or repeats it, also asks which one is meant. */
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
  const [{ typeOf }, words] = [useWords("events"), useWords("eventForm")];
  return (
    <div class="cluster" role="radiogroup" aria-label={words.type}>
      {eventTypes.map((value) => (
        <label class="choice" key={value}>
          <input type="radio" name="type" value={value} checked={type === value} required />
          {typeOf({ type: value })}
        </label>
      ))}
      {error && <span class="field-error">{error}</span>}
    </div>
  );
}

function DescriptionField({ value, error }: { value: string; error: string | undefined }) {
  const words = useWords("eventForm");
  return (
    <TextField
      name="description"
      label={words.description}
      hint={words.descriptionHint}
      value={value}
      error={error}
      maxLength={5000}
      rows={6}
      optional
    />
  );
}
