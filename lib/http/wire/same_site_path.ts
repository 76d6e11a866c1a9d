/** The site that a path is tried on: what leaves it is not a path. */
const SITE = "http://site.invalid";

/**
 * A path of this site, with its query, to send a browser to; null when the text is none. Browsers take `//host` and
 * `/\host` for another site, so the text is read as they read it.
 */
export function sameSitePath(text: string | null | undefined): string | null {
  if (!text?.startsWith("/")) return null;
  const url = URL.parse(text, SITE);
  return url?.origin === SITE ? url.pathname.replace(/^\/+/, "/") + url.search + url.hash : null;
}

/** The sign-in page that leads back to `path`. */
export function signInPath(path: string): string {
  return `/login?next=${encodeURIComponent(path)}`;
}

/** Where one goes after signing in: where one came from, else to the account. */
export function afterSignIn(next: string | null): string {
  return sameSitePath(next) ?? "/account";
}
