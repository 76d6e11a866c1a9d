/**
 * The kinds of values that settings have. The error message of each schema says what is allowed; `parseConfig` puts the
 * name and the value of the setting in front.
 */
import { z } from "zod";
import { lowerAscii } from "@/lib/text/unicode_forms.ts";

export function wholeNumber(min: number, max: number) {
  const allowed = `a whole number from ${min} to ${max}`;
  return z.string().regex(/^\d{1,9}$/, allowed).transform(Number).refine(
    (n) => n >= min && n <= max,
    allowed,
  );
}

export function share() {
  const allowed = "a number from 0 to 1, such as 0.9";
  return z.string().regex(/^(0|1|0?\.\d+|[01]\.\d+)$/, allowed).transform(Number).refine(
    (n) => n <= 1,
    allowed,
  );
}

export function onOff() {
  return z.enum(["on", "off"], "on or off").transform((value) => value === "on");
}

export function proxyHops() {
  return z.string().regex(/^(on|off|[1-9])$/, "on, off, or how many proxies are in front, 1 to 9")
    .transform((value) => value === "off" ? 0 : value === "on" ? 1 : Number(value));
}

export function serviceUrl(protocols: string[], allowed: string) {
  return z.string().refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ""), allowed);
}

export function webOrigin() {
  const allowed = "an http or https URL without a path, such as https://tickets.example.org";
  return z.string().refine((text) => {
    const url = URL.parse(text);
    return url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
  }, allowed).transform((text) => new URL(text).origin);
}

export function redisUrls() {
  const allowed = "a redis:// or rediss:// URL, or several separated by commas";
  const one = serviceUrl(["redis:", "rediss:"], allowed);
  return z.string().refine(
    (text) => text.split(",").every((part) => one.safeParse(part.trim()).success),
    allowed,
  );
}

export function brokers() {
  const allowed = "host:port, or several separated by commas";
  return z.string().transform((text) => text.split(",").map((part) => part.trim()))
    .refine((list) => list.every((part) => /^(\[[0-9a-f:]+\]|[\w.-]+):\d{1,5}$/i.test(part)), allowed);
}

export function hosts() {
  const allowed = "a host name or address, or several separated by commas";
  return z.string().transform((text) => lowerAscii(text).split(",").map((part) => part.trim()))
    .refine((list) => list.every((part) => /^[\w.:-]+$/.test(part)), allowed);
}

/** An OpenID Connect issuer. http is for trying out on one machine; production refuses it. */
export function oidcIssuer() {
  const allowed =
    "an https URL without query, such as https://accounts.example.org; http on this machine only";
  return z.string().refine((text) => {
    const url = URL.parse(text);
    if (!url || url.search || url.hash || url.username) return false;
    return url.protocol === "https:" ||
      (url.protocol === "http:" && isLoopback(url.hostname.replace(/^\[|\]$/g, "")));
  }, allowed);
}

/** Values separated by commas. */
export function list() {
  return z.string().transform((text) => text.split(",").map((part) => part.trim()).filter((part) => part));
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

const SECRET_ALLOWED = "at least 32 characters";

export function secret() {
  return z.string().min(32, SECRET_ALLOWED);
}

export function secrets() {
  const allowed = `${SECRET_ALLOWED}, or several secrets of that length separated by commas`;
  return z.string().transform((text) => text.split(",").map((part) => part.trim()))
    .refine((list) => list.every((one) => secret().safeParse(one).success), allowed);
}

/** The DER bytes that precede the 32 bytes of every Ed25519 private key in PKCS #8 (RFC 8410). */
const ED25519_PKCS8_PREFIX_HEX = "302e020100300506032b657004220420";

export function ed25519PrivateKey() {
  const allowed = "an Ed25519 private key as PKCS #8 DER in base64 " +
    "(openssl genpkey -algorithm ed25519 -outform DER | base64)";
  return z.string().regex(/^[A-Za-z0-9+/]{64}$/, { error: allowed, abort: true }).refine((text) => {
    const bytes = Uint8Array.fromBase64(text);
    return bytes.slice(0, 16).toHex() === ED25519_PKCS8_PREFIX_HEX;
  }, allowed);
}
