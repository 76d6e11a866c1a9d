import { Field, TextField } from "@/components/layout/Field.tsx";
import { useLocale, useWords } from "@/components/layout/words.tsx";
import type { EventForm, FormErrors } from "@/lib/events/admin_form.ts";
import { inWords, type TimeAndPlace } from "@/lib/events/changes.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { PageTitle } from "./PageTitle.tsx";

/** Fields that only this step has, not the form before it. */
export const CHANGE_FIELDS = ["notify", "subject", "text", "reason", "cancelUntil"];

/**
 * Reviews a change to an event with bookings before it is saved: the old and new values, and the message about them.
 */
export function ChangeStep({ title, form, errors, was, became, bookings, defaults }: {
  title: string;
  /** What the previous form submitted; submitted again with this one. */
  form: EventForm;
  errors: FormErrors;
  was: TimeAndPlace;
  became: TimeAndPlace;
  /** How many people get the message. */
  bookings: number;
  defaults: { subject: string; text: string };
}) {
  const locale = useLocale();
  const words = useWords("eventForm").change;
  const { from, to } = inWords(useWords("eventChange"), { was, became }, locale);
  const field = (name: string) => ({ name, value: form[name] ?? "", error: errors[name], optional: true });
  /** Shows the default as a placeholder only: a field left empty is written in each reader's language. */
  const fallback = (name: keyof typeof defaults) => ({
    ...field(name),
    placeholder: defaults[name],
    hint: words.defaultHint,
  });
  const carried = Object.entries(form).filter(([name]) => !CHANGE_FIELDS.includes(name) && name !== "intent");
  return (
    <>
      <PageTitle title={words.title({ event: isolated(title) })} />
      <dl class="change-step">
        <div>
          <dt>{words.was}</dt>
          <dd>{from}</dd>
        </div>
        <div>
          <dt>{words.becomes}</dt>
          <dd>{to}</dd>
        </div>
      </dl>
      <form method="post" class="form admin-form">
        {carried.map(([name, value]) => <input type="hidden" name={name} value={value} key={name} />)}
        <p>{words.affected({ bookings })}</p>
        <Field {...fallback("subject")} label={words.subject} maxLength={150} />
        <TextField {...fallback("text")} label={words.message} maxLength={2000} rows={4} />
        <TextField {...field("reason")} label={words.reason} maxLength={500} rows={2} />
        <Field
          {...field("cancelUntil")}
          type="datetime-local"
          label={words.cancelUntil}
          hint={words.cancelHint}
        />
        <div class="form-actions cluster">
          <button class="button button-main" type="submit" name="intent" value="save-and-tell">
            {words.saveAndSend({ messages: bookings })}
          </button>
          <button class="button" type="submit" name="intent" value="save-silently" formNoValidate>
            {words.saveSilently}
          </button>
          <button class="button button-plain" type="submit" name="intent" value="edit" formNoValidate>
            {words.back}
          </button>
        </div>
      </form>
    </>
  );
}
