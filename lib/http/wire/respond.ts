/** For large answers to few people: the server would compress them on the event loop. */
export const UNCOMPRESSED = "no-store, no-transform";

/**
 * An answer of bytes or text with these headers. They are set afterwards: the runtime prepares a response that is made with
 * headers for sending, and does so again, body included, when more are set, as the middlewares do with every answer.
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
