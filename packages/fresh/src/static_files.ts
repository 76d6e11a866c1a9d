import { CACHE_BUST_KEY } from "./asset_urls.ts";
import type { StaticFile } from "./build.ts";
import { type Context, internalsOf } from "./context.ts";
import type { Middleware } from "./types.ts";

const FOR_EVER = "public, max-age=31536000, immutable";
const NO_STORE = "no-cache, no-store, max-age=0, must-revalidate";

/** Serves the files of the `static` folder and the islands' JavaScript. For use at the root. */
export function staticFiles<State>(): Middleware<State> {
  return (ctx) => {
    const { build } = internalsOf(ctx);
    const { pathname } = ctx.url;
    const file = build?.staticFiles.get(normalized(pathname));
    if (build === null || file === undefined) {
      // Browsers request it unprompted; an error page would be wasted on them.
      if (pathname === "/favicon.ico") return new Response(null, { status: 404 });
      return ctx.next();
    }
    return serve(ctx, file, build.id, build.mode === "production");
  };
}

async function serve<State>(
  ctx: Context<State>,
  file: StaticFile,
  buildId: string,
  mayCache: boolean,
): Promise<Response> {
  const { method } = ctx.req;
  if (method !== "GET" && method !== "HEAD") return new Response("Method Not Allowed", { status: 405 });

  const key = ctx.url.searchParams.get(CACHE_BUST_KEY);
  if (key !== null && key !== buildId) {
    const url = new URL(ctx.url);
    url.searchParams.delete(CACHE_BUST_KEY);
    return new Response(null, { status: 307, headers: { location: url.pathname + url.search } });
  }

  const headers = new Headers({ "content-type": file.contentType, vary: "If-None-Match" });
  if (mayCache) {
    const etag = `W/"${file.hash}"`;
    const known = ctx.req.headers.get("if-none-match");
    if (known === etag || known === file.hash) return new Response(null, { status: 304, headers });
    headers.set("etag", etag);
  }
  headers.set("cache-control", mayCache && (file.immutable || key === buildId) ? FOR_EVER : NO_STORE);
  const content = await file.read();
  headers.set("content-length", String(content.byteLength));
  return new Response(method === "HEAD" ? null : content, { headers });
}

/** A path that is certainly in the form of {@link staticPath}. */
const PLAIN_PATH = /^[\w\-.!~*'()/]*(?<!\/)$/;

/** A request's path in the form of {@link staticPath}, however the request encoded it. */
function normalized(pathname: string): string {
  if (PLAIN_PATH.test(pathname)) return pathname;
  try {
    return `/${staticPath(decodeURIComponent(pathname).split("/").filter(Boolean).join("/"))}`;
  } catch {
    return pathname; // Not validly encoded, so it matches no file.
  }
}

/** The percent-encoded URL path of a file, from its path in the static folder with a leading slash. */
export function staticPath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
