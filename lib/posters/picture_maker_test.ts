/** Tests of the thread that renders pictures, started as the server starts it. */
import assert from "node:assert/strict";
import sharp from "sharp";
import type { PreparedArtwork } from "./artwork_image.ts";
import { PictureMaker, type SharedEvent, sharePath, shareVersion } from "./picture_maker.ts";
import type { Artwork } from "./poster.ts";
import { colourAt, halves, hugePicture, phonePicture } from "./testing.ts";

type Bytes = Uint8Array<ArrayBuffer>;

async function withMaker(
  test: (maker: PictureMaker, stored: Map<string, Bytes>) => Promise<void>,
): Promise<void> {
  const stored = new Map<string, Bytes>();
  const read = (id: string, width: number, type: string) =>
    Promise.resolve(stored.get(`${id}/${width}.${type}`) ?? null);
  const maker = new PictureMaker({ read });
  try {
    await test(maker, stored);
  } finally {
    await maker.close();
  }
}

async function prepare(maker: PictureMaker, upload: Bytes): Promise<PreparedArtwork> {
  const artwork = await maker.prepare(upload);
  assert.ok(!("fault" in artwork), JSON.stringify(artwork));
  return artwork;
}

const isRed = ([r, g, b]: number[]) => r > 180 && g < 70 && b < 70;
const isBlue = ([r, g, b]: number[]) => r < 70 && g < 70 && b > 180;

Deno.test("JPEG, PNG, WebP and AVIF are converted to WebP and JPEG in every width up to their own", async () => {
  await withMaker(async (maker) => {
    for (const type of ["jpeg", "png", "webp", "avif"] as const) {
      const { id, width, height, pictures } = await prepare(maker, await halves({ type }));
      assert.match(id, /^[0-9a-f]{64}$/);
      assert.deepEqual([width, height], [900, 600], type);
      assert.deepEqual(pictures.map(({ width, type }) => `${width}.${type}`), [
        "400.webp",
        "400.jpg",
        "800.webp",
        "800.jpg",
        "900.webp",
        "900.jpg",
      ]);
      for (const picture of pictures) {
        const { format, width } = await sharp(picture.bytes).metadata();
        assert.deepEqual([format, width], [picture.type === "jpg" ? "jpeg" : "webp", picture.width]);
        assert.ok(
          isRed(await colourAt(picture.bytes, 0.25, 0.5)) && isBlue(await colourAt(picture.bytes, 0.75, 0.5)),
        );
      }
    }
    const wide = await prepare(maker, await halves({ width: 3000, height: 1000 }));
    assert.deepEqual([wide.width, wide.height, wide.pictures.length], [1600, 533, 6]);
  });
});

Deno.test("a phone's picture is turned upright and stripped of its location", async () => {
  await withMaker(async (maker) => {
    const upload = await phonePicture();
    assert.ok((await sharp(upload).metadata()).exif, "the upload has EXIF");
    const { width, height, pictures } = await prepare(maker, upload);
    assert.deepEqual([width, height], [600, 900]);
    for (const { bytes } of pictures) {
      const { exif, icc, xmp, orientation } = await sharp(bytes).metadata();
      assert.deepEqual([exif, icc, xmp, orientation], [undefined, undefined, undefined, undefined]);
      assert.ok(isRed(await colourAt(bytes, 0.25, 0.5)) && isBlue(await colourAt(bytes, 0.75, 0.5)));
    }
  });
});

Deno.test("transparency becomes white", async () => {
  await withMaker(async (maker) => {
    const clear = { create: { width: 400, height: 400, channels: 4 as const, background: "#00000000" } };
    const { pictures } = await prepare(maker, new Uint8Array(await sharp(clear).png().toBuffer()));
    for (const { bytes } of pictures) assert.deepEqual(await colourAt(bytes, 0.5, 0.5), [255, 255, 255]);
  });
});

Deno.test("an upload whose content is not a picture, or is too large, small or long, is refused", async () => {
  await withMaker(async (maker) => {
    const text = (content: string) => new TextEncoder().encode(content);
    const jpeg = await halves();
    const rows: [string, Bytes, string][] = [
      ["nothing", new Uint8Array(), "not-a-picture"],
      ["text", text("not a picture"), "not-a-picture"],
      ["SVG", text('<svg xmlns="http://www.w3.org/2000/svg" width="500" height="500"/>'), "not-a-picture"],
      ["GIF", await halves({ type: "gif" }), "not-a-picture"],
      ["TIFF", await halves({ type: "tiff" }), "not-a-picture"],
      ["the beginning of a JPEG", jpeg.slice(0, 40), "not-a-picture"],
      ["half a JPEG", jpeg.slice(0, jpeg.length / 2), "not-a-picture"],
      ["a bomb", hugePicture(60_000, 60_000), "too-many-pixels"],
      ["a bomb that is one pixel high", hugePicture(2_000_000_000, 1), "not-a-picture"],
      ["an icon", await halves({ width: 299, height: 400 }), "too-small"],
      ["a banner", await halves({ width: 1300, height: 320 }), "too-long"],
    ];
    for (const [what, upload, fault] of rows) {
      assert.deepEqual(await maker.prepare(upload), { fault }, what);
    }
    await prepare(maker, jpeg);
  });
});

