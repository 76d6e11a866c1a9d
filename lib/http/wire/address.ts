/** Addresses of clients: as one text each, and what of them a limit counts for. */
import ipaddr from "ipaddr.js";
import { isIPv4, isIPv6 } from "node:net";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Who a limit per address counts for. */
export interface Networks {
  /** The address itself, or the IPv6 /64 it is in: whoever has one address of a /64 has all of them. */
  network: string;
  /** The IPv6 /48 around it, of which a customer may have many /64. */
  site: string | null;
}

/**
 * An IP address in its one spelling, or null for text that is none. Takes a port and brackets off, as proxies write them,
 * and zone ids, and makes IPv4 of what is mapped into IPv6.
 */
export function parseAddress(text: string): string | null {
  // Most are IPv4 and come bare, in the only spelling there is.
  return isIPv4(text) ? text : parse(text)?.toString() ?? null;
}

/** Whether an address is this machine's own. */
export function isLoopback(address: string): boolean {
  return parse(address)?.range() === "loopback";
}

/** What limits per address count for. Text that is no address, as of a Unix socket, stands for itself. */
export function networksOf(address: string): Networks {
  const parsed = isIPv4(address) ? null : parse(address);
  if (!(parsed instanceof ipaddr.IPv6)) return { network: address, site: null };
  return { network: prefix(parsed, 64), site: prefix(parsed, 48) };
}

function parse(text: string): Address | null {
  const [, bracketed, port4] = /^\[([^\]]*)\](?::\d{1,5})?$|^([^:]*):\d{1,5}$/.exec(text.trim()) ?? [];
  const [host] = (bracketed ?? port4 ?? text.trim()).split("%");
  // The library's own check throws inside for each text that is none, which costs more than all else of a request; and it
  // takes octal, hexadecimal and shortened IPv4, which no proxy writes.
  if (isIPv6(host)) return ipaddr.process(host);
  return isIPv4(host) ? ipaddr.IPv4.parse(host) : null;
}

function prefix(address: ipaddr.IPv6, bits: 48 | 64): string {
  const parts = address.parts.map((part, at) => at * 16 < bits ? part : 0);
  return `${new ipaddr.IPv6(parts)}/${bits}`;
}
