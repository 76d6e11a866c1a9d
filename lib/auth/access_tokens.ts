/** Access tokens: JWTs (HS256) that say for 15 minutes who is signed in on which device. */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import { SignJWT } from "jose";
import { z } from "zod";
import { BoundedMap } from "@/lib/bounded_map.ts";
import { type Role, roles } from "./permissions.ts";

/** How long an access token is good for. */
export const ACCESS_TOKEN_SECONDS = 15 * 60;

export interface AccessClaims {
  userId: string;
  role: Role;
  sessionId: string;
  /** Who the device was before it signed in. */
  visitorId: string | null;
}

interface Checked {
  claims: AccessClaims;
  expiresAtMs: number;
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

/** Issues and checks the tokens of one secret. */
export class AccessTokens {
  readonly #key: Uint8Array;
  readonly #now: () => number;
  /** Tokens already checked: a client sends the same one many times, and checking costs more than finding it. */
  readonly #checked = new BoundedMap<string, Checked>(CHECKED_MAX);

  constructor(secret: string, now: () => number) {
    this.#key = new TextEncoder().encode(secret);
    this.#now = now;
  }

  issue(claims: AccessClaims): Promise<string> {
    const issuedAt = Math.floor(this.#now() / 1000);
    return new SignJWT({ role: claims.role, sid: claims.sessionId, vid: claims.visitorId })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setIssuer(ISSUER)
      .setSubject(claims.userId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + ACCESS_TOKEN_SECONDS)
      .sign(this.#key);
  }

  /** What the token says, or null when it is not ours or has expired. */
  verify(token: string): AccessClaims | null {
    const checked = this.#checked.get(token) ?? this.#check(token);
    return checked && this.#now() < checked.expiresAtMs ? checked.claims : null;
  }

  /**
   * What a token with our signature says. The signature covers the header, so the algorithm is the one we wrote. Not by
   * jose, which hands each signature to another thread: at an on-sale, where everybody is new, a sixth of all work.
   */
  #check(token: string): Checked | null {
    const end = token.lastIndexOf(".");
    const signature = Buffer.from(token.slice(end + 1), "base64url");
    const expected = createHmac("sha256", this.#key).update(token.slice(0, end)).digest();
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return null;
    const text = Buffer.from(token.slice(token.indexOf(".") + 1, end), "base64url").toString();
    const payload = payloadSchema.safeParse(JSON.parse(text));
    if (!payload.success) return null;
    const { sub, role, sid, vid, exp } = payload.data;
    const checked = {
      claims: { userId: sub, role, sessionId: sid, visitorId: vid },
      expiresAtMs: exp * 1000,
    };
    this.#checked.set(token, checked);
    return checked;
  }
}
