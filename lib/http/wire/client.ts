/** Where a request comes from, as far as its headers can be trusted. */
import type { Config } from "@/lib/config.ts";
import { isLoopback, parseAddress } from "./address.ts";

type RequestInfo = Pick<Deno.ServeHandlerInfo, "remoteAddr">;
type ProxyConfig = Pick<Config, "proxyHops">;

/**
 * The client's IP address. Behind trusted proxies it is the entry of `X-Forwarded-For` that the outermost of them
 * wrote; anything before it may be forged. The peer's address is used if that entry is not an address.
 */
export function clientAddress(headers: Headers, info: RequestInfo, { proxyHops }: ProxyConfig): string {
  if (proxyHops === 0) return peerAddress(info);
  const entries = headers.get("x-forwarded-for")?.split(",") ?? [];
  const forwarded = entries[Math.max(0, entries.length - proxyHops)] ?? "";
  return parseAddress(forwarded) ?? peerAddress(info);
}

/** The address at the other end of the connection; `local` if it has none. */
export function peerAddress({ remoteAddr }: RequestInfo): string {
  return "hostname" in remoteAddr ? parseAddress(remoteAddr.hostname) ?? remoteAddr.hostname : "local";
}

const FORWARDING_HEADERS = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-real-ip",
];

/** Whether the request comes from this machine. A proxy that forwards requests from elsewhere adds a header. */
export function isLocal(headers: Headers, info: RequestInfo): boolean {
  return !FORWARDING_HEADERS.some((header) => headers.has(header)) && isLoopback(peerAddress(info));
}

/** The id that a trusted proxy gave the request, so that its log and ours can be correlated; otherwise a new one. */
export function requestIdOf(headers: Headers, { proxyHops }: ProxyConfig): string {
  const given = proxyHops > 0 ? headers.get("x-request-id") : null;
  return given !== null && /^[\w-]{8,64}$/.test(given) ? given : crypto.randomUUID();
}

/** The request's trace (W3C Trace Context): a trusted proxy's, or a new one. */
export function traceparentOf(headers: Headers, { proxyHops }: ProxyConfig): string {
  const given = proxyHops > 0 ? headers.get("traceparent") : null;
  return given !== null && TRACEPARENT.test(given) ? given : `00-${randomHex(16)}-${randomHex(8)}-00`;
}

/** Version 00; an all-zero id is invalid. */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

function randomHex(bytes: number): string {
  return crypto.getRandomValues(new Uint8Array(bytes)).toHex();
}

/** Whether a method may change something (RFC 9110, section 9.2.1). */
export function isUnsafe(method: string): boolean {
  return method !== "GET" && method !== "HEAD" && method !== "OPTIONS";
}

/**
 * Whether another site made the browser send this request. Browsers say so in `Sec-Fetch-Site` or `Origin`, which
 * scripts cannot set; a request with neither does not come from a browser.
 */
export function isCrossSite(headers: Headers, url: URL, config: Pick<Config, "publicUrl">): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return true;
  const origin = headers.get("origin");
  // Browsers that are set to hide referrers send a null origin even to the page's own site.
  if (origin === "null" && site === "same-origin") return false;
  return origin !== null && origin !== url.origin && origin !== config.publicUrl;
}
