/** The fonts of printed text, by script, loaded from their packages on first use. */
import { Buffer } from "node:buffer";
import subsetFont from "subset-font";
import { BoundedMap } from "@/lib/bounded_map.ts";
import type { Script } from "@/lib/text/scripts.ts";
import { Face } from "./face.ts";

export type Weight = "regular" | "bold";

/** Faces of one design and weight. */
export interface Family {
  /** The face that has every character of the text; undefined if there is none. */
  faceFor(text: string): Promise<Face | undefined>;
}

/** Returns the families for a script, best first. */
export type Families = (script: Script) => Family[];

/** An event's country and the reader's locale: they determine the regional form of Chinese characters. */
export interface Place {
  /** ISO 3166-1, two letters. */
  country: string;
  locale: string;
}

const packages = new URL("../../node_modules/", import.meta.url);
const WEIGHTS = { regular: 400, bold: 700 };

/** Families with one file per weight. The names of scripts are those of {@link Script}. */
const WHOLE = {
  site: ["bricolage-grotesque", "BricolageGrotesque"],
  european: ["noto-sans", "NotoSans"],
  emoji: ["noto-emoji", "NotoEmoji"],
  Arabic: ["noto-sans-arabic", "NotoSansArabic"],
  Hebrew: ["noto-sans-hebrew", "NotoSansHebrew"],
  Devanagari: ["noto-sans-devanagari", "NotoSansDevanagari"],
  Thai: ["noto-sans-thai", "NotoSansThai"],
} as const;

/** Chinese characters look different in each region. A family has about a hundred files, each with all weights. */
const HAN = ["jp", "sc", "tc", "kr"] as const;
type Han = typeof HAN[number];

const HAN_OF_COUNTRY: Record<string, Han> = { JP: "jp", TW: "tc", HK: "tc", MO: "tc", KR: "kr", KP: "kr" };

/** The families for text about an event, in one weight. */
export function familiesFor(text: string, weight: Weight, place: Place): Families {
  const whole = (name: keyof typeof WHOLE) => wholeFamily(name, weight);
  const han = [...new Set([hanOf(text, place), ...HAN])].map((region) => slicedFamily(region, weight));
  const any = [whole("site"), whole("european"), whole("emoji"), ...han];
  return (script) => {
    switch (script) {
      case "Greek":
      case "Cyrillic":
        return [whole("european"), ...any];
      case "Arabic":
      case "Hebrew":
      case "Devanagari":
      case "Thai":
        return [whole(script), ...any];
      case "Han":
      case "Hiragana":
      case "Katakana":
      case "Bopomofo":
      case "Hangul":
        return [...han, ...any];
      default:
        return any;
    }
  };
}

/** Decided by letters unique to a language, then the country, then the reader; simplified Chinese by default. */
function hanOf(text: string, { country, locale }: Place): Han {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return "jp";
  if (/\p{Script=Hangul}/u.test(text)) return "kr";
  if (/\p{Script=Bopomofo}/u.test(text)) return "tc";
  const { language, script, region } = new Intl.Locale(locale).maximize();
  const read = script === "Hant" ? "tc" : HAN_OF_COUNTRY[language === "zh" ? "" : region ?? ""];
  return HAN_OF_COUNTRY[country] ?? (country === "CN" ? "sc" : read) ?? "sc";
}

const families = new Map<string, Family>();

function cached(name: string, make: () => Family): Family {
  let family = families.get(name);
  if (!family) families.set(name, family = make());
  return family;
}

function wholeFamily(name: keyof typeof WHOLE, weight: Weight): Family {
  const [folder, file] = WHOLE[name];
  const style = { regular: "400Regular", bold: "700Bold" }[weight];
  return cached(`${file}-${weight}`, () => {
    let face: Promise<Face> | undefined;
    return {
      async faceFor(text) {
        face ??= read(`@expo-google-fonts/${folder}/${style}/${file}_${style}.ttf`)
          .then((bytes) => new Face(`${file}-${weight}`, bytes));
        return (await face).has(text) ? await face : undefined;
      },
    };
  });
}

/** A slice takes about 45 KB twice: once for HarfBuzz, once for embedding. */
const SLICES_MAX = 400;
const slices = new BoundedMap<string, Promise<Face>>(SLICES_MAX);

function slicedFamily(region: Han, weight: Weight): Family {
  const folder = `@fontsource-variable/noto-sans-${region}`;
  return cached(`${region}-${weight}`, () => {
    let index: Promise<SliceIndex> | undefined;
    return {
      async faceFor(text) {
        index ??= readIndex(`${folder}/unicode.json`);
        const slice = sliceOf(await index, text.codePointAt(0)!);
        if (slice === undefined) return undefined;
        const face = await loadSlice(`noto-sans-${region}-${slice}-wght-normal`, folder, weight);
        return face.has(text) ? face : undefined;
      },
    };
  });
}

function loadSlice(name: string, folder: string, weight: Weight): Promise<Face> {
  const key = `${name}-${weight}`;
  let face = slices.get(key);
  if (!face) {
    face = read(`${folder}/files/${name}.woff2`).then((bytes) => inWeight(bytes, WEIGHTS[weight]))
      .then((bytes) => new Face(key, bytes));
    slices.set(key, face);
  }
  return face;
}

/** Converts a variable WOFF2 font to a TTF in one weight: fontkit can embed neither WOFF2 nor variable fonts. */
async function inWeight(bytes: Uint8Array, wght: number): Promise<Uint8Array<ArrayBuffer>> {
  const options = { keepAllGlyphs: true, variationAxes: { wght }, targetFormat: "sfnt" } as const;
  return new Uint8Array(await subsetFont(Buffer.from(bytes), undefined, options));
}

/** Maps characters to slices: ranges of code points in order. */
type SliceIndex = { from: number; to: number; slice: string }[];

async function readIndex(path: string): Promise<SliceIndex> {
  const ranges: Record<string, string> = JSON.parse(new TextDecoder().decode(await read(path)));
  return Object.entries(ranges).flatMap(([slice, list]) =>
    list.split(",").map((range) => {
      const [from, to = from] = range.slice("U+".length).split("-").map((hex) => parseInt(hex, 16));
      return { from, to, slice: slice.replace(/[[\]]/g, "") };
    })
  ).sort((a, b) => a.from - b.from);
}

function sliceOf(index: SliceIndex, codePoint: number): string | undefined {
  return index.find(({ from, to }) => from <= codePoint && codePoint <= to)?.slice;
}

function read(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return Deno.readFile(new URL(path, packages));
}
