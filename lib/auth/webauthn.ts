/** Passkeys as WebAuthn defines them: what to ask a browser for, and checking what it sends. Stores nothing. */
import { z } from "zod";
import type { Config } from "@/lib/config.ts";
import { parseAddress } from "@/lib/http/wire/address.ts";
import { CHALLENGE_MS } from "./challenges.ts";

/** The site that a passkey belongs to. Browsers use it nowhere else. */
export interface RelyingParty {
  /** Its host name. */
  id: string;
  origin: string;
}

type SiteConfig = Pick<Config, "publicUrl" | "port">;

/** The site by `PUBLIC_URL`, or else `localhost`: a passkey belongs to a host name, not to an IP address. */
export function relyingParty({ publicUrl, port }: SiteConfig): RelyingParty {
  const { hostname, origin } = new URL(publicUrl ?? `http://localhost:${port}`);
  return { id: hostname, origin };
}

/** Whether the site has a name, without which it can have no passkeys. */
export function canHavePasskeys(config: SiteConfig): boolean {
  return parseAddress(relyingParty(config).id) === null;
}

/** Whether browsers can use passkeys on a page with this URL. */
export function passkeysWorkAt({ hostname }: URL, config: SiteConfig): boolean {
  return canHavePasskeys(config) && (config.publicUrl !== undefined || hostname === relyingParty(config).id);
}

const base64url = (lengthMax: number) => z.base64url().min(1).max(lengthMax);

/** A credential id has 1023 bytes at most. */
const credentialId = base64url(1364);
const bytes = base64url(8_192);
const exampleCredential = {
  id: "6Q7rX0m2T1y9",
  rawId: "6Q7rX0m2T1y9",
  type: "public-key" as const,
  clientExtensionResults: {},
};

// Browsers may add members; none of them matters here.
const credential = <Response extends z.ZodType>(response: Response) =>
  z.looseObject({
    id: credentialId,
    rawId: credentialId,
    type: z.literal("public-key"),
    clientExtensionResults: z.looseObject({}).default({}),
    response,
  });

/** A passkey's answer to a challenge. */
export const assertionSchema = credential(z.looseObject({
  clientDataJSON: bytes,
  authenticatorData: bytes,
  signature: bytes,
  userHandle: base64url(100).nullish().transform((handle) => handle ?? undefined),
})).meta({
  id: "PasskeyAssertion",
  description: "What `navigator.credentials.get()` resolved to, as its `toJSON()` writes it.",
  examples: [{
    ...exampleCredential,
    response: {
      clientDataJSON: "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0",
      authenticatorData: "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAQ",
      signature: "MEUCIQDx",
      userHandle: "MDE5NzdmNmU",
    },
  }],
});
export type Assertion = z.output<typeof assertionSchema>;

/** A new passkey. */
export const registrationSchema = credential(z.looseObject({
  clientDataJSON: bytes,
  attestationObject: bytes,
  transports: z.array(z.string().max(30)).max(10).default([]),
})).meta({
  id: "PasskeyRegistration",
  description: "What `navigator.credentials.create()` resolved to, as its `toJSON()` writes it.",
  examples: [{
    ...exampleCredential,
    response: {
      clientDataJSON: "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0",
      attestationObject: "o2NmbXRkbm9uZQ",
      transports: ["internal"],
    },
  }],
});
export type Registration = z.output<typeof registrationSchema>;

/** What a browser is asked for, as {@link requestOptions} writes it. */
export const requestOptionsSchema = z.looseObject({
  challenge: z.base64url(),
  rpId: z.string(),
  timeout: z.int(),
  userVerification: z.literal("required"),
}).meta({
  id: "PasskeyRequestOptions",
  examples: [{
    challenge: "MDE5NzdmNmU",
    rpId: "example.org",
    timeout: 300_000,
    userVerification: "required",
  }],
});

export type RequestOptions = z.input<typeof requestOptionsSchema>;

/** What a browser is asked to create, as {@link creationOptions} writes it. */
export const creationOptionsSchema = z.looseObject({
  challenge: z.base64url(),
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.base64url(), name: z.string(), displayName: z.string() }),
}).meta({
  id: "PasskeyCreationOptions",
  examples: [{
    challenge: "MDE5NzdmNmU",
    rp: { id: "example.org", name: "Aisle" },
    user: { id: "MDE5NzdmNmU", name: "ada@example.org", displayName: "Ada Brook" },
  }],
});

/** Reads the JSON in the hidden field of a page's form; null if it is something else. */
export function readAssertion(text: string): Assertion | null {
  return assertionSchema.safeParse(jsonOf(text)).data ?? null;
}

