import { type PosterSubject, posterSvg } from "@/lib/posters/drawn_poster.ts";
import { type Artwork, artworkPath, type ArtworkType, artworkWidths } from "@/lib/posters/poster.ts";

/** How wide a poster is in each place, by window width, as in the style sheets. */
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
   * Lets the poster move from a list to the event's page where the browser supports it; a name may be used only once
   * per page.
   */
  transitionName?: string;
}

/** An event's picture, filling the available width: its artwork, otherwise its drawn poster. */
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

/** The aspect ratio of a poster. */
const ASPECT = 3 / 4;

/**
 * Artwork cropped to the poster's format around its focus. In lists, where the title is beside it, it is decoration.
 */
function ArtworkImage({ artwork, at }: { artwork: Artwork; at: keyof typeof widths }) {
  const { width, height, focus, alt } = artwork;
  // A picture of a wider format than the poster's is scaled to the poster's height, and so drawn wider than the poster.
  const excess = Math.max(1, width / height / ASPECT).toFixed(2);
  const sizes = widths[at].map(({ media = "", width }) => `${media} calc(${width} * ${excess})`.trim()).join(
    ", ",
  );
  const set = (type: ArtworkType) =>
    artworkWidths(width).map((step) => `${artworkPath(artwork, step, type)} ${step}w`).join(", ");
  const isHero = at === "hero";
  // The URLs change with the artwork, so they need no build hash to be cached.
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
