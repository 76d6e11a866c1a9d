import type { Chart } from "@/lib/charts/chart.ts";

/** A hall that events take place in. */
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
