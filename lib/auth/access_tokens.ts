/** Access tokens: JWTs (HS256), valid for 15 minutes, that identify an account and its device. */
import { Buffer } from "node:buffer";
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { BoundedMap } from "@/lib/bounded_map.ts";
import { type Role, roles } from "./permissions.ts";

/** How long an access token is valid. */
export const ACCESS_TOKEN_SECONDS = 15 * 60;

export interface AccessClaims {
  userId: string;
  role: Role;
  sessionId: string;
  /** The visitor that the device was before it signed in. */
  visitorId: string | null;
}

const ISSUER = "aisle";
const CHECKED_MAX = 10_000;

const payloadSchema = z.object({
  iss: z.literal(ISSUER),
  sub: z.uuid(),
  role: z.enum(roles),
  sid: z.uuid(),
  vid: z.uuid().nullable(),
  exp: z.number(),
});

interface CheckedToken {
  claims: AccessClaims;
  expiresAtMs: number;
}

/** A secret, and the header of every token signed with it, which names the secret by its `kid`. */
interface Key {
  header: string;
  secret: string;
}

/**
 * Issues tokens with the first secret and verifies those of any, so that a secret can be replaced while its tokens are
 * in use. When a sale opens, every buyer's token is new to this process. Verified here, each costs about half the CPU
 * time and none of the thread switches of the runtime's asynchronous cryptography, on which jose is built.
 */
export class AccessTokens {
  readonly #keys: readonly Key[];
  readonly #now: () => number;
  /** Tokens already verified or issued: clients send the same one often, and a lookup is cheaper than verifying. */
  readonly #checked = new BoundedMap<string, CheckedToken>(CHECKED_MAX);

  constructor(secrets: readonly string[], now: () => number) {
    this.#keys = secrets.map((secret) => ({
      header: encode({ alg: "HS256", typ: "JWT", kid: keyId(secret) }),
      secret,
    }));
    this.#now = now;
  }

  issue(claims: AccessClaims): string {
    const { userId: sub, role, sessionId: sid, visitorId: vid } = claims;
    const iat = Math.floor(this.#now() / 1000);
    const exp = iat + ACCESS_TOKEN_SECONDS;
    const [key] = this.#keys;
    const signed = `${key.header}.${encode({ iss: ISSUER, sub, role, sid, vid, iat, exp })}`;
    const token = `${signed}.${signatureOf(signed, key)}`;
    this.#checked.set(token, { claims, expiresAtMs: exp * 1000 });
    return token;
  }

  /** The token's claims, or null if it is not ours or has expired. */
  verify(token: string): AccessClaims | null {
    const checked = this.#checked.get(token) ?? this.#check(token);
    return checked && this.#now() < checked.expiresAtMs ? checked.claims : null;
  }

  #check(token: string): CheckedToken | null {
    const [header, payload, signature = ""] = token.split(".");
    const signed = `${header}.${payload}`;
    // No other header is accepted, so a token cannot choose its algorithm.
    const key = this.#keys.find((key) => key.header === header);
    if (!key || token !== `${signed}.${signature}`) return null;
    if (!isEqual(signature, signatureOf(signed, key))) return null;
    const parsed = payloadSchema.safeParse(JSON.parse(Buffer.from(payload, "base64url").toString()));
    if (!parsed.success) return null;
    const { sub, role, sid, vid, exp } = parsed.data;
    const claims = { userId: sub, role, sessionId: sid, visitorId: vid };
    const checked = { claims, expiresAtMs: exp * 1000 };
    this.#checked.set(token, checked);
    return checked;
  }
}

/** Identifies a secret without revealing it. */
export function keyId(secret: string): string {
  return createHash("sha256").update(`key id:${secret}`).digest("base64url").slice(0, 8);
}

function signatureOf(signed: string, { secret }: Key): string {
  return createHmac("sha256", secret).update(signed).digest("base64url");
}

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

/** Compares in a time that depends on the lengths only. */
function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
