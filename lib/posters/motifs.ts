/**
 * The pictures of the posters, eight per type of event. Each fills a sheet of 300 by 400 and leaves a calm area for the
 * title. They are drawn from a seeded random source, so that an event always gets the same picture.
 */
import type { Motif } from "./brush.ts";
import { concertMotifs } from "./concerts.ts";
import { filmMotifs } from "./films.ts";

export const motifs: Record<"concert" | "film", Motif[]> = { concert: concertMotifs, film: filmMotifs };
