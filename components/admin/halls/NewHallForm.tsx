import { Field, SelectField, TextField } from "@/components/layout/Field.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { HallChoice, Venue } from "@/lib/charts/halls.ts";
import {
  type ImportStart,
  isImport,
  isTemplate,
  type NewHallForm as Form,
  type Start,
} from "@/lib/charts/new_hall.ts";
import { numbersOf } from "@/lib/charts/templates.ts";
import { FORM_KEY } from "@/lib/http/form_key.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { VenueFields } from "./VenueFields.tsx";

/** The value of the choice of a venue that is added together with the hall. */
export const NEW_VENUE = "new";

/** What a new hall starts from, its name and its venue. */
export function NewHallForm({ start, form, errors, venues, halls }: {
  start: Start;
  form: Form;
  errors: Record<string, string>;
  venues: Pick<Venue, "id" | "name" | "city">[];
  /** Those to copy. */
  halls: HallChoice[];
}) {
  const words = useWords("halls");
  const addsVenue = venues.length === 0 || form.venueId === NEW_VENUE;
  return (
    <form class="form admin-form" method="post" encType="multipart/form-data">
      <input type="hidden" name="start" value={start} />
      <input type="hidden" name={FORM_KEY} value={form[FORM_KEY]} />
      {/* Enter in a field activates this button, not the one that creates. */}
      <button type="submit" name="intent" value="preview" hidden />
      <fieldset>
        <legend>{words.startOf({ start })}</legend>
        {start === "blank" && <p>{words.blankHint}</p>}
        {isTemplate(start) && (
          <div class="form-row">
            {numbersOf(start).map(([name, { min, max, usual }]) => (
              <Field
                key={name}
                name={name}
                label={words.numberOf({ name })}
                type="number"
                min={min}
                max={max}
                value={form[name] ?? usual}
              />
            ))}
          </div>
        )}
        {isImport(start) && <ImportFields start={start} content={form.content ?? ""} />}
        {start === "copy" && (
          <SelectField name="copyOf" label={words.copyOf} error={errors.copyOf}>
            {halls.map(({ chartId, chartName, venueName }) => (
              <option key={chartId} value={chartId} selected={chartId === form.copyOf}>
                {words.venueIn({ venue: isolated(chartName), city: isolated(venueName) })}
              </option>
            ))}
          </SelectField>
        )}
        {start !== "blank" && (
          <div>
            <button class="button" type="submit" name="intent" value="preview" formNoValidate>
              {words.preview}
            </button>
          </div>
        )}
      </fieldset>
      <fieldset>
        <legend>{words.nameAndVenue}</legend>
        <Field
          name="name"
          label={words.hallName}
          value={form.name ?? ""}
          error={errors.name}
          maxLength={120}
        />
        {venues.length > 0 && (
          <SelectField name="venueId" label={words.venue} error={errors.venueId}>
            {venues.map(({ id, name, city }) => (
              <option key={id} value={id} selected={id === form.venueId}>
                {words.venueIn({ venue: isolated(name), city: isolated(city) })}
              </option>
            ))}
            <option value={NEW_VENUE} selected={form.venueId === NEW_VENUE}>{words.addVenue}</option>
          </SelectField>
        )}
        <details class="stack" open={addsVenue}>
          <summary>{words.newVenueHere}</summary>
          <div class="stack">
            <VenueFields form={form} errors={errors} prefix="venue." />
          </div>
        </details>
      </fieldset>
      <div class="form-actions cluster">
        <button class="button button-main" type="submit" name="intent" value="create">
          {words.createHall}
        </button>
        <a class="button button-plain" href="/admin/halls">{words.cancel}</a>
      </div>
    </form>
  );
}

function ImportFields({ start, content }: { start: ImportStart; content: string }) {
  const words = useWords("halls");
  return (
    <>
      <TextField
        name="content"
        label={words.content}
        hint={words.contentHint({ start })}
        value={content}
        rows={10}
        optional
        spellcheck={false}
        class="code-text"
      />
      <Field name="file" label={words.file} hint={words.fileHint} type="file" optional />
    </>
  );
}
