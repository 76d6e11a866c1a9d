/**
 * Words that people type to name a row or a seat. Server only, since they cover every language: a ticket may be in a
 * different language from the page.
 */
import { LANGUAGES, wordsIn } from "@/lib/i18n/words.ts";

const typed = LANGUAGES.map((language) => wordsIn(language).seatMap.typed);

/** The words for a row and for a seat, in every language. */
export const ROW_WORDS: string[] = typed.map(({ row }) => row);
export const SEAT_WORDS: string[] = typed.map(({ seat }) => seat);
