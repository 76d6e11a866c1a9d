import { foldText } from "@/lib/text/unicode_forms.ts";

const LENGTH_MAX = 60;

/**
 * The last part of an event's URL: the title's words in lower-case ASCII, hyphenated, without apostrophes, cut between
 * words to at most 60 characters. A title without ASCII letters or digits becomes "event".
 */
export function slugify(title: string): string {
  const words = foldText(title.replace(/['’]/g, "")).split(/[^a-z0-9]+/).filter((word) => word !== "");
  let slug = "";
  for (const word of words) {
    const longer = slug === "" ? word.slice(0, LENGTH_MAX) : `${slug}-${word}`;
    if (longer.length > LENGTH_MAX) break;
    slug = longer;
  }
  return slug === "" ? "event" : slug;
}
