/** Prepares text for printing: only characters that a face has, without invisible ones. */
import { scriptRuns } from "@/lib/text/scripts.ts";
import { toNfc } from "@/lib/text/unicode_forms.ts";
import type { Face } from "./face.ts";
import type { Families, Family } from "./faces.ts";

/** A user-perceived character (grapheme cluster), and the face that has it. */
export interface Cluster {
  text: string;
  /** Null for a directional mark, which has no ink. */
  face: Face | null;
}

/** As many as a letter of pointed Hebrew can have; more are illegible on paper. */
const MARKS_MAX = 4;
/** No field of a ticket shows more. */
const CHARACTERS_MAX = 600;
/** Replaces each run of characters that no face has. */
export const REPLACEMENT = "\u25a1";

const DIRECTION_MARK = /^[\u200e\u200f\u061c]$/;
const LETTER = /\p{L}/u;
const clusters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** A line of plain text: NFC, single spaces, at most four marks per letter, only directional control characters. */
export function plainText(text: string): string {
  const visible = text.toWellFormed()
    .replace(/[\u2007\u2009\u202f]/g, "\u00a0").replaceAll("\u2011", "-")
    .replace(/[[\s\p{Cc}\u2800]--\u00a0]+/gv, " ")
    // Joiners shape Arabic and Devanagari, and directional marks order mixed text.
    .replace(/[\p{Default_Ignorable_Code_Point}--[\u200c-\u200f\u061c]]/gv, "");
  return [...toNfc(visible)].slice(0, CHARACTERS_MAX).join("")
    .replace(/(^|[\s\u200c-\u200f\u061c])\p{M}+/gu, "$1")
    .replace(new RegExp(`(\\p{M}{${MARKS_MAX}})\\p{M}+`, "gu"), "$1")
    .replace(/ +/g, " ").trim();
}

/**
 * Text as printable clusters, in reading order. Letters of one script use one family if it has them all; a run of
 * characters that no family has becomes one {@link REPLACEMENT}.
 */
export async function printableClusters(text: string, families: Families): Promise<Cluster[]> {
  const printed: Cluster[] = [];
  let isReplacing = false;
  for (const run of scriptRuns(plainText(text))) {
    const parts = [...clusters.segment(run.text)].map(({ segment }) => segment);
    const ranked = await bestFirst(families(run.script), parts);
    for (const part of parts) {
      const isMark = DIRECTION_MARK.test(part);
      const face = isMark ? undefined : await faceIn(ranked, part);
      if (face || isMark) printed.push({ text: part, face: face ?? null });
      else if (!isReplacing) {
        printed.push({ text: REPLACEMENT, face: await faceIn(ranked, REPLACEMENT) ?? null });
      }
      isReplacing = !face && !isMark;
    }
  }
  return printed;
}

/** Whether every character has a face. */
export async function isPrintable(text: string, families: Families): Promise<boolean> {
  return (await printableClusters(text, families)).every((cluster) => cluster.text !== REPLACEMENT);
}

/** Puts the first family that has all letters in front. */
async function bestFirst(families: Family[], parts: string[]): Promise<Family[]> {
  const letters = parts.filter((part) => LETTER.test(part));
  for (const family of families) {
    const faces = await Promise.all(letters.map((letter) => family.faceFor(letter)));
    if (faces.every(Boolean)) return [family, ...families];
  }
  return families;
}

async function faceIn(families: Family[], text: string): Promise<Face | undefined> {
  for (const family of families) {
    const face = await family.faceFor(text);
    if (face) return face;
  }
}
