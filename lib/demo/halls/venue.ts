import type { Chart } from "@/lib/charts/chart.ts";

/** A venue with its only hall. */
export interface Venue {
  name: string;
  city: string;
  /** Two-letter ISO 3166 code. */
  country: string;
  /** IANA name. */
  timeZone: string;
  /** Street and number, without the city. */
  address: string;
  /** Builds the hall's chart; takes tens of milliseconds for the largest. */
  chart: () => Chart;
}
