import { type PosterSubject, posterSvg } from "@/lib/posters/drawn_poster.ts";
import { type Artwork, artworkPath, type ArtworkType, artworkWidths } from "@/lib/posters/poster.ts";

/** How wide a poster is where it stands, by the width of the window: as the style sheets say it. */
const widths: Record<"card" | "hero" | "row", { media?: string; width: string }[]> = {
  card: [
    { media: "(min-width: 105rem)", width: "17rem" },
    { media: "(min-width: 64rem)", width: "14rem" },
    { width: "max(10.5rem, 28vw)" },
  ],
  hero: [{ width: "clamp(4.5rem, 3.4rem + 4.6vw, 7.5rem)" }],
  row: [{ width: "4.5rem" }],
};

interface PosterProps {
  event: PosterSubject;
  at: keyof typeof widths;
  /**
   * Makes the poster travel from a list to the event's page where the browser can; a name must be on a page only once.
   */
  transitionName?: string;
}

/** What an event is shown by, filling the width it is given: its artwork, else its drawn poster. */
export function Poster({ event, at, transitionName }: PosterProps) {
  const { artwork } = event.poster;
  const style = transitionName ? { viewTransitionName: transitionName } : undefined;
  if (!artwork) {
    return <div class="poster" style={style} dangerouslySetInnerHTML={{ __html: posterSvg(event) }} />;
  }
  return (
    <div class="poster" style={style}>
      <ArtworkImage artwork={artwork} at={at} />
    </div>
  );
}

/** A poster's sheet is three by four. */
const SHEET = 3 / 4;

/** Artwork cropped to a poster's sheet around its focus. In lists, where the title stands beside it, it is decoration. */
function ArtworkImage({ artwork, at }: { artwork: Artwork; at: keyof typeof widths }) {
  const { width, height, focus, alt } = artwork;
  // A picture that is wider than the sheet is scaled to its height, and so wider than the place it has.
  const excess = Math.max(1, width / height / SHEET).toFixed(2);
  const sizes = widths[at].map(({ media = "", width }) => `${media} calc(${width} * ${excess})`.trim()).join(
    ", ",
  );
  const set = (type: ArtworkType) =>
    artworkWidths(width).map((step) => `${artworkPath(artwork, step, type)} ${step}w`).join(", ");
  const isHero = at === "hero";
  // Its address changes with its content, so it needs no mark of the build to be kept.
  return (
    <picture>
      <source data-fresh-disable-lock type="image/webp" srcSet={set("webp")} sizes={sizes} />
      <img
        data-fresh-disable-lock
        src={artworkPath(artwork, artworkWidths(width)[0], "jpg")}
        srcSet={set("jpg")}
        sizes={sizes}
        width={width}
        height={height}
        alt={isHero ? alt : ""}
        style={{ objectPosition: `${focus.x}% ${focus.y}%` }}
        loading={isHero ? "eager" : "lazy"}
        decoding="async"
      />
    </picture>
  );
}
