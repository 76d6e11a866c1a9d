/** Letters of right-to-left scripts such as Arabic and Hebrew, and bidirectional control characters. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A name to be inserted into plain text, such as an email, isolated so that the text after it stays in place: digits
 * and punctuation after Arabic would otherwise move to its other side. Pages use `<bdi>`.
 */
export function isolated(name: string): string {
  return RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name;
}
