/** Visitors: browsers that are not signed in, identified by a signed cookie once a response needs one. */
import { BoundedMap, ownText } from "@/lib/bounded_map.ts";
import { type Cookies, sign, verifySigned } from "@/lib/http/wire/cookies.ts";

export const VISITOR_COOKIE = "aisle_visitor";
const VISITOR_SECONDS = 180 * 24 * 3600;

/** Cookies already verified, by secrets and cookie: a browser sends the same one with every request. */
const checked = new BoundedMap<string, string>(10_000);

/** The visitor of the request's cookie, or null without a valid cookie. */
export function readVisitor(cookies: Cookies, cookieSecrets: readonly string[]): string | null {
  const signed = cookies.get(VISITOR_COOKIE);
  if (signed === undefined) return null;
  const key = cookieSecrets.join() + signed;
  const known = checked.get(key);
  if (known !== undefined) return known;
  const visitorId = verifySigned("visitor", signed, cookieSecrets);
  if (visitorId !== null) checked.set(key, ownText(visitorId));
  return visitorId;
}

/** Makes the browser a new visitor and returns its id. */
export function renewVisitor(cookies: Cookies, cookieSecrets: readonly string[]): string {
  const visitorId = crypto.randomUUID();
  cookies.set(VISITOR_COOKIE, sign("visitor", visitorId, cookieSecrets), VISITOR_SECONDS);
  return visitorId;
}