/** Like {@link readAssertion}, for a new passkey. */
export function readRegistration(text: string): Registration | null {
  return registrationSchema.safeParse(jsonOf(text)).data ?? null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** ES256, EdDSA and RS256: every authenticator has one of them, and their keys are short. */
const ALGORITHMS = [-7, -8, -257];

/** Loaded when the first passkey is used, since that takes 0.2 s. */
const library = () => import("@simplewebauthn/server");
const helpers = () => import("@simplewebauthn/server/helpers");

/** For `PublicKeyCredential.parseRequestOptionsFromJSON()`: any passkey of the site, unlocked by its owner. */
export function requestOptions(challenge: string, { id }: RelyingParty): RequestOptions {
  const encoded = toBase64url(new TextEncoder().encode(challenge));
  return { challenge: encoded, rpId: id, timeout: CHALLENGE_MS, userVerification: "required" };
}

/** For `PublicKeyCredential.parseCreationOptionsFromJSON()`: a passkey that the browser can offer by itself. */
export async function creationOptions(
  challenge: string,
  { id }: RelyingParty,
  { siteName, user, existing }: {
    siteName: string;
    user: { id: string; email: string; name: string };
    /** The credential ids of the account's passkeys: no authenticator needs two. */
    existing: { id: string; transports: string[] }[];
  },
) {
  const { generateRegistrationOptions } = await library();
  const { extensions: _, ...options } = await generateRegistrationOptions({
    rpID: id,
    rpName: siteName,
    userID: userHandle(user.id),
    userName: user.email,
    userDisplayName: user.name,
    challenge,
    timeout: CHALLENGE_MS,
    attestationType: "none",
    excludeCredentials: existing,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    supportedAlgorithmIDs: ALGORITHMS,
  });
  return options;
}
export type CreationOptions = Awaited<ReturnType<typeof creationOptions>>;

/** The id by which a passkey knows its account. */
function userHandle(userId: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(userId);
}

/** A key as it is stored. */
export interface PublicKey {
  /** Base64url. */
  credentialId: string;
  /** COSE. */
  publicKey: Uint8Array<ArrayBuffer>;
  /** How many signatures the authenticator has counted; 0 from one that does not count. */
  signCount: number;
  transports: string[];
}

/** Whether a challenge, as it was given out, may be answered. */
type Accept = (challenge: string) => boolean;

/**
 * Checks a passkey's answer to a challenge that `accepts` takes, on our site, by a person whom the authenticator has
 * verified. Returns the new count of signatures, or null for anything else, including a count that has not grown: the key
 * was copied then.
 */
export async function verifyAssertion(
  assertion: Assertion,
  { credentialId, publicKey, signCount }: PublicKey,
  userId: string,
  accepts: Accept,
  { id, origin }: RelyingParty,
): Promise<{ signCount: number } | null> {
  const { userHandle: given } = assertion.response;
  if (given !== undefined && given !== toBase64url(userHandle(userId))) return null;
  const { verifyAuthenticationResponse } = await library();
  return await unlessRefused(async () => {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: assertion,
      expectedChallenge: (challenge) => accepts(fromBase64url(challenge)),
      expectedOrigin: origin,
      expectedRPID: id,
      credential: { id: credentialId, publicKey, counter: signCount },
      requireUserVerification: true,
    });
    return verified ? { signCount: authenticationInfo.newCounter } : null;
  });
}

/** Checks a new passkey, like {@link verifyAssertion}. `model`: the AAGUID of its authenticator. */
export async function verifyRegistration(
  registration: Registration,
  accepts: Accept,
  { id, origin }: RelyingParty,
): Promise<PublicKey & { model: string } | null> {
  const [{ verifyRegistrationResponse }, { decodeAttestationObject }] = await Promise.all([
    library(),
    helpers(),
  ]);
  return await unlessRefused(async () => {
    const { attestationObject } = registration.response;
    const attested = decodeAttestationObject(Uint8Array.fromBase64(attestationObject, BASE64URL));
    // Authenticators are not asked for certificates: to check them, the library would fetch from URLs in them.
    const format = attested.get("fmt");
    const isSelfSigned = format === "packed" && attested.get("attStmt").get("x5c") === undefined;
    if (format !== "none" && !isSelfSigned) return null;
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: registration,
      expectedChallenge: (challenge) => accepts(fromBase64url(challenge)),
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified) return null;
    const { credential: { id: credentialId, publicKey, counter: signCount }, aaguid: model } =
      registrationInfo;
    return { credentialId, publicKey, signCount, transports: registration.response.transports, model };
  });
}

/** The library throws errors that say what is wrong with a response; people learn only that it was refused. */
async function unlessRefused<Checked>(check: () => Promise<Checked | null>): Promise<Checked | null> {
  try {
    return await check();
  } catch {
    return null;
  }
}

const BASE64URL = { alphabet: "base64url" } as const;

/** Without padding. */
export function toBase64url(bytes: Uint8Array): string {
  return bytes.toBase64({ ...BASE64URL, omitPadding: true });
}

function fromBase64url(text: string): string {
  return new TextDecoder().decode(Uint8Array.fromBase64(text, BASE64URL));
}
