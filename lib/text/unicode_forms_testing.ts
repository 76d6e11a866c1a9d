/** For tests that compare other implementations of Unicode with the runtime's. */

/** Every character that can be stored: all code points except NUL and surrogates. */
export function allCharacters(): string[] {
  return Array.from({ length: 0x110000 }, (_, code) => code)
    .filter((code) => code > 0 && (code < 0xd800 || code > 0xdfff))
    .map((code) => String.fromCodePoint(code));
}

/**
 * The characters of the runtime's Unicode version, except private-use ones and the hundred thousand unified ideographs,
 * none of which has a case or another form.
 */
export function knownCharacters(): string[] {
  return allCharacters().filter((character) =>
    /[\p{Assigned}--\p{Co}--\p{Unified_Ideograph}]/v.test(character)
  );
}

/**
 * Texts to normalize: each character alone, and between others that may combine with it, to cover order and
 * composition.
 */
export function textsToNormalize(): string[] {
  return knownCharacters().map((character) =>
    `${character} e\u0323${character}\u0301\u1100\u1161${character}`
  );
}

/**
 * The forms NFC, NFD, NFKC and NFKD of each text in JavaScript, or null if the engine's Unicode version is too old for
 * the text. Also runs in a page, so the function refers to nothing outside itself.
 */
export function formsInJavaScript(texts: string[]): (string[] | null)[] {
  return texts.map((text) =>
    /\P{Assigned}/u.test(text) ? null : ["NFC", "NFD", "NFKC", "NFKD"].map((form) => text.normalize(form))
  );
}

/** The texts that another implementation normalizes differently, and how many characters it does not know. */
export function formDifferences(
  texts: string[],
  forms: (string[] | null)[],
): { differ: string[]; unknown: number } {
  const own = formsInJavaScript(texts);
  const differ = texts.filter((_, i) => forms[i] && forms[i].join() !== own[i]?.join());
  return {
    differ: differ.map((text) => `U+${text.codePointAt(0)!.toString(16).toUpperCase()}`),
    unknown: forms.filter((known) => known === null).length,
  };
}
