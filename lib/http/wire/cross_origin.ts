/**
 * Read access for pages on other origins (CORS). Only public data that is the same for everybody is shared: with these
 * headers browsers withhold the response from any page that requests it with cookies.
 */

/** The headers of every shared response. */
export const corsHeaders: Readonly<Record<string, string>> = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "ETag, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id",
};

/** The headers of the response to a preflight request. */
export const preflightHeaders: Readonly<Record<string, string>> = {
  ...corsHeaders,
  "access-control-allow-methods": "GET, HEAD",
  "access-control-allow-headers": "If-None-Match, Last-Event-ID",
  "access-control-max-age": "86400",
};
