/** For tests that ask other keepers of Unicode whether they agree with the runtime. */

/** Every character that can be stored: all code points without NUL and surrogates. */
export function allCharacters(): string[] {
  return Array.from({ length: 0x110000 }, (_, code) => code)
    .filter((code) => code > 0 && (code < 0xd800 || code > 0xdfff))
    .map((code) => String.fromCodePoint(code));
}

/**
 * The characters of the runtime's release of Unicode, without those for private use and the hundred thousand unified
 * ideographs: none of them has a case or another form.
 */
export function knownCharacters(): string[] {
  return allCharacters().filter((character) =>
    /[\p{Assigned}--\p{Co}--\p{Unified_Ideograph}]/v.test(character)
  );
}

/** Texts to form: each character alone, and between others that may join it, so that order and composition count. */
export function textsToForm(): string[] {
  return knownCharacters().map((character) =>
    `${character} e\u0323${character}\u0301\u1100\u1161${character}`
  );
}

/**
 * What JavaScript makes of each text: its forms NFC, NFD, NFKC and NFKD, or null where its release of Unicode is too old
 * for the text. Runs in a page, too, so it uses nothing outside.
 */
export function formsByScript(texts: string[]): (string[] | null)[] {
  return texts.map((text) =>
    /\P{Assigned}/u.test(text) ? null : ["NFC", "NFD", "NFKC", "NFKD"].map((form) => text.normalize(form))
  );
}

/** Texts of which another keeper makes something else, and how many characters it does not know. */
export function formDifferences(
  texts: string[],
  forms: (string[] | null)[],
): { differ: string[]; unknown: number } {
  const own = formsByScript(texts);
  const differ = texts.filter((_, i) => forms[i] && forms[i].join() !== own[i]?.join());
  return {
    differ: differ.map((text) => `U+${text.codePointAt(0)!.toString(16).toUpperCase()}`),
    unknown: forms.filter((known) => known === null).length,
  };
}
