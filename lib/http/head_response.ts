/**
 * Sends no `Content-Length` in response to HEAD if the length is unknown. The app has dropped the body by then, and the
 * server would report it as empty. Lengths that are set, such as those of static files, stay.
 */
export function withoutFalseLength(handler: Deno.ServeHandler): Deno.ServeHandler {
  return async (request, info) => {
    const response = await handler(request, info);
    const hasNoBody = response.status === 204 || response.status === 304;
    if (request.method !== "HEAD" || hasNoBody || response.headers.has("content-length")) return response;
    // The server does not know the length of a stream. Nobody reads it.
    return new Response(new ReadableStream({ pull: (controller) => controller.close() }), response);
  };
}
