/** Headers of requests and responses, as endpoints declare them and the OpenAPI document describes them. */

/** Headers that a handler reads. */
export const requestHeaders = {
  "If-Match": {
    description:
      "The ETag that the change is based on; if it is no longer current, the response is 412 `stale`.",
    schema: { type: "string" },
    example: '"3"',
  },
  "If-None-Match": {
    description: "ETags that the client has; the response is 304 if one of them is current.",
    schema: { type: "string" },
    example: '"3"',
  },
  "Last-Event-ID": {
    description: "The `id` of the last event received; the stream resumes after it if it can.",
    schema: { type: "string" },
    example: "k3v9:41",
  },
} as const;

/** Sent by the client where a method takes an `Idempotency-Key`. */
export const idempotencyKey = {
  description:
    "Chosen by the client. Repeating the same key and body returns the same response, for 24 hours.",
  schema: { type: "string", pattern: "^[\\x21-\\x7e]{1,64}$" },
  example: "3f1e5b0c-booking-1",
} as const;

/** Response headers. The rate-limit headers are sent where limits apply, `X-Request-Id` always. */
export const responseHeaders = {
  ETag: {
    description: "Identifies this version, for `If-None-Match` when reading and `If-Match` when writing.",
    schema: { type: "string" },
  },
  Location: { description: "The path of the new resource.", schema: { type: "string" } },
  "Retry-After": { description: "Seconds to wait before trying again.", schema: { type: "integer" } },
  RateLimit: {
    description: 'What is left of each limit and when it resets, such as `"address";r=599;t=60`.',
    schema: { type: "string" },
  },
  "RateLimit-Policy": {
    description: 'The limits that count this request, such as `"address";q=600;w=60`.',
    schema: { type: "string" },
  },
  "X-Request-Id": { description: "Identifies the request in the logs.", schema: { type: "string" } },
} as const;

export type RequestHeader = keyof typeof requestHeaders;
export type ResponseHeader = keyof typeof responseHeaders;
