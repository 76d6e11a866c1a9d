/** Makes requests routable: one whose path or method Fresh cannot handle would become a bare 500 outside the app. */

const METHODS = ["PUT", "PATCH", "DELETE", "POST", "GET", "HEAD", "OPTIONS"];

type Handler = (request: Request, info: Deno.ServeHandlerInfo) => Response | Promise<Response>;

/**
 * A handler that passes only routable requests to the app. A path with invalid percent-encoding is taken literally, so
 * it is not found. An unknown method becomes one that the URL does not support, so it is refused like any other.
 */
export function onlyRoutable(handler: Handler): Handler {
  return (request, info) => {
    if (!METHODS.includes(request.method)) return handleUnknownMethod(request, info, handler);
    const url = literalUrl(request.url);
    return handler(url === request.url ? request : new Request(url, request), info);
  };
}

/** The URL with each `%` of its path escaped, if the path has invalid percent-encoding. */
function literalUrl(sent: string): string {
  if (!sent.includes("%")) return sent;
  const url = new URL(sent);
  try {
    decodeURIComponent(url.pathname);
    return sent;
  } catch {
    url.pathname = url.pathname.replaceAll("%", "%25");
    return url.href;
  }
}

async function handleUnknownMethod(
  { url, headers }: Request,
  info: Deno.ServeHandlerInfo,
  handler: Handler,
): Promise<Response> {
  const known = (method: string) => handler(new Request(literalUrl(url), { method, headers }), info);
  const allow = (await known("OPTIONS")).headers.get("allow")?.split(", ") ?? [];
  // If every method is supported, every method gets the same response.
  return await known(METHODS.find((method) => !allow.includes(method)) ?? "GET");
}
