/** What a request tells of the client: its address, and whether another site made the browser send it. */
import type { Config } from "@/lib/config.ts";

type RequestInfo = Pick<Deno.ServeHandlerInfo, "remoteAddr">;

/**
 * The client's IP address. Behind a trusted proxy it is the last entry of `X-Forwarded-For`: the proxy's own; what
 * stands before it may be made up.
 */
export function clientAddress(headers: Headers, info: RequestInfo, trustProxy: boolean): string {
  const forwarded = trustProxy ? headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
  if (forwarded) return forwarded;
  return "hostname" in info.remoteAddr ? info.remoteAddr.hostname : "local";
}

/** Whether a method may change something (RFC 9110, section 9.2.1). */
export function isUnsafe(method: string): boolean {
  return method !== "GET" && method !== "HEAD" && method !== "OPTIONS";
}

/**
 * Whether another site made the browser send this. Browsers say so in `Sec-Fetch-Site` or `Origin`, which scripts
 * cannot set; a request with neither does not come from a browser.
 */
export function isCrossSite(headers: Headers, url: URL, config: Pick<Config, "publicUrl">): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return true;
  const origin = headers.get("origin");
  return origin !== null && origin !== url.origin && origin !== config.publicUrl;
}
