/**
 * Devices that have signed in before. A signed cookie names the device and the accounts that signed in on it, and is kept
 * when they sign out: wrong passwords tried elsewhere never keep the owner out on such a device.
 */
import { type Cookies, sign, verifySigned } from "@/lib/http/wire/cookies.ts";

const DEVICE_COOKIE = "aisle_device";
const DEVICE_SECONDS = 400 * 24 * 3600;
const PURPOSE = "device";
const SEPARATOR = "~";
/** A device that more people share forgets the accounts that signed in longest ago. */
const ACCOUNTS_MAX = 5;

export interface KnownDevice {
  id: string;
  /** The ids of the accounts that signed in on it, the latest first. */
  accounts: readonly string[];
}

/** The device of a request; null if nobody has signed in on it yet. */
export function readDevice(cookies: Cookies, secrets: readonly string[]): KnownDevice | null {
  const signed = cookies.get(DEVICE_COOKIE);
  const value = signed === undefined ? null : verifySigned(PURPOSE, signed, secrets);
  if (value === null) return null;
  const [id, ...accounts] = value.split(SEPARATOR);
  return { id, accounts };
}

/** Makes the device known to the account, after its owner has signed in there. */
export function rememberDevice(cookies: Cookies, secrets: readonly string[], userId: string): void {
  const { id, accounts } = readDevice(cookies, secrets) ?? { id: crypto.randomUUID(), accounts: [] };
  const latest = [userId, ...accounts.filter((other) => other !== userId)].slice(0, ACCOUNTS_MAX);
  cookies.set(DEVICE_COOKIE, sign(PURPOSE, [id, ...latest].join(SEPARATOR), secrets), DEVICE_SECONDS);
}
