import { Field, TextField } from "@/components/layout/Field.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { EventForm, FormErrors } from "@/lib/events/admin_form.ts";
import { inWords, type TimeAndPlace } from "@/lib/events/changes.ts";
import { formatCount } from "@/lib/format/counts.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { PageTitle } from "./PageTitle.tsx";

/** Fields of this step, which the form before it does not have. */
export const CHANGE_FIELDS = ["notify", "subject", "text", "reason", "cancelUntil"];

/** What becomes of an event that people have booked, before it is saved: what it was and will be, and the message about it. */
export function ChangeStep({ title, form, errors, was, became, bookings, defaults, locale }: {
  title: string;
  /** What the form before sent; it is sent again with this one. */
  form: EventForm;
  errors: FormErrors;
  was: TimeAndPlace;
  became: TimeAndPlace;
  /** How many get the message. */
  bookings: number;
  defaults: { subject: string; text: string };
  locale: string;
}) {
  const { from, to } = inWords(useWords("eventChange"), { was, became }, locale);
  const field = (name: string, value = "") => ({ name, value: form[name] ?? value, error: errors[name] });
  const carried = Object.entries(form).filter(([name]) => !CHANGE_FIELDS.includes(name) && name !== "intent");
  return (
    <>
      <PageTitle title={`Change “${isolated(title)}”?`} />
      <dl class="change-step">
        <div>
          <dt>Until now</dt>
          <dd>{from}</dd>
        </div>
        <div>
          <dt>From now on</dt>
          <dd>{to}</dd>
        </div>
      </dl>
      <form method="post" class="form admin-form">
        {carried.map(([name, value]) => <input type="hidden" name={name} value={value} key={name} />)}
        <p>
          {bookings === 1
            ? "1 booking is affected."
            : `${formatCount(bookings, locale)} bookings are affected.`}{" "}
          The message names the old and the new time and place, and leads to the booking.
        </p>
        <Field {...field("subject", defaults.subject)} label="Subject" maxLength={150} />
        <TextField {...field("text", defaults.text)} label="Message" maxLength={2000} rows={4} />
        <TextField {...field("reason")} label="Reason" maxLength={500} rows={2} optional />
        <Field
          {...field("cancelUntil")}
          type="datetime-local"
          label="Free cancelling until"
          hint="Whoever has booked can cancel until then and gets all of the money back. Empty: as the event allows"
          optional
        />
        <div class="form-actions cluster">
          <button class="button button-main" type="submit" name="intent" value="save-and-tell">
            {bookings === 1
              ? "Save and send 1 message"
              : `Save and send ${formatCount(bookings, locale)} messages`}
          </button>
          <button class="button" type="submit" name="intent" value="save-silently" formNoValidate>
            Save without a message
          </button>
          <button class="button button-plain" type="submit" name="intent" value="edit" formNoValidate>
            Back
          </button>
        </div>
      </form>
    </>
  );
}
