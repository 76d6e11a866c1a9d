/** Renders pictures in a worker thread: the sizes of artwork, and the share images of events, which are cached. */
import { createHash } from "node:crypto";
import { formatDate } from "@/lib/format/dates.ts";
import { ThreadPool } from "@/lib/threads/thread_pool.ts";
import { TimedCache } from "@/lib/timed_cache.ts";
import type { ArtworkPictures } from "./artwork.ts";
import type { PreparedArtwork } from "./artwork_image.ts";
import type { ArtworkFault } from "./artwork_limits.ts";
import { motifOf } from "./choose_motif.ts";
import type { PosterSubject } from "./drawn_poster.ts";
import type { Focus } from "./poster.ts";
import type { ShareSubject } from "./share_image.ts";

type Bytes = Uint8Array<ArrayBuffer>;

export type PictureJob =
  | { upload: Bytes }
  | { share: ShareSubject; artwork?: { bytes: Bytes; focus: Focus } };

export type PictureResult = PreparedArtwork | { fault: ArtworkFault } | Bytes;

/** Renders pictures: a thread pool, or a test double. */
export interface PictureRenderer {
  run(job: PictureJob, transfer?: Transferable[]): Promise<PictureResult>;
  close(): Promise<void>;
}

/** What an event's share image shows. */
export interface SharedEvent extends PosterSubject {
  startsAt: Date | string;
  venue: { name: string; city: string; country: string; timeZone: string };
}

const CACHED_MAX = 500;
const CACHED_BYTES_MAX = 32 * 1024 * 1024;
/** Increment when the design of share images changes. */
const DESIGN = 1;
/** Share images are the same for everyone, so their dates are in the site's language. */
const LOCALE = "en";

/** The thread can read fonts and load sharp, which reads CPU details and its environment; it can't write or connect. */
function pictureRendererInThread(): PictureRenderer {
  return new ThreadPool({
    script: new URL("./picture_thread.ts", import.meta.url),
    permissions: {
      read: [new URL("../../node_modules/", import.meta.url)],
      env: true,
      sys: true,
      ffi: [new URL("../../node_modules/", import.meta.url)],
    },
    threads: 1,
    waitingMax: 20,
    deadlineMs: 30_000,
    // Terminating a thread inside sharp would crash the process; each step has a deadline there (`WORK_SECONDS_MAX`).
    mayEndBusy: false,
  });
}

export class PictureMaker {
  readonly #renderer: PictureRenderer;
  readonly #pictures: Pick<ArtworkPictures, "read">;
  readonly #shared: TimedCache<Bytes>;

  constructor(
    pictures: Pick<ArtworkPictures, "read">,
    renderer: PictureRenderer = pictureRendererInThread(),
  ) {
    this.#pictures = pictures;
    this.#renderer = renderer;
    const weight = { of: (bytes: Bytes) => bytes.byteLength, max: CACHED_BYTES_MAX };
    this.#shared = new TimedCache({ maxAgeMs: Infinity, maxEntries: CACHED_MAX, now: Date.now, weight });
  }

  /**
   * Makes artwork from an upload, whose buffer is transferred, or returns the upload's fault.
   * @throws {Unavailable} if too many pictures are queued, or this one takes too long
   */
  async prepare(upload: Bytes): Promise<PreparedArtwork | { fault: ArtworkFault }> {
    return await this.#renderer.run({ upload }, [upload.buffer]) as PreparedArtwork | { fault: ArtworkFault };
  }

  /**
   * The share image of an event, a JPEG, cached. With `titleOnly` it omits date and place.
   * @throws {Unavailable} if too many pictures are queued, or this one takes too long
   */
  share(event: SharedEvent, { titleOnly = false } = {}): Promise<Bytes> {
    const key = `${shareVersion(event)} ${titleOnly}`;
    return this.#shared.get(key, () => this.#makeShare(event, titleOnly));
  }

  async #makeShare(event: SharedEvent, titleOnly: boolean): Promise<Bytes> {
    const { artwork } = event.poster;
    const bytes = artwork && await this.#pictures.read(artwork.id, artwork.width, "jpg");
    const subject = shareSubject(event);
    const share = {
      ...subject,
      lines: titleOnly ? [] : subject.lines,
      ...(bytes ? { tint: artwork.tint } : {}),
    };
    return await this.#renderer.run(
      bytes ? { share, artwork: { bytes, focus: artwork.focus } } : { share },
    ) as Bytes;
  }

  /** Ends the thread after its current picture. */
  close(): Promise<void> {
    return this.#renderer.close();
  }
}

function shareSubject({ id, type, title, startsAt, venue, poster }: SharedEvent): ShareSubject {
  return {
    event: { id, type, poster: { motif: poster.motif } },
    title,
    place: { country: venue.country, locale: LOCALE },
    lines: [formatDate(new Date(startsAt), LOCALE, venue.timeZone, "full"), `${venue.name}, ${venue.city}`],
  };
}

/** A hash of everything that a share image shows, for its URL. */
export function shareVersion(event: SharedEvent): string {
  const { artwork } = event.poster;
  const shown = [DESIGN, shareSubject(event), motifOf(event), artwork?.id, artwork?.focus];
  return createHash("sha256").update(JSON.stringify(shown)).digest("hex").slice(0, 16);
}

/** The path of an event's current share image; the content at a path never changes. */
export function sharePath(event: SharedEvent & { slug: string }): string {
  return `/share/${event.slug}/${shareVersion(event)}.jpg`;
}
