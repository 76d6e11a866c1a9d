/** The six venues of the sample data. They are invented; the cities are not. */
import { arena } from "./arena.ts";
import { cinema } from "./cinema.ts";
import { club } from "./club.ts";
import { festival } from "./festival.ts";
import { studio } from "./studio.ts";
import { theatre } from "./theatre.ts";
import type { Venue } from "./venue.ts";

export type { Venue };
export { arena, cinema, club, festival, studio, theatre };

export const venues: Venue[] = [theatre, cinema, arena, club, festival, studio];
