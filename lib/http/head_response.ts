/**
 * Answers HEAD without `Content-Length` where the length is not known. The app has left the body out by then, and the server
 * would say that it is empty. Lengths that are told, as of static files, stay.
 */
export function withoutFalseLength(handler: Deno.ServeHandler): Deno.ServeHandler {
  return async (request, info) => {
    const response = await handler(request, info);
    const hasNoBody = response.status === 204 || response.status === 304;
    if (request.method !== "HEAD" || hasNoBody || response.headers.has("content-length")) return response;
    // Of a stream the server knows no length. Nobody reads it.
    return new Response(new ReadableStream({ pull: (controller) => controller.close() }), response);
  };
}
