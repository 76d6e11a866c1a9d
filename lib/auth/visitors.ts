/** Visitors: browsers that are not signed in, known by a signed cookie from the first answer that needs one. */
import { type Cookies, sign, verifySigned } from "@/lib/http/cookies.ts";

const VISITOR_COOKIE = "aisle_visitor";
const VISITOR_SECONDS = 180 * 24 * 3600;

/** The visitor of the request's cookie, or null without a cookie of ours. */
export function readVisitor(cookies: Cookies, cookieSecret: string): string | null {
  const signed = cookies.get(VISITOR_COOKIE);
  return signed === undefined ? null : verifySigned("visitor", signed, cookieSecret);
}

/** Makes the browser a new visitor and gives its id. */
export function renewVisitor(cookies: Cookies, cookieSecret: string): string {
  const visitorId = crypto.randomUUID();
  cookies.set(VISITOR_COOKIE, sign("visitor", visitorId, cookieSecret), VISITOR_SECONDS);
  return visitorId;
}
