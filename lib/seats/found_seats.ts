/**
 * Seats that were found for a buyer, as against those that they chose by hand: asked again for the best, they get other
 * seats in place of the found ones, and keep the others.
 */
import type { Cookies } from "@/lib/http/wire/cookies.ts";
import type { IsFree } from "./best_available.ts";

const COOKIE = "found";
/** As long as a hold can last. */
const COOKIE_LIFE_SECONDS = 7_200;
/** Browsers keep cookies of 4 KB. So many ids do not fit only where a buyer may have hundreds of seats. */
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
    // Not written by us.
    return [];
  }
}

/**
 * The best seats in place of those found before, which count as free; other ones where there are any and these fulfil the
 * wish already.
 * @param found Seats, by index, that the last search gave and the buyer still has.
 * @param fulfils Whether they are what is asked for now.
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
