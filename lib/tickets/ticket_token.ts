import { CompactSign, compactVerify, importPKCS8 } from "jose";
import { createPublicKey } from "node:crypto";
import { parse, stringify } from "uuid";

/** What a ticket says: it admits to one event, once. The place is printed beside it and known by the ticket's id. */
export interface TicketClaims {
  ticketId: string;
  eventId: string;
}

/** Signs and checks the text in a ticket's QR code. */
export interface TicketSigner {
  /** The same ticket always gets the same token (Ed25519 is deterministic), so none is stored. */
  sign(ticket: TicketClaims): Promise<string>;
  /** Null when the text is not a ticket that was signed with this key. */
  verify(token: string): Promise<TicketClaims | null>;
}

const UUID_BYTES = 16;

/**
 * A signer with an Ed25519 private key, PKCS #8 DER in base64. Tokens are compact JWS whose payload is the bytes of the
 * two ids: 151 characters, short so that the squares of the QR code are large.
 */
export function ticketSigner(privateKey: string): TicketSigner {
  const pem = `-----BEGIN PRIVATE KEY-----\n${privateKey}\n-----END PRIVATE KEY-----`;
  const signingKey = importPKCS8(pem, "EdDSA");
  const verifyingKey = createPublicKey(pem);
  return {
    async sign({ ticketId, eventId }) {
      const payload = new Uint8Array([...parse(ticketId), ...parse(eventId)]);
      return await new CompactSign(payload).setProtectedHeader({ alg: "EdDSA" }).sign(await signingKey);
    },
    async verify(token) {
      try {
        const { payload } = await compactVerify(token, verifyingKey, { algorithms: ["EdDSA"] });
        return { ticketId: stringify(payload), eventId: stringify(payload, UUID_BYTES) };
      } catch {
        // Whatever is wrong with it (form, signature, algorithm), it is not one of our tickets.
        return null;
      }
    },
  };
}
