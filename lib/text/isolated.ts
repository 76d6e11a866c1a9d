/** Letters of Arabic, Hebrew and other scripts that run from right to left, and what turns the direction of others. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A name to put into a sentence of plain text, such as a mail's, so that what follows it stays where it is: digits and
 * signs after Arabic would else move to its other side. Pages use `<bdi>`.
 */
export function isolated(name: string): string {
  return RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name;
}
