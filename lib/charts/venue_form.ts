/** The form of a venue: its fields, and how they are read. */
import type { Words } from "@/lib/i18n/words.gen.ts";
import { correctionFor } from "@/lib/text/typed_text.ts";
import { type VenueInput, venueInputSchema } from "./halls.ts";

/** The fields as typed. */
export type VenueForm = Record<string, string>;

/** What is wrong, by the name of the field to correct. */
export type VenueFormErrors = Record<string, string>;

export const venueFields = ["name", "address", "city", "country", "timeZone"] as const;

/** Reads the form; `prefix` is that of its fields, which may be part of another form. */
export function readVenueForm(
  form: VenueForm,
  words: Pick<Words, "halls" | "typedText">,
  prefix = "",
): { ok: true; input: VenueInput } | { ok: false; errors: VenueFormErrors } {
  const typed = Object.fromEntries(venueFields.map((name) => [name, form[prefix + name] ?? ""]));
  const parsed = venueInputSchema.safeParse({ ...typed, country: typed.country.trim().toUpperCase() });
  if (parsed.success) return { ok: true, input: parsed.data };
  const errors: VenueFormErrors = {};
  const sentences: Record<string, string> = words.halls.venueErrors;
  for (const { path, message } of parsed.error.issues) {
    const field = String(path[0]);
    errors[prefix + field] ??= correctionFor(message, words.typedText) ?? sentences[field];
  }
  return { ok: false, errors };
}
