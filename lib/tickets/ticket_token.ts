import { CompactSign, compactVerify, importPKCS8 } from "jose";
import { createPublicKey } from "node:crypto";

/** What a ticket says: it admits to one place at one event, once. */
export interface TicketClaims {
  ticketId: string;
  eventId: string;
  seatId: string;
}

/** Signs and checks the text in a ticket's QR code. */
export interface TicketSigner {
  /** The same ticket always gets the same token (Ed25519 is deterministic), so none is stored. */
  sign(ticket: TicketClaims): Promise<string>;
  /** Null when the text is not a ticket that was signed with this key. */
  verify(token: string): Promise<TicketClaims | null>;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A signer with an Ed25519 private key, PKCS #8 DER in base64. Tokens are compact JWS of about 200 characters. */
export function ticketSigner(privateKey: string): TicketSigner {
  const pem = `-----BEGIN PRIVATE KEY-----\n${privateKey}\n-----END PRIVATE KEY-----`;
  const signingKey = importPKCS8(pem, "EdDSA");
  const verifyingKey = createPublicKey(pem);
  return {
    async sign({ ticketId, eventId, seatId }) {
      const payload = encoder.encode(JSON.stringify([ticketId, eventId, seatId]));
      return await new CompactSign(payload).setProtectedHeader({ alg: "EdDSA" }).sign(await signingKey);
    },
    async verify(token) {
      try {
        const { payload } = await compactVerify(token, verifyingKey, { algorithms: ["EdDSA"] });
        const [ticketId, eventId, seatId] = JSON.parse(decoder.decode(payload));
        return { ticketId, eventId, seatId };
      } catch {
        // Whatever is wrong with it (form, signature, algorithm), it is not one of our tickets.
        return null;
      }
    },
  };
}
