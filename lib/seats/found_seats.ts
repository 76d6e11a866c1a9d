/**
 * Seats that were found for a buyer, as opposed to seats chosen by hand. A buyer who asks for the best seats again
 * gets others in place of the found ones, and keeps those chosen by hand.
 */
import type { Cookies } from "@/lib/http/wire/cookies.ts";
import type { IsFree } from "./best_available.ts";

const COOKIE = "found";
/** As long as a hold can last. */
const COOKIE_LIFE_SECONDS = 7_200;
/** Browsers limit cookies to 4 KB. The ids only exceed that if a buyer may have hundreds of seats. */
const COOKIE_LENGTH_MAX = 3_000;

/** Remembers, for pages without scripts, which seats of a hold were found. */
export function rememberFound(cookies: Pick<Cookies, "set">, holdId: string, seatIds: string[]): void {
  const value = `${holdId}/${seatIds.map(encodeURIComponent).join("/")}`;
  if (value.length <= COOKIE_LENGTH_MAX) cookies.set(COOKIE, value, COOKIE_LIFE_SECONDS);
}

/** The seats of a hold that were found, as far as the browser knows; the buyer may have given some back since. */
export function readFound(cookies: Pick<Cookies, "get">, holdId: string): string[] {
  const [ofHold, ...ids] = (cookies.get(COOKIE) ?? "").split("/");
  if (ofHold !== holdId) return [];
  try {
    return ids.map(decodeURIComponent);
  } catch {
    // Not a cookie that we wrote.
    return [];
  }
}

/**
 * Returns the best seats to replace those found before, which count as free. If the found ones already fulfil the wish,
 * others are preferred.
 * @param found Indexes of the seats that the latest search returned and the buyer still has.
 * @param fulfils Whether those seats already fulfil the current wish.
 */
export function findAgain(
  choose: (isFree: IsFree) => number[] | null,
  isFree: IsFree,
  found: ReadonlySet<number>,
  fulfils: boolean,
): number[] | null {
  const others = fulfils ? choose((seat) => isFree(seat) && !found.has(seat)) : null;
  return others ?? choose((seat) => isFree(seat) || found.has(seat));
}
