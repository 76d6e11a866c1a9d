/** Entity tags: whether the client's copy is current (RFC 9110, sections 8.8.3 and 13.1). */

/** A strong tag for an opaque value. */
export function etagOf(value: string | number): string {
  return `"${value}"`;
}

/** Whether an `If-None-Match` names the tag; compared weakly, since compression on the way weakens tags. */
export function matchesEtag(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return ifNoneMatch.split(",").some((tag) => withoutWeakness(tag.trim()) === withoutWeakness(etag));
}

/** Whether a write with this `If-Match` is based on a version other than `etag`. Without the header it never is. */
export function isStale(ifMatch: string | null, etag: string): boolean {
  return ifMatch !== null && !matchesEtag(ifMatch, etag);
}

function withoutWeakness(tag: string): string {
  return tag.startsWith("W/") ? tag.slice(2) : tag;
}
