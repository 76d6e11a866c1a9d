/** What Fresh can route: requests it knows no path or method of would end as a bare 500 outside of the app. */

const METHODS = ["PUT", "PATCH", "DELETE", "POST", "GET", "HEAD", "OPTIONS"];

type Handler = (request: Request, info: Deno.ServeHandlerInfo) => Response | Promise<Response>;

/**
 * A handler that gives the app only what it can route. A path that is not validly encoded is taken literally, and so
 * leads nowhere. An unknown method becomes one that the address does not take, and so is refused like any other.
 */
export function onlyRoutable(handler: Handler): Handler {
  return (request, info) => {
    if (!METHODS.includes(request.method)) return answerUnknownMethod(request, info, handler);
    const url = literalUrl(request.url);
    return handler(url === request.url ? request : new Request(url, request), info);
  };
}

/** The URL with each `%` of its path as a character, if the path is not validly encoded. */
function literalUrl(address: string): string {
  if (!address.includes("%")) return address;
  const url = new URL(address);
  try {
    decodeURIComponent(url.pathname);
    return address;
  } catch {
    url.pathname = url.pathname.replaceAll("%", "%25");
    return url.href;
  }
}

async function answerUnknownMethod(
  { url, headers }: Request,
  info: Deno.ServeHandlerInfo,
  handler: Handler,
): Promise<Response> {
  const known = (method: string) => handler(new Request(literalUrl(url), { method, headers }), info);
  const allow = (await known("OPTIONS")).headers.get("allow")?.split(", ") ?? [];
  // Where every method is taken, every method has the same answer.
  return await known(METHODS.find((method) => !allow.includes(method)) ?? "GET");
}
