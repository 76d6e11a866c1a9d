import { Poster } from "@/components/events/Poster.tsx";
import { Field } from "@/components/layout/Field.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { uploadTypes } from "@/lib/events/artwork.ts";
import type { EditableEvent } from "@/lib/events/event.ts";
import { shownSize } from "@/lib/posters/artwork_form.ts";
import { SIDE_MIN } from "@/lib/posters/artwork_limits.ts";
import { ALT_MAX, type Artwork, artworkPath, artworkWidths } from "@/lib/posters/poster.ts";

/** An event's poster, the form to upload artwork, and how the artwork is cropped. */
export function ArtworkForms({ event }: { event: EditableEvent }) {
  const words = useWords("artwork");
  const { poster: { artwork } } = event;
  return (
    <div class="artwork">
      {artwork ? <FocusForm event={event} artwork={artwork} /> : <DrawnPoster event={event} />}
      <form class="stack artwork-upload" method="post" encType="multipart/form-data">
        <h2>{artwork ? words.replace : words.upload}</h2>
        <Revision event={event} />
        <Field
          name="picture"
          label={words.picture}
          type="file"
          accept={uploadTypes.join(",")}
          required
          hint={words.pictureHint({ pixels: SIDE_MIN })}
        />
        <div>
          <button
            class={artwork ? "button" : "button button-main"}
            type="submit"
            name="intent"
            value="upload"
          >
            {words.send}
          </button>
        </div>
      </form>
      {artwork && (
        <form class="stack" method="post" encType="multipart/form-data">
          <h2>{words.remove}</h2>
          <p class="quiet">{words.afterRemoval}</p>
          <Revision event={event} />
          <div>
            <button class="button button-danger" type="submit" name="intent" value="remove">
              {words.remove}
            </button>
          </div>
        </form>
      )}
    </div>
  );
}

function Revision({ event }: { event: EditableEvent }) {
  return <input type="hidden" name="revision" value={event.revision} />;
}

function DrawnPoster({ event }: { event: EditableEvent }) {
  const words = useWords("artwork");
  return (
    <section class="stack" aria-labelledby="drawn">
      <h2 id="drawn">{words.drawnPoster}</h2>
      <div class="artwork-drawn">
        <Poster event={event} at="card" />
      </div>
      <p class="quiet">
        {event.status === "draft" ? words.drawnOnPublishing : words.drawnShown}
      </p>
    </section>
  );
}

/** The picture to click, numbers for people who can't, and the resulting crops. */
function FocusForm({ event, artwork }: { event: EditableEvent; artwork: Artwork }) {
  const words = useWords("artwork");
  const { focus, alt } = artwork;
  const src = artworkPath(
    artwork,
    artworkWidths(artwork.width)[Math.min(1, artworkWidths(artwork.width).length - 1)],
    "jpg",
  );
  const size = shownSize(artwork);
  return (
    <form class="stack artwork-focus" method="post" encType="multipart/form-data">
      <h2>{words.focus}</h2>
      <p class="quiet">{words.focusExplained}</p>
      <Revision event={event} />
      {/* Enter in a field activates this button rather than the picture. */}
      <button type="submit" name="intent" value="save" hidden />
      <div class="cluster artwork-pictures">
        <div class="focus-picture">
          <input type="image" name="focus" src={src} alt={words.setFocus} tabIndex={-1} {...size} />
          <span class="focus-mark" style={{ left: `${focus.x}%`, top: `${focus.y}%` }} aria-hidden="true" />
        </div>
        <Crops src={src} artwork={artwork} />
      </div>
      <div class="form-row">
        <Percent name="x" label={words.fromLeft} value={focus.x} />
        <Percent name="y" label={words.fromTop} value={focus.y} />
      </div>
      <Field
        name="alt"
        label={words.alt}
        hint={words.altHint}
        value={alt}
        maxLength={ALT_MAX}
        optional
      />
      <div>
        <button class="button button-main" type="submit" name="intent" value="save">{words.save}</button>
      </div>
    </form>
  );
}

function Percent({ name, label, value }: { name: string; label: string; value: number }) {
  return <Field name={name} label={label} type="number" min={0} max={100} value={value} required />;
}

/** The picture as cropped for posters and previews. */
function Crops({ src, artwork }: { src: string; artwork: Artwork }) {
  const { width, height, focus } = artwork;
  const words = useWords("artwork");
  const style = { objectPosition: `${focus.x}% ${focus.y}%` };
  return (
    <div class="cluster artwork-crops">
      {(["poster", "preview"] as const).map((crop) => (
        <figure key={crop}>
          <img class={`crop-${crop}`} src={src} alt="" width={width} height={height} style={style} />
          <figcaption class="quiet small">{words.crop({ crop })}</figcaption>
        </figure>
      ))}
    </div>
  );
}
