/** Access tokens: JWTs (HS256), valid for 15 minutes, that identify an account and its device. */
import { errors, jwtVerify, SignJWT } from "jose";
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
  sub: z.uuid(),
  role: z.enum(roles),
  sid: z.uuid(),
  vid: z.uuid().nullable(),
  exp: z.number(),
});

/** Issues and verifies tokens with one secret. */
export class AccessTokens {
  /** Imported once: jose would import the bytes again for every token. */
  readonly #key: Promise<CryptoKey>;
  readonly #now: () => number;
  /** Tokens already verified or issued: clients send the same one often, and a look-up is cheaper than verifying. */
  readonly #checked = new BoundedMap<string, { claims: AccessClaims; expiresAtMs: number }>(CHECKED_MAX);

  constructor(secret: string, now: () => number) {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const bytes = new TextEncoder().encode(secret);
    this.#key = crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign", "verify"]);
    this.#now = now;
  }

  async issue(claims: AccessClaims): Promise<string> {
    const issuedAt = Math.floor(this.#now() / 1000);
    const expiresAt = issuedAt + ACCESS_TOKEN_SECONDS;
    const token = await new SignJWT({ role: claims.role, sid: claims.sessionId, vid: claims.visitorId })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setIssuer(ISSUER)
      .setSubject(claims.userId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(await this.#key);
    this.#checked.set(token, { claims, expiresAtMs: expiresAt * 1000 });
    return token;
  }

  /** The token's claims, or null if it is not ours or has expired. */
  async verify(token: string): Promise<AccessClaims | null> {
    const known = this.#checked.get(token);
    if (known) return this.#now() < known.expiresAtMs ? known.claims : null;
    try {
      const { payload } = await jwtVerify(token, await this.#key, {
        algorithms: ["HS256"],
        issuer: ISSUER,
        currentDate: new Date(this.#now()),
      });
      const { sub, role, sid, vid, exp } = payloadSchema.parse(payload);
      const claims = { userId: sub, role, sessionId: sid, visitorId: vid };
      this.#checked.set(token, { claims, expiresAtMs: exp * 1000 });
      return claims;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
      throw error;
    }
  }
}
