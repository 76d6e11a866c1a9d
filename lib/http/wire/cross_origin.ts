/**
 * Read access for pages of other origins (CORS). Only what is public and the same for everybody is shared: browsers then
 * send such pages no cookies, and refuse them the answer where they ask with cookies.
 */

/** The headers of every answer that is shared. */
export const sharedHeaders: Readonly<Record<string, string>> = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "ETag, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id",
};

/** Those of the answer to a browser that asks before it reads. */
export const preflightHeaders: Readonly<Record<string, string>> = {
  ...sharedHeaders,
  "access-control-allow-methods": "GET, HEAD",
  "access-control-allow-headers": "If-None-Match, Last-Event-ID",
  "access-control-max-age": "86400",
};
