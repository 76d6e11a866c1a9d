/**
 * What a browser remembers on the way to the identity provider and back, in signed cookies that live for minutes. The
 * server stores none of it, and another browser cannot complete what this one has begun.
 */
import { z } from "zod";
import { attemptSchema } from "@/lib/auth/oidc_client.ts";
import { type Cookies, sign, verifySigned } from "@/lib/http/wire/cookies.ts";

interface Memory<Schema extends z.ZodType> {
  /** The cookie's name, and what its signature is for. */
  name: string;
  seconds: number;
  schema: Schema;
}

/** An attempt to sign in at the provider. */
export const attemptMemory = {
  name: "aisle_oidc",
  seconds: 600,
  schema: attemptSchema.extend({
    /** `connect`: to the account that is signed in; `confirm`: that its owner is there. */
    purpose: z.enum(["sign-in", "connect", "confirm"]),
    /** Where to go in the end. */
    next: z.string().nullable(),
    /** The session that began it, if someone was signed in. */
    sessionId: z.string().nullable(),
  }),
} satisfies Memory<z.ZodType>;

/** An identity that the provider has confirmed, to be connected to an account. */
export const identityMemory = {
  name: "aisle_identity",
  seconds: 300,
  schema: z.object({
    issuer: z.string(),
    subject: z.string(),
    /** What the provider calls its owner, so that they recognize it. */
    label: z.string().nullable(),
    sinceMs: z.number(),
    next: z.string().nullable(),
  }),
} satisfies Memory<z.ZodType>;

export type PendingIdentity = z.output<typeof identityMemory.schema>;

interface Context {
  cookies: Cookies;
  services: { secrets: { cookieSecrets: readonly string[] }; now: () => number };
}

/** Keeps a value in the browser. */
export function remember<Schema extends z.ZodType>(
  { cookies, services: { secrets, now } }: Context,
  { name, seconds }: Memory<Schema>,
  value: z.output<Schema>,
): void {
  const kept = JSON.stringify({ value, untilMs: now() + seconds * 1000 });
  const text = new TextEncoder().encode(kept).toBase64({ alphabet: "base64url", omitPadding: true });
  cookies.set(name, sign(name, text, secrets.cookieSecrets), seconds);
}

/** The value that the browser keeps; null if there is none, it is not ours, or its time is over. */
export function recall<Schema extends z.ZodType>(
  { cookies, services: { secrets, now } }: Context,
  { name, schema }: Memory<Schema>,
): z.output<Schema> | null {
  const text = verifySigned(name, cookies.get(name) ?? "", secrets.cookieSecrets);
  if (text === null) return null;
  const kept = JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(text, { alphabet: "base64url" })));
  return now() < kept.untilMs ? schema.safeParse(kept.value).data ?? null : null;
}

/** Tells the browser to forget it. */
export function forget({ cookies }: Context, { name }: Memory<z.ZodType>): void {
  cookies.clear(name);
}
