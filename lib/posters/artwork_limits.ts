/** What artwork may be. */

/** Why an upload can't be artwork. */
export type ArtworkFault = "not-a-picture" | "too-many-pixels" | "too-small" | "too-long";

/** More than any phone's camera takes. A small file can claim far more, and would be decoded into gigabytes. */
export const PIXELS_MAX = 60_000_000;
/** How long one step of making a picture may take: the library ends it by itself. */
export const WORK_SECONDS_MAX = 10;
/** Of the shorter side: below it a poster would be a blur. */
export const SIDE_MIN = 300;
/** How many times the longer side may be as long as the shorter one. */
export const ASPECT_MAX = 4;
