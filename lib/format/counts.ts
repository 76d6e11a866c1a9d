/** A count formatted for `locale`, such as "12,000". Used on the server and in islands. */
export function formatCount(count: number, locale: string): string {
  // The engine caches the formatter of the last locale, so caching it here would gain nothing.
  return count.toLocaleString(locale);
}