const event: SharedEvent = {
  id: "0197f3a2-0000-7000-8000-000000000001",
  type: "concert",
  title: "The Glass Harmonium",
  startsAt: new Date("2027-03-12T19:00:00Z"),
  venue: { name: "Lantern Hall", city: "Leeds", country: "GB", timeZone: "Europe/London" },
  poster: { motif: "keys", artwork: null },
};

/** The share of pixels in a part of a picture that differ from its top right corner, which is ground. */
async function inkShare(picture: Bytes, part: { left: number; top: number; width: number; height: number }) {
  const { data, info } = await sharp(picture).extract(part).raw().toBuffer({ resolveWithObject: true });
  const ground = await colourAt(picture, 1, 0);
  let ink = 0;
  for (let at = 0; at < data.length; at += info.channels) {
    if (ground.some((part, n) => Math.abs(part - data[at + n]) > 60)) ink++;
  }
  return ink / (part.width * part.height);
}

const titlePart = { left: 650, top: 40, width: 540, height: 380 };
const linesPart = { left: 650, top: 490, width: 540, height: 120 };

Deno.test("a share image is 1200 by 630, with title, date and place next to the motif", async () => {
  await withMaker(async (maker) => {
    const jpeg = await maker.share(event);
    const { format, width, height } = await sharp(jpeg).metadata();
    assert.deepEqual([format, width, height], ["jpeg", 1200, 630]);
    assert.ok(jpeg.length < 200_000, `${jpeg.length} bytes`);
    assert.ok(await inkShare(jpeg, { left: 0, top: 0, width: 620, height: 600 }) > 0.1, "the motif");
    for (const part of [titlePart, linesPart]) {
      const share = await inkShare(jpeg, part);
      assert.ok(share > 0.02 && share < 0.5, `${share}`);
    }
    const titled = await maker.share(event, { titleOnly: true });
    assert.equal(await inkShare(titled, { ...linesPart, top: 560, height: 60 }), 0, "no date and place");
    assert.ok(await inkShare(titled, titlePart) > 0.02);
    const untitled = await maker.share({ ...event, title: " " });
    assert.equal(await inkShare(untitled, titlePart), 0);
    for (
      const title of [
        "Ночной автобус",
        "Νύχτα",
        "Mgła nad Łodzią",
        "東京の夜",
        "ليلة في المدينة",
        "לילה",
        "रात",
        "คืน",
      ]
    ) {
      assert.ok(await inkShare(await maker.share({ ...event, title }), titlePart) > 0.02, title);
    }
  });
});

Deno.test("a share image shows artwork around its focus", async () => {
  await withMaker(async (maker, stored) => {
    const { id, width, height, tint, pictures } = await prepare(
      maker,
      await halves({ width: 1800, height: 600 }),
    );
    for (const { width, type, bytes } of pictures) stored.set(`${id}/${width}.${type}`, bytes);
    const share = (x: number) => {
      const artwork: Artwork = { id, width, height, tint, alt: "", focus: { x, y: 50 } };
      return maker.share({ ...event, poster: { motif: "keys", artwork } });
    };
    const colours = async (jpeg: Bytes) => [await colourAt(jpeg, 0.05, 0.5), await colourAt(jpeg, 0.45, 0.5)];
    assert.deepEqual((await colours(await share(0))).map(isRed), [true, true]);
    assert.deepEqual((await colours(await share(100))).map(isBlue), [true, true]);
    const [left, right] = await colours(await share(50));
    assert.ok(isRed(left) && isBlue(right));
    assert.ok(await inkShare(await share(50), titlePart) > 0.02);
  });
});

Deno.test("a share image is rendered once, and has another URL when anything it shows changes", async () => {
  const jobs: unknown[] = [];
  const renderer = {
    run: (job: unknown) => Promise.resolve(new Uint8Array([jobs.push(job)])),
    close: () => Promise.resolve(),
  };
  const maker = new PictureMaker({ read: () => Promise.resolve(null) }, renderer);
  await Promise.all([maker.share(event), maker.share(event)]);
  await maker.share({ ...event });
  assert.equal(jobs.length, 1);
  const versions = new Set([
    event,
    { ...event, title: "Other" },
    { ...event, startsAt: new Date(0) },
    { ...event, venue: { ...event.venue, name: "Other" } },
    { ...event, poster: { motif: "waves", artwork: null } },
  ].map(shareVersion));
  assert.equal(versions.size, 5);
  assert.equal(shareVersion({ ...event, startsAt: "2027-03-12T19:00:00.000Z" }), shareVersion(event));
  assert.match(sharePath({ ...event, slug: "glass" }), /^\/share\/glass\/[0-9a-f]{16}\.jpg$/);
});
