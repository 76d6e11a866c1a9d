/** Headers that keep a browser from doing what a page of ours never asks for. */

/** Where Fresh leaves the nonce of the scripts of a page that it rendered. */
const NONCE = Symbol.for("__freshNonce");

/** Opened by its address, an SVG picture is a document that could run scripts. Ours have styles at most, others not even that. */
const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/**
 * Sets the headers on an answer. `secure`: the site is reached by HTTPS.
 * A content security policy goes with pages; it allows the scripts that carry the page's nonce and files of our own.
 */
export function setSecurityHeaders(response: Response, secure: boolean): void {
  const { headers } = response;
  headers.set("x-content-type-options", "nosniff");
  headers.set("referrer-policy", "same-origin");
  // Pictures for everybody say so themselves.
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
  // The door scans tickets with the camera; nothing else is ever asked for.
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
    // Posters and seat maps place things by `style=`, which a nonce does not cover.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(secure ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}
