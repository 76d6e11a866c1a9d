import assert from "node:assert/strict";
import fc from "fast-check";
import { type Families, familiesFor } from "./faces.ts";
import { isPrintable, plainText, printableClusters, REPLACEMENT } from "./printed_text.ts";

const families = (text: string): Families => familiesFor(text, "bold", { country: "PL", locale: "pl" });

async function printed(text: string): Promise<string> {
  return (await printableClusters(text, families(text))).map((cluster) => cluster.text).join("");
}

/** The faces that the text uses, with the part in each, in order. */
async function inFaces(text: string): Promise<string[]> {
  const runs: { name: string; text: string }[] = [];
  for (const { face, text: letter } of await printableClusters(text, families(text))) {
    const name = face!.name.replace(/-\d+/, "");
    if (runs.at(-1)?.name === name) runs.at(-1)!.text += letter;
    else runs.push({ name, text: letter });
  }
  return runs.map(({ name, text }) => `${name}: ${text}`);
}

Deno.test("text is NFC, on one line, without invisible characters and with at most four marks per letter", () => {
  assert.equal(plainText("Cafe\u0301\n\tCre\u0300me "), "Café Crème");
  assert.equal(plainText("\u202eSe\u00ada\u200bt\u2066 \ufeff1\u3164\u0007!"), "Seat 1 !");
  assert.equal(plainText("20\u202f000\u2011x"), "20\u00a0000-x");
  assert.equal(
    plainText("\u0301x\u0323\u0331\u0332\u0333\u0347\u0348"),
    "x\u0323\u0331\u0332\u0333".normalize("NFC"),
  );
  // Joiners shape Persian and Hindi, directional marks order mixed text.
  assert.equal(plainText("می\u200cخواهم C++\u200e"), "می\u200cخواهم C++\u200e");
  assert.equal(plainText("\u200b\u2060"), "");
});

Deno.test("each part of the text uses a face of its script, and an emoji affects nothing else", async () => {
  assert.deepEqual(await inFaces("Rock 🎸 Щука"), [
    "BricolageGrotesque-bold: Rock ",
    "NotoEmoji-bold: 🎸",
    "BricolageGrotesque-bold:  ",
    "NotoSans-bold: Щука",
  ]);
});

Deno.test("a word uses one face, the first that has all of its letters", async () => {
  assert.deepEqual(await inFaces("Pieśni nocy"), ["BricolageGrotesque-bold: Pieśni nocy"]);
  assert.deepEqual(await inFaces("Eʋegbe ɖeka"), ["NotoSans-bold: Eʋegbe ɖeka"]);
});

Deno.test("a run of characters without a face becomes one empty square", async () => {
  assert.equal(await printed("A \u{10ffff}\ue000 B አዲስ"), `A ${REPLACEMENT} B ${REPLACEMENT}`);
  assert.equal(await isPrintable("Łódź", families("")), true);
  assert.equal(await isPrintable("አዲስ", families("")), false);
});

Deno.test("Chinese characters have the regional form of the text, the country or the reader", async () => {
  const face = async (text: string, country: string, locale: string) => {
    const [{ face }] = await printableClusters(text, familiesFor(text, "bold", { country, locale }));
    return /^noto-sans-(..)/.exec(face!.name)![1];
  };
  assert.equal(await face("直す", "US", "en"), "jp");
  assert.equal(await face("直 서울", "US", "en"), "kr");
  assert.equal(await face("直", "TW", "en"), "tc");
  assert.equal(await face("直", "CN", "ja"), "sc");
  assert.equal(await face("直", "US", "ja"), "jp");
  assert.equal(await face("直", "US", "zh-HK"), "tc");
  assert.equal(await face("直", "US", "en"), "sc");
});

Deno.test("every printed cluster of any text has a face that contains it", async () => {
  await fc.assert(fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), async (text) => {
    for (const { face, text: letter } of await printableClusters(text, families(text))) {
      assert.ok(face ? face.has(letter) : /^[\u200e\u200f\u061c]$/.test(letter));
    }
  }));
});
