/** Headers that keep a browser from doing anything that our pages never need. */

/** The property in which Fresh leaves the script nonce of a page that it rendered. */
const NONCE = Symbol.for("__freshNonce");

/** Opened directly, an SVG picture is a document that could run scripts. Ours contain styles at most. */
const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/**
 * Sets the headers on a response. `secure`: the site is reached over HTTPS.
 * Pages get a content security policy, which allows scripts with the page's nonce and our own files.
 */
export function setSecurityHeaders(response: Response, secure: boolean): void {
  const { headers } = response;
  headers.set("x-content-type-options", "nosniff");
  headers.set("referrer-policy", "same-origin");
  // Public pictures have already set their own.
  if (!headers.has("cross-origin-resource-policy")) {
    headers.set("cross-origin-resource-policy", "same-origin");
  }
  if (secure) headers.set("strict-transport-security", "max-age=31536000");
  const type = headers.get("content-type") ?? "";
  if (type.startsWith("image/")) headers.set("content-security-policy", PICTURE_POLICY);
  if (!type.startsWith("text/html")) return;
  headers.set("content-security-policy", contentSecurityPolicy(nonceOf(response), secure));
  headers.set("cross-origin-opener-policy", "same-origin");
  headers.set("x-frame-options", "DENY");
  // The door scans tickets with the camera; no other permission is needed.
  headers.set("permissions-policy", "camera=(self), geolocation=(), microphone=(), payment=(), usb=()");
}

function nonceOf(response: Response): string | null {
  const nonce: unknown = Reflect.get(response, NONCE);
  return typeof nonce === "string" ? nonce : null;
}

function contentSecurityPolicy(nonce: string | null, secure: boolean): string {
  const own = nonce ? `'self' 'nonce-${nonce}'` : "'self'";
  return [
    "default-src 'self'",
    `script-src ${own}`,
    `style-src ${own}`,
    // Posters and seat maps position things with `style=`, which a nonce does not cover.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(secure ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}
