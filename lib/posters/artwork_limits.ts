/** The limits of artwork. */

/** Why an upload can't be artwork. */
export type ArtworkFault = "not-a-picture" | "too-many-pixels" | "too-small" | "too-long";

/** More than any phone's camera produces. A small file can claim far more, and would be decoded into gigabytes. */
export const PIXELS_MAX = 60_000_000;
/** How long one step of rendering a picture may take before the library aborts it. */
export const WORK_SECONDS_MAX = 10;
/** Minimum length of the shorter side: a poster of a smaller picture would be blurred. */
export const SIDE_MIN = 300;
/** Maximum ratio of the longer to the shorter side. */
export const ASPECT_MAX = 4;
