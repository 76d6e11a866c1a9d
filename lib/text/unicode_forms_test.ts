import assert from "node:assert/strict";
import fc from "fast-check";
import { productFiles, root } from "@/lib/testing/product_files.ts";
import { compareNames, foldCase, foldText, isSameName, lowerAscii, toNfc } from "./unicode_forms.ts";
import { knownCharacters } from "./unicode_forms_testing.ts";

Deno.test("folding drops case, accents and punctuation", () => {
  assert.equal(foldText("Łódź"), "lodz");
  assert.equal(foldText("  Señor  Coconut & Søn — 2×"), "senor coconut son 2");
  assert.equal(foldText("Straße, Œuvre, İstanbul, ﬁlm"), "strasse oeuvre istanbul film");
});

Deno.test("scripts without case keep their letters", () => {
  assert.equal(foldText("東京 Nights"), "東京 nights");
});

Deno.test("folding is idempotent", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (text) => {
    assert.equal(foldText(foldText(text)), foldText(text));
  }));
});

Deno.test("case and the encoding of accents make no difference", () => {
  fc.assert(fc.property(fc.constantFrom("Łódź", "Überjazz", "Ñandú", "Çelik", "naïve café"), (text) => {
    for (const other of [text.toUpperCase(), text.normalize("NFD"), text.normalize("NFC"), `¡${text}!`]) {
      assert.equal(foldText(other), foldText(text));
    }
  }));
});

Deno.test("marks that are letters stay; marks that are often omitted are removed", () => {
  assert.equal(foldText("バス"), "バス");
  assert.equal(foldText("ﾊﾞｽ"), "バス", "however it was typed");
  assert.equal(foldText("हिन्दी"), "हिन्दी");
  assert.equal(foldText("ที่นี่"), "ที่นี่");
  assert.equal(foldText("한국"), "한국");
  assert.equal(foldText("שָׁלוֹם"), "שלום");
  assert.equal(foldText("أَحْمَد"), "احمد");
  assert.equal(foldText("Ёлка Ά"), "елка α");
  assert.equal(foldText("Fest\u00adival"), "festival", "invisible characters do not separate words");
});

Deno.test("names are equal regardless of case and how accents are typed", () => {
  for (
    const [one, other] of [
      ["Łódź", "ŁÓDŹ"],
      ["İstanbul", "istanbul"],
      ["İstanbul", "ISTANBUL"],
      ["Diyarbakır", "DIYARBAKIR"],
      ["Straße", "STRASSE"],
      ["Straße", "STRAẞE"],
      ["Πάτρας", "ΠΆΤΡΑΣ"],
      ["Orléans", "Orle\u0301ans"],
    ]
  ) assert.ok(isSameName(one, other), `${one} ${other}`);
  for (const [one, other] of [["Łódź", "Lodz"], ["Köln", "Koln"], ["Brno", "Brn"]]) {
    assert.equal(isSameName(one, other), false, `${one} ${other}`);
  }
});

Deno.test("both cases and both forms of every character fold alike, and folding is idempotent", () => {
  const faults: string[] = [];
  for (const character of knownCharacters()) {
    for (const text of [character, `a${character}b`]) {
      const folded = foldCase(text);
      const others = [
        folded,
        text.toUpperCase(),
        text.toLowerCase(),
        text.normalize("NFD"),
        text.normalize("NFC"),
      ];
      if (others.some((other) => foldCase(other) !== folded)) faults.push(text);
      if (foldText(foldText(text)) !== foldText(text)) faults.push(text);
      if (toNfc(toNfc(text)) !== toNfc(text)) faults.push(text);
    }
  }
  assert.deepEqual(faults, []);
});

Deno.test("folding is idempotent for any characters", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 20 }), (text) => {
    assert.equal(foldCase(foldCase(text)), foldCase(text));
    assert.ok(isSameName(text, text.normalize("NFD")));
  }));
});

Deno.test("email addresses are lower-cased only in A to Z", () => {
  assert.equal(lowerAscii("AdmİN.K@Example.ORG"), "admİn.k@example.org");
});

Deno.test("names are ordered as people expect, numbers by value", () => {
  assert.deepEqual(
    ["Hall 10", "zürich", "Émile", "Zagreb", "Frank", "Hall 2", "eva"].toSorted(compareNames),
    ["Émile", "eva", "Frank", "Hall 2", "Hall 10", "Zagreb", "zürich"],
  );
});

/** The modules that may use operations reserved for {@link "./unicode_forms.ts"}. */
const OWNERS: { pattern: RegExp; owners: RegExp; instead: string }[] = [
  {
    pattern: /\.normalize\(|localeCompare|toLocale(?:Lower|Upper)Case|Intl\.Collator/,
    owners: /^lib\/text\/unicode_forms\.ts$/,
    instead: "normalize, fold and order text with lib/text/unicode_forms.ts",
  },
  {
    // Tokens of HTTP and of the OpenAPI document are ASCII, and so are letter keys; passwords are compared with a list as
    // typed.
    pattern: /\.toLowerCase\(/,
    owners:
      /^(?:lib\/text\/unicode_forms|lib\/auth\/password_weakness|lib\/client\/hall_designer\/keys|lib\/(?:http|server)\/(?:wire\/)?\w+|components\/api\/\w+)\.tsx?$/,
    instead:
      "compare names with foldCase of lib/text/unicode_forms.ts, and email addresses with emailKey of email_address.ts",
  },
  {
    pattern: /(?<![.\w])(?:lower|upper|initcap|casefold)\((?!(?:\w+\.)?email collate "C"\))|\bilike\b/,
    owners: /^lib\/text\/unicode_forms\.ts$/,
    instead:
      "SQL compares text that lib/text/unicode_forms.ts has folded; its own case depends on the database's locale",
  },
];

Deno.test("no other product module decides which texts are equal, or their order", async () => {
  const offenders: string[] = [];
  for (const folder of ["lib", "routes", "components", "islands", "workers"]) {
    for (const path of await productFiles(folder)) {
      const source = await Deno.readTextFile(new URL(path, root));
      for (const { pattern, owners, instead } of OWNERS) {
        if (!owners.test(path) && pattern.test(source)) offenders.push(`${path}: ${instead}`);
      }
    }
  }
  assert.deepEqual(offenders, []);
});
