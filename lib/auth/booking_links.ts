/**
 * Links to the bookings of guests. A link's key is an HMAC of the booking's id and the version of its keys, so it is stored
 * nowhere; a new version voids the links sent before. A browser in which a link was opened gets a signed cookie that says
 * so, for that booking alone.
 */
import { type Cookies, sign, verifySigned } from "@/lib/http/wire/cookies.ts";

const KEY_PURPOSE = "booking-link";
const OPENED_COOKIE = "aisle_bookings";
const OPENED_PURPOSE = "opened-bookings";
const OPENED_SECONDS = 30 * 24 * 3600;
/** A browser forgets the bookings that it opened longest ago. */
const OPENED_MAX = 5;

/** A booking as its links name it. */
export interface LinkedBooking {
  id: string;
  keyVersion: number;
}

/** The key in the links to a booking, as it follows `?key=`. */
export function bookingKey(booking: LinkedBooking, secrets: readonly string[]): string {
  const name = nameOf(booking);
  return sign(KEY_PURPOSE, name, secrets).slice(name.length + 1);
}

/** Whether a key is that of the booking. */
export function isBookingKey(booking: LinkedBooking, key: string, secrets: readonly string[]): boolean {
  return verifySigned(KEY_PURPOSE, `${nameOf(booking)}.${key}`, secrets) !== null;
}

/** The bookings whose link was opened in this browser, the latest first. */
export function openedBookings(cookies: Cookies, secrets: readonly string[]): LinkedBooking[] {
  const signed = cookies.get(OPENED_COOKIE);
  const value = signed === undefined ? null : verifySigned(OPENED_PURPOSE, signed, secrets);
  if (!value) return [];
  return value.split("~").map((name) => {
    const [id, version] = name.split(".");
    return { id, keyVersion: Number(version) };
  });
}

/** Lets the browser read the booking whose link was opened in it. */
export function rememberOpened(cookies: Cookies, secrets: readonly string[], booking: LinkedBooking): void {
  const others = openedBookings(cookies, secrets).filter(({ id }) => id !== booking.id);
  const value = [booking, ...others].slice(0, OPENED_MAX).map(nameOf).join("~");
  cookies.set(OPENED_COOKIE, sign(OPENED_PURPOSE, value, secrets), OPENED_SECONDS);
}

/** Makes the browser forget them all. */
export function forgetOpened(cookies: Cookies): void {
  cookies.clear(OPENED_COOKIE);
}

function nameOf({ id, keyVersion }: LinkedBooking): string {
  return `${id}.${keyVersion}`;
}
