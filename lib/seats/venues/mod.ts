/** The six halls of the sample data. They are invented; the cities are not. */
import type { Chart } from "../chart.ts";
import { arena } from "./arena.ts";
import { cinema } from "./cinema.ts";
import { club } from "./club.ts";
import { festival } from "./festival.ts";
import { studio } from "./studio.ts";
import { theatre } from "./theatre.ts";

export interface Venue {
  name: string;
  city: string;
  /** ISO 3166 code of two letters. */
  country: string;
  /** IANA name. */
  timeZone: string;
  /** Street and number, without the city. */
  address: string;
  /** Draws the hall's chart anew; takes some tens of milliseconds for the largest. */
  chart: () => Chart;
}

export { arena, cinema, club, festival, studio, theatre };

export const venues: Venue[] = [theatre, cinema, arena, club, festival, studio];
