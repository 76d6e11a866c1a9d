/** A passkey in software, for tests: makes what a browser would send, with a real key; a test can get any part of it wrong. */
import { Buffer } from "node:buffer";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import type { Assertion, Registration } from "@/lib/auth/webauthn.ts";

/** What a wrong or hostile authenticator, browser or site would do differently. */
export interface Deviation {
  origin?: string;
  /** The site for which the key is used. */
  rpId?: string;
  challenge?: string;
  /** Whether the person has been verified; true by default. */
  isVerified?: boolean;
  /** The count of signatures; by default one more than the last. */
  count?: number;
  userHandle?: string;
  /** Of an attestation statement, as CBOR. */
  statement?: { format: string; cbor: Uint8Array };
}

interface Options {
  challenge: string;
  rp?: { id?: string };
  rpId?: string;
  user?: { id: string };
}

export class SoftAuthenticator {
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  readonly id: string;
  /** How many signatures it has counted; null if it does not count, like synchronized keys. */
  count: number | null = 0;
  userHandle = "";

  constructor(readonly origin: string, readonly aaguid = "00000000-0000-0000-0000-000000000000") {
    this.id = base64url(crypto.getRandomValues(new Uint8Array(16)));
  }

  /** Answers `navigator.credentials.create()`. */
  create({ challenge, rp, user }: Options, deviation: Deviation = {}): Registration {
    this.userHandle = user?.id ?? "";
    const { x, y } = this.#keys.publicKey.export({ format: "jwk" });
    const id = Buffer.from(this.id, "base64url");
    const attested = [
      Buffer.from(this.aaguid.replaceAll("-", ""), "hex"),
      [id.length >> 8, id.length & 255],
      id,
      // COSE: an EC key (1: 2) for ES256 (3: -7) on P-256 (-1: 1), with x (-2) and y (-3).
      [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, ...byteString(Buffer.from(x!, "base64url"))],
      [0x22, ...byteString(Buffer.from(y!, "base64url"))],
    ];
    const authData = bytes(
      this.#authenticatorData(deviation.rpId ?? rp?.id ?? "", 0x40, deviation),
      ...attested,
    );
    const { format, cbor } = deviation.statement ?? { format: "none", cbor: new Uint8Array([0xa0]) };
    const attestationObject = bytes(
      [0xa3],
      [...textString("fmt"), ...textString(format)],
      [...textString("attStmt"), ...cbor],
      [...textString("authData"), ...byteString(authData)],
    );
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: this.#clientData("webauthn.create", challenge, deviation),
        attestationObject: base64url(attestationObject),
        transports: ["internal"],
      },
    };
  }

  /** Answers `navigator.credentials.get()`. */
  get({ challenge, rpId }: Options, deviation: Deviation = {}): Assertion {
    const authenticatorData = this.#authenticatorData(deviation.rpId ?? rpId ?? "", 0, deviation);
    const clientDataJSON = this.#clientData("webauthn.get", challenge, deviation);
    const clientDataHash = sha256(Buffer.from(clientDataJSON, "base64url"));
    const signature = sign("sha256", bytes(authenticatorData, clientDataHash), this.#keys.privateKey);
    return {
      ...this.#credential(),
      response: {
        clientDataJSON,
        authenticatorData: base64url(authenticatorData),
        signature: base64url(signature),
        userHandle: deviation.userHandle ?? this.userHandle,
      },
    };
  }

  #credential() {
    return { id: this.id, rawId: this.id, type: "public-key", clientExtensionResults: {} } as const;
  }

  #authenticatorData(rpId: string, flags: number, { isVerified = true, count }: Deviation): Uint8Array {
    if (this.count !== null) this.count++;
    const counted = Buffer.alloc(4);
    counted.writeUInt32BE(count ?? this.count ?? 0);
    // The person is present (1) and has been verified (4).
    return bytes(sha256(Buffer.from(rpId)), [flags | 1 | (isVerified ? 4 : 0)], counted);
  }

  #clientData(
    type: string,
    challenge: string,
    { origin = this.origin, challenge: other }: Deviation,
  ): string {
    return base64url(Buffer.from(
      JSON.stringify({ type, challenge: other ?? challenge, origin, crossOrigin: false }),
    ));
  }
}

function sha256(data: Uint8Array): Uint8Array {
  return createHash("sha256").update(data).digest();
}

/** In CBOR, of 255 bytes at most. */
function byteString(data: Uint8Array): number[] {
  return [0x58, data.length, ...data];
}

/** In CBOR, of 23 bytes at most. */
export function textString(text: string): number[] {
  return [0x60 + text.length, ...new TextEncoder().encode(text)];
}

function bytes(...parts: ArrayLike<number>[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => Array.from(part)));
}

function base64url(data: Uint8Array): string {
  return Buffer.from(data).toString("base64url");
}
