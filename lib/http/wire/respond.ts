/** For large responses to few people: the server would compress them on the event loop. */
export const UNCOMPRESSED = "no-store, no-transform";

/**
 * A response with these headers, set after construction: the runtime prepares a response constructed with headers for
 * sending, and does so again, body included, if more are set, as the middlewares do with every response.
 */
export function respond(
  body: Uint8Array<ArrayBuffer> | string,
  headers: Record<string, string> | [name: string, value: string][],
  status = 200,
): Response {
  const response = new Response(body, { status });
  for (const [name, value] of Array.isArray(headers) ? headers : Object.entries(headers)) {
    response.headers.set(name, value);
  }
  return response;
}
