/** The base that a path is resolved against: a result elsewhere is not a path of this site. */
const SITE = "http://site.invalid";

/**
 * A path of this site, with its query, to redirect a browser to; null for other text. Browsers take `//host` and
 * `/\host` for another site, so the text is parsed as they parse it.
 */
export function sameSitePath(text: string | null | undefined): string | null {
  if (!text?.startsWith("/")) return null;
  const url = URL.parse(text, SITE);
  return url?.origin === SITE ? url.pathname.replace(/^\/+/, "/") + url.search + url.hash : null;
}

/** The sign-in page that returns to `path`. */
export function signInPath(path: string): string {
  return `/login?next=${encodeURIComponent(path)}`;
}

/** Where to go after signing in: back to the previous page, or else to the account. */
export function afterSignIn(next: string | null): string {
  return sameSitePath(next) ?? "/account";
}
