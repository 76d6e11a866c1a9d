/** Sizes and limits of halls. Apart from the schema, so that scripts of pages can use them without it. */

/** The width of one seat as it is drawn, in chart units. Seats on one floor never lie closer together than this. */
export const SEAT_DIAMETER = 20;
/** The most seats in one row, or around one table. */
export const ROW_SEATS_MAX = 500;
/** The most seats in one section; standing places do not count. */
export const SECTION_SEATS_MAX = 5_000;
export const SEAT_COUNT_MAX = 60_000;
/** The greatest width and height of a hall, in chart units. */
export const SIDE_MAX = 100_000;
