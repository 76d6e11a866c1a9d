/**
 * The pictures of the posters, eight for each type of event. Each fills a sheet of 300 by 400 and keeps the side where the
 * title goes calm. They are drawn from a seeded random source, so that one event always gets the same picture.
 */
import type { Motif } from "./brush.ts";
import { concertMotifs } from "./concerts.ts";
import { filmMotifs } from "./films.ts";

export const motifs: Record<"concert" | "film", Motif[]> = { concert: concertMotifs, film: filmMotifs };
