/**
 * The canonical form of a path: no empty segments, no trailing slash and no unnecessary percent-encoding (RFC 3986,
 * section 6.2.2). Routing may accept other spellings, so they are redirected before anything looks at the path.
 */
export function canonicalPath(pathname: string): string {
  if (!/\/\/|%|.\/$/.test(pathname)) return pathname;
  const path = pathname.replace(/\/{2,}/g, "/").replace(/%[0-9a-f]{2}/gi, decodeUnreserved);
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

function decodeUnreserved(encoded: string): string {
  const character = String.fromCharCode(parseInt(encoded.slice(1), 16));
  return /[\w.~-]/.test(character) ? character : encoded.toUpperCase();
}
