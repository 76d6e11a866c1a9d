/** Headers that keep a browser from doing anything that our pages never need. */

/** The property in which Fresh leaves the script nonce of a page that it rendered. */
const NONCE = Symbol.for("__freshNonce");

/** Opened directly, an SVG picture is a document that could run scripts. Ours contain styles at most. */
const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
/** Applies to the service worker, whose script's policy governs what it fetches. */
const SCRIPT_POLICY = "default-src 'self'; frame-ancestors 'none'";
/** Browsers show PDFs in a built-in viewer, which a stricter policy breaks. */
const PDF_POLICY = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** For anything that is not a document: if a browser treats it as one anyway, it can do nothing. */
const OTHER_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Sets the headers on a response. `secure`: the site is reached over HTTPS.
 * Each response has a content security policy; that of a page allows scripts with its nonce and our own files.
 */
export function setSecurityHeaders(response: Response, secure: boolean): void {
  const { headers } = response;
  headers.set("x-content-type-options", "nosniff");
  // Pages with a secret in their URL have already set a stricter one.
  if (!headers.has("referrer-policy")) headers.set("referrer-policy", "same-origin");
  // Public pictures have already set their own.
  if (!headers.has("cross-origin-resource-policy")) {
    headers.set("cross-origin-resource-policy", "same-origin");
  }
  if (secure) headers.set("strict-transport-security", "max-age=31536000");
  headers.set("content-security-policy", policyOf(response, secure));
  if (!headers.get("content-type")?.startsWith("text/html")) return;
  headers.set("cross-origin-opener-policy", "same-origin");
  headers.set("x-frame-options", "DENY");
  // The door scans tickets with the camera; no other permission is needed.
  headers.set("permissions-policy", "camera=(self), geolocation=(), microphone=(), payment=(), usb=()");
}

function policyOf(response: Response, secure: boolean): string {
  const type = response.headers.get("content-type") ?? "";
  if (type.startsWith("text/html")) return contentSecurityPolicy(nonceOf(response), secure);
  if (type.startsWith("image/")) return PICTURE_POLICY;
  if (type.includes("javascript")) return SCRIPT_POLICY;
  return type === "application/pdf" ? PDF_POLICY : OTHER_POLICY;
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
