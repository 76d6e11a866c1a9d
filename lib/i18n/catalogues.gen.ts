// Written by `deno task words` from the files in messages/.
import en from "./messages/en.json" with { type: "json" };
import de from "./messages/de.json" with { type: "json" };

export const catalogues = {
  "en": en,
  "de": de,
};
