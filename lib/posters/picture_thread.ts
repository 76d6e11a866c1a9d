/** The thread that renders pictures: see `picture_maker.ts`. */
import sharp from "sharp";
import { serveJobs } from "@/lib/threads/jobs.ts";
import { prepareArtwork } from "./artwork_image.ts";
import { WORK_SECONDS_MAX } from "./artwork_limits.ts";
import { withOutlines } from "./outlines.ts";
import type { PictureJob, PictureResult } from "./picture_maker.ts";
import { SHARE_HEIGHT, type ShareSubject, shareSvg } from "./share_image.ts";
import type { Focus } from "./poster.ts";

// One picture at a time, whose memory is released afterwards.
sharp.cache(false);
sharp.concurrency(1);

serveJobs<PictureJob, PictureResult>((job) =>
  "upload" in job ? prepareArtwork(job.upload) : shareImage(job.share, job.artwork)
);

/** Renders a JPEG, which every site that shows previews supports. */
async function shareImage(
  subject: ShareSubject,
  artwork?: { bytes: Uint8Array; focus: Focus },
): Promise<Uint8Array<ArrayBuffer>> {
  const svg = await withOutlines((setText) => shareSvg(subject, setText), subject.place);
  const layers = artwork ? [{ input: await square(artwork.bytes, artwork.focus), left: 0, top: 0 }] : [];
  const jpeg = sharp(new TextEncoder().encode(svg)).timeout({ seconds: WORK_SECONDS_MAX }).composite(layers)
    .flatten()
    .jpeg({ quality: 86, mozjpeg: true });
  return new Uint8Array(await jpeg.toBuffer());
}

/** Crops a picture to a square as `object-position` does: the focus divides the excess between the two sides. */
async function square(picture: Uint8Array, { x, y }: Focus) {
  const { width, height } = await sharp(picture).metadata();
  const side = Math.min(width, height);
  return await sharp(picture)
    .extract({
      left: Math.round((width - side) * x / 100),
      top: Math.round((height - side) * y / 100),
      width: side,
      height: side,
    })
    .resize(SHARE_HEIGHT, SHARE_HEIGHT)
    .toBuffer();
}
