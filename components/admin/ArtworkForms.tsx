import { Poster } from "@/components/events/Poster.tsx";
import { Field } from "@/components/layout/Field.tsx";
import { uploadTypes } from "@/lib/events/artwork.ts";
import type { EditableEvent } from "@/lib/events/event.ts";
import { shownSize } from "@/lib/posters/artwork_form.ts";
import { SIDE_MIN } from "@/lib/posters/artwork_limits.ts";
import { ALT_MAX, type Artwork, artworkPath, artworkWidths } from "@/lib/posters/poster.ts";
import { lowerAscii } from "@/lib/text/unicode_forms.ts";

/** What an event is shown by: its poster, the form to upload artwork, and what of the artwork crops keep. */
export function ArtworkForms({ event }: { event: EditableEvent }) {
  const { poster: { artwork } } = event;
  return (
    <div class="artwork">
      {artwork ? <FocusForm event={event} artwork={artwork} /> : <DrawnPoster event={event} />}
      <form class="stack artwork-upload" method="post" encType="multipart/form-data">
        <h2>{artwork ? "Replace the artwork" : "Upload artwork"}</h2>
        <Revision event={event} />
        <Field
          name="picture"
          label="Picture"
          type="file"
          accept={uploadTypes.join(",")}
          required
          hint={`JPEG, PNG, WebP or AVIF, up to 10 MB, at least ${SIDE_MIN} pixels on each side. Upright pictures fill a poster best.`}
        />
        <div>
          <button
            class={artwork ? "button" : "button button-main"}
            type="submit"
            name="intent"
            value="upload"
          >
            Upload
          </button>
        </div>
      </form>
      {artwork && (
        <form class="stack" method="post" encType="multipart/form-data">
          <h2>Remove the artwork</h2>
          <p class="quiet">The event is then shown by its drawn poster.</p>
          <Revision event={event} />
          <div>
            <button class="button button-danger" type="submit" name="intent" value="remove">
              Remove artwork
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
  return (
    <section class="stack" aria-labelledby="drawn">
      <h2 id="drawn">Drawn poster</h2>
      <div class="artwork-drawn">
        <Poster event={event} at="card" />
      </div>
      <p class="quiet">
        {event.status === "draft"
          ? "It gets its picture when the event is published, another one than the events around it."
          : "This is what visitors see while there is no artwork."}
      </p>
    </section>
  );
}

/** The picture to click, numbers for those who don't click, and the crops that follow. */
function FocusForm({ event, artwork }: { event: EditableEvent; artwork: Artwork }) {
  const { focus, alt } = artwork;
  const src = artworkPath(
    artwork,
    artworkWidths(artwork.width)[Math.min(1, artworkWidths(artwork.width).length - 1)],
    "jpg",
  );
  const size = shownSize(artwork);
  return (
    <form class="stack artwork-focus" method="post" encType="multipart/form-data">
      <h2>Focus</h2>
      <p class="quiet">Click the part of the picture that every crop should keep.</p>
      <Revision event={event} />
      {/* Enter in a field means this button, not a click on the picture. */}
      <button type="submit" name="intent" value="save" hidden />
      <div class="cluster artwork-pictures">
        <div class="focus-picture">
          <input
            type="image"
            name="focus"
            src={src}
            alt="Set the focus by clicking the picture"
            tabIndex={-1}
            {...size}
          />
          <span class="focus-mark" style={{ left: `${focus.x}%`, top: `${focus.y}%` }} aria-hidden="true" />
        </div>
        <Crops src={src} artwork={artwork} />
      </div>
      <div class="form-row">
        <Percent name="x" label="From the left, in percent" value={focus.x} />
        <Percent name="y" label="From the top, in percent" value={focus.y} />
      </div>
      <Field
        name="alt"
        label="What the picture shows"
        hint="For visitors who can't see it, such as “A woman plays a row of glasses”"
        value={alt}
        maxLength={ALT_MAX}
        optional
      />
      <div>
        <button class="button button-main" type="submit" name="intent" value="save">Save</button>
      </div>
    </form>
  );
}

function Percent({ name, label, value }: { name: string; label: string; value: number }) {
  return <Field name={name} label={label} type="number" min={0} max={100} value={value} required />;
}

/** The picture as posters and previews crop it. */
function Crops({ src, artwork }: { src: string; artwork: Artwork }) {
  const { width, height, focus } = artwork;
  const style = { objectPosition: `${focus.x}% ${focus.y}%` };
  return (
    <div class="cluster artwork-crops">
      {["Poster", "Preview"].map((crop) => (
        <figure key={crop}>
          <img
            class={`crop-${lowerAscii(crop)}`}
            src={src}
            alt=""
            width={width}
            height={height}
            style={style}
          />
          <figcaption class="quiet small">{crop}</figcaption>
        </figure>
      ))}
    </div>
  );
}
