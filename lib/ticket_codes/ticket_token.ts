import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { parse, stringify } from "uuid";
import { isScanned } from "./scanned.ts";
import { digitCount, fromDigits, readDigits, toDigits } from "./ticket_digits.ts";

/**
 * What the code of a ticket says: which ticket it is, and for which event. The seat is printed next to the code and
 * found by the ticket's id.
 */
export interface TicketClaims {
  ticketId: string;
  eventId: string;
}

/** Signs and checks the text in a ticket's QR code. */
export interface TicketSigner {
  /** The same ticket always gets the same token (Ed25519 is deterministic), so none is stored. */
  sign(ticket: TicketClaims): string;
  /** Verifies scanned or typed text. Null if it is not a ticket signed with this key. */
  verify(typed: string): TicketClaims | null;
}

const UUID_BYTES = 16;
const IDS_BYTES = 2 * UUID_BYTES;
const TOKEN_BYTES = IDS_BYTES + 64;
/** The length of symbology identifiers such as `]Q1`, which scanners may prepend. */
const SYMBOLOGY_LENGTH = 3;
/** The tokens of tickets printed before tokens were digits: compact JWS of the same ids. */
const FORMER_TOKEN = /^(eyJhbGciOiJFZERTQSJ9\.([\w-]{43}))\.([\w-]{86})$/;

/**
 * A signer with an Ed25519 private key, PKCS #8 DER in base64. A token is 232 digits: the bytes of the ticket's id, the
 * event's id and the signature of both, as one number.
 */
export function ticketSigner(privateKey: string): TicketSigner {
  const key = createPrivateKey(`-----BEGIN PRIVATE KEY-----\n${privateKey}\n-----END PRIVATE KEY-----`);
  const publicKey = createPublicKey(key);

  function verifyDigits(digits: string): TicketClaims | null {
    const token = fromDigits(digits, TOKEN_BYTES);
    if (!token) return null;
    const ids = token.subarray(0, IDS_BYTES);
    return verify(null, ids, publicKey, token.subarray(IDS_BYTES)) ? claimsOf(ids) : null;
  }

  function verifyFormer(text: string): TicketClaims | null {
    const [, signed, ids, signature] = FORMER_TOKEN.exec(text) ?? [];
    if (!signed) return null;
    const isValid = verify(null, new TextEncoder().encode(signed), publicKey, fromBase64(signature));
    return isValid ? claimsOf(fromBase64(ids)) : null;
  }

  return {
    sign({ ticketId, eventId }) {
      const ids = new Uint8Array([...parse(ticketId), ...parse(eventId)]);
      return toDigits(new Uint8Array([...ids, ...sign(null, ids, key)]));
    },
    verify(typed) {
      for (const text of readingsOf(typed)) {
        for (const digits of readDigits(text)) {
          const claims = verifyDigits(digits);
          if (claims) return claims;
        }
        const claims = verifyFormer(text);
        if (claims) return claims;
      }
      return null;
    },
  };
}

/** Whether text that is not a ticket came from a scanner set to a keyboard layout other than this computer's. */
export function isGarbled(typed: string): boolean {
  const isToken = (text: string) =>
    FORMER_TOKEN.test(text) || readDigits(text).some(({ length }) => length === digitCount(TOKEN_BYTES));
  return isScanned(typed) && !readingsOf(typed).some(isToken);
}

/** Scanned text without what a scanner may add: a symbology identifier before it, control characters around it. */
function readingsOf(typed: string): string[] {
  const text = typed.replace(/^[\s\p{Cc}]+|[\s\p{Cc}]+$/gu, "");
  return [text, text.slice(SYMBOLOGY_LENGTH)];
}

function claimsOf(ids: Uint8Array): TicketClaims {
  return { ticketId: stringify(ids), eventId: stringify(ids, UUID_BYTES) };
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.fromBase64(text, { alphabet: "base64url" });
}
