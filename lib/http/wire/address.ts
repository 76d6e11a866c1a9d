/** Client addresses: their canonical form, and the networks that limits apply to. */
import ipaddr from "ipaddr.js";
import { isIPv4, isIPv6 } from "node:net";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** The networks that per-address limits apply to. */
export interface Networks {
  /** The address itself, or its IPv6 /64: whoever has one address of a /64 has all of them. */
  network: string;
  /** Its IPv6 /48, in which a customer may have many /64s. */
  site: string | null;
}

/**
 * The canonical form of an IP address, or null for other text. Removes the port and brackets that proxies write, and
 * zone ids, and turns IPv4-mapped IPv6 into IPv4.
 */
export function parseAddress(text: string): string | null {
  // Most are bare IPv4, which has only one spelling.
  return isIPv4(text) ? text : parse(text)?.toString() ?? null;
}

/** Whether an address is this machine's own. */
export function isLoopback(address: string): boolean {
  return parse(address)?.range() === "loopback";
}

/** The networks of an address. Text that is not an address, as for a Unix socket, is used as is. */
export function networksOf(address: string): Networks {
  const parsed = isIPv4(address) ? null : parse(address);
  if (!(parsed instanceof ipaddr.IPv6)) return { network: address, site: null };
  return { network: prefix(parsed, 64), site: prefix(parsed, 48) };
}

function parse(text: string): Address | null {
  const [, bracketed, port4] = /^\[([^\]]*)\](?::\d{1,5})?$|^([^:]*):\d{1,5}$/.exec(text.trim()) ?? [];
  const [host] = (bracketed ?? port4 ?? text.trim()).split("%");
  // The library's own check throws internally for anything invalid, which costs more than the rest of a request, and it
  // accepts octal, hexadecimal and shortened IPv4, which no proxy writes.
  if (isIPv6(host)) return ipaddr.process(host);
  return isIPv4(host) ? ipaddr.IPv4.parse(host) : null;
}

function prefix(address: ipaddr.IPv6, bits: 48 | 64): string {
  const parts = address.parts.map((part, at) => at * 16 < bits ? part : 0);
  return `${new ipaddr.IPv6(parts)}/${bits}`;
}
