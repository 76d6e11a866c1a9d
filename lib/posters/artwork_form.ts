/** The form for an event's artwork, which works without JavaScript. */
import { type Artwork, type Focus, focusSchema } from "./poster.ts";

const outcomes = ["uploaded", "saved", "removed"] as const;
/** The outcome of a submitted form. */
export type ArtworkOutcome = typeof outcomes[number];

/** Reads the outcome from the page's URL. */
export function artworkOutcomeIn(url: URL): ArtworkOutcome | null {
  const done = url.searchParams.get("done");
  return outcomes.find((outcome) => outcome === done) ?? null;
}

/** The box in which the form shows artwork, in CSS pixels: narrow enough for a phone. */
const SHOWN_WIDTH_MAX = 288;
const SHOWN_HEIGHT_MAX = 384;

/** The size at which the form shows artwork, needed to map a click to a point in the picture. */
export function shownSize(
  { width, height }: Pick<Artwork, "width" | "height">,
): { width: number; height: number } {
  const scale = Math.min(SHOWN_WIDTH_MAX / width, SHOWN_HEIGHT_MAX / height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** The focus in a submitted form: the clicked point, or else the typed numbers. Null if those are invalid. */
export function readFocus(form: FormData, artwork: Artwork): Focus | null {
  const { width, height } = shownSize(artwork);
  const percent = (pixels: string, side: number) =>
    Math.min(100, Math.max(0, Math.round(Number(pixels) / side * 100)));
  const [clickX, clickY] = [form.get("focus.x"), form.get("focus.y")];
  const focus = typeof clickX === "string" && typeof clickY === "string"
    ? { x: percent(clickX, width), y: percent(clickY, height) }
    : { x: numberIn(form, "x"), y: numberIn(form, "y") };
  return focusSchema.safeParse(focus).data ?? null;
}

function numberIn(form: FormData, name: string): number {
  const typed = String(form.get(name) ?? "").trim();
  return typed === "" ? NaN : Number(typed);
}
