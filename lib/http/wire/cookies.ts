/** Cookies: reading, writing, and signing values that a browser must not forge. */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

/** The cookies of a request, and those that its response sets. */
export class Cookies {
  readonly #secure: boolean;
  readonly #header: string | null;
  #received: Map<string, string> | undefined;
  readonly #set = new Map<string, string>();

  /** `secure`: the request came over HTTPS, so the cookies carry `__Host-` and `Secure`. */
  constructor(header: string | null, secure: boolean) {
    this.#header = header;
    this.#secure = secure;
  }

  /** Whether the browser sent no cookies. */
  get areMissing(): boolean {
    return this.#header === null;
  }

  /** The value that the browser sent; `set` does not change it. */
  get(name: string): string | undefined {
    if (this.#header === null) return undefined;
    this.#received ??= parseCookies(this.#header);
    return this.#received.get(this.#fullName(name));
  }

  /** Sets a cookie for the whole site, inaccessible to scripts. The last call for a name wins. */
  set(name: string, value: string, maxAgeSeconds: number): void {
    const fullName = this.#fullName(name);
    const secure = this.#secure ? "; Secure" : "";
    this.#set.set(
      fullName,
      `${fullName}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`,
    );
  }

  /** Tells the browser to forget a cookie. */
  clear(name: string): void {
    this.set(name, "", 0);
  }

  /** Whether the response tells the browser to forget a cookie. */
  clears(name: string): boolean {
    return this.#set.get(this.#fullName(name))?.startsWith(`${this.#fullName(name)}=;`) ?? false;
  }

  /** Appends the cookies set to the response headers. Returns whether there were any. */
  appendTo(headers: Headers): boolean {
    for (const line of this.#set.values()) headers.append("set-cookie", line);
    return this.#set.size > 0;
  }

  #fullName(name: string): string {
    return this.#secure ? `__Host-${name}` : name;
  }
}

/** The cookies of a `Cookie` header (RFC 6265, section 5.4). If a name is repeated, the first wins. */
export function parseCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header.split(";")) {
    const equals = pair.indexOf("=");
    if (equals === -1) continue;
    const name = pair.slice(0, equals).trim();
    if (!cookies.has(name)) cookies.set(name, pair.slice(equals + 1).trim());
  }
  return cookies;
}

/**
 * `value` followed by its signature with the first of the secrets. `purpose` keeps one kind of cookie from being passed
 * off as another.
 */
export function sign(purpose: string, value: string, [secret]: readonly string[]): string {
  return `${value}.${signature(purpose, value, secret)}`;
}

/** The value that was signed with one of the secrets, or null if the signature is invalid. */
export function verifySigned(purpose: string, signed: string, secrets: readonly string[]): string | null {
  const dot = signed.lastIndexOf(".");
  if (dot === -1) return null;
  const value = signed.slice(0, dot);
  const given = Buffer.from(signed.slice(dot + 1));
  const isValid = secrets.some((secret) => {
    const expected = Buffer.from(signature(purpose, value, secret));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return isValid ? value : null;
}

function signature(purpose: string, value: string, secret: string): string {
  return createHmac("sha256", secret).update(`${purpose}:${value}`).digest("base64url");
}
