/** Identifies the caller of a request by its bearer token, or else by its cookies. */
import type { Secrets } from "@/lib/config/secrets.ts";
import type { Cookies } from "@/lib/http/wire/cookies.ts";
import { forgetOpened } from "./booking_links.ts";
import { ACCESS_TOKEN_SECONDS } from "./access_tokens.ts";
import type { Caller } from "./caller.ts";
import { SESSION_SECONDS } from "./session_lifetime.ts";
import type { IssuedTokens, LiveSession, Sessions } from "./sessions.ts";
import { readVisitor, renewVisitor } from "./visitors.ts";

export const ACCESS_COOKIE = "aisle_access";
export const REFRESH_COOKIE = "aisle_refresh";

export interface IdentifyContext {
  services: { sessions: Sessions; secrets: Pick<Secrets, "cookieSecrets"> };
  cookies: Cookies;
  address: string;
}

/** An anonymous caller. */
export function guest(address: string): Caller {
  return { user: null, sessionId: null, visitorId: null, via: "none", address };
}

/**
 * The caller of an API request: a bearer token takes precedence over cookies; null if it is invalid. Without
 * credentials nothing is looked up.
 */
export async function identify(
  authorization: string | null,
  context: IdentifyContext,
): Promise<Caller | null> {
  const bearer = authorization === null ? null : /^bearer(?: +(.*))?$/i.exec(authorization);
  if (!bearer) return await identifyByCookies(context, "renew");
  const session = await context.services.sessions.identify(bearer[1] ?? "");
  if (!session) return null;
  const { user, sessionId, visitorId } = session;
  return { user, sessionId, visitorId, via: "bearer", address: context.address };
}

/**
 * The caller according to the cookies. If the access token has expired and the refresh token is valid, the response
 * sets a new access token, and with `rotate` a new refresh token: pages rotate it; their scripts, which send many
 * requests at once, do not.
 */
export async function identifyByCookies(
  context: IdentifyContext,
  renewal: "renew" | "rotate",
): Promise<Caller> {
  const { services, cookies, address } = context;
  if (cookies.areMissing) return guest(address);
  const visitorId = readVisitor(cookies, services.secrets.cookieSecrets);
  const session = await sessionOfCookies(services.sessions, cookies, visitorId, renewal);
  const user = session?.user ?? null;
  const via = user || visitorId ? "cookie" : "none";
  return { user, sessionId: session?.sessionId ?? null, visitorId, via, address };
}

async function sessionOfCookies(
  sessions: Sessions,
  cookies: Cookies,
  visitorId: string | null,
  renewal: "renew" | "rotate",
): Promise<LiveSession | null> {
  const accessToken = cookies.get(ACCESS_COOKIE);
  const session = accessToken ? await sessions.identify(accessToken) : null;
  if (session) return session;
  const refreshToken = cookies.get(REFRESH_COOKIE);
  const renewed = refreshToken ? await sessions[renewal](refreshToken, visitorId) : null;
  if (renewed) setSessionCookies(cookies, renewed);
  return renewed;
}

/** Sets a browser's token cookies. */
export function setSessionCookies(cookies: Cookies, tokens: IssuedTokens): void {
  cookies.set(ACCESS_COOKIE, tokens.accessToken, ACCESS_TOKEN_SECONDS);
  if (tokens.refreshToken) cookies.set(REFRESH_COOKIE, tokens.refreshToken, SESSION_SECONDS);
}

/**
 * Clears the token cookies and makes the browser a new visitor, so that the next user has no access to its holds and its
 * bookings as a guest.
 */
export function clearSessionCookies(cookies: Cookies, cookieSecrets: readonly string[]): void {
  cookies.clear(ACCESS_COOKIE);
  cookies.clear(REFRESH_COOKIE);
  forgetOpened(cookies);
  renewVisitor(cookies, cookieSecrets);
}

/** The caller as a possible owner of holds: a guest without a visitor id becomes a new visitor. */
export function ensureVisitor(
  state: { caller: Caller; cookies: Cookies; services: { secrets: Pick<Secrets, "cookieSecrets"> } },
): Caller {
  const { caller, cookies, services } = state;
  if (caller.user || caller.visitorId) return caller;
  state.caller = { ...caller, visitorId: renewVisitor(cookies, services.secrets.cookieSecrets) };
  return state.caller;
}
