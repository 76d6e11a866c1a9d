import { Field } from "@/components/layout/Field.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { VenueForm, VenueFormErrors } from "@/lib/charts/venue_form.ts";
import { timeZones } from "@/lib/format/time_zones.ts";

/** What is asked about a venue; `prefix` is that of the fields' names in a larger form, where they may stay empty. */
export function VenueFields({ form, errors, prefix = "" }: {
  form: VenueForm;
  errors: VenueFormErrors;
  prefix?: string;
}) {
  const words = useWords("halls");
  const optional = prefix !== "";
  const field = (name: string) => ({
    name: prefix + name,
    value: form[prefix + name] ?? "",
    error: errors[prefix + name],
  });
  return (
    <>
      <Field {...field("name")} label={words.venueName} maxLength={120} optional={optional} />
      <Field {...field("address")} label={words.address} hint={words.addressHint} maxLength={120} optional />
      <div class="form-row">
        <Field {...field("city")} label={words.city} maxLength={120} optional={optional} />
        <Field
          {...field("country")}
          label={words.country}
          hint={words.countryHint}
          maxLength={2}
          optional={optional}
        />
      </div>
      <Field
        {...field("timeZone")}
        label={words.timeZone}
        hint={words.timeZoneHint}
        list="time-zones"
        maxLength={60}
        optional={optional}
      />
      <datalist id="time-zones">
        {timeZones.map((zone) => <option key={zone} value={zone} />)}
      </datalist>
    </>
  );
}
