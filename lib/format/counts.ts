/** A count as people write it in `locale`, such as "12,000". Used on the server and in islands. */
export function formatCount(count: number, locale: string): string {
  // The engine keeps the formatter of the last locale, so this costs no more than keeping it here.
  return count.toLocaleString(locale);
}
