import assert from "node:assert/strict";
import { CompactSign, importPKCS8 } from "jose";
import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { parse } from "uuid";
import { encode } from "uqr";
import { isGarbled, type TicketClaims, ticketSigner } from "./ticket_token.ts";

function newKey(): string {
  return generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "der" }).toString(
    "base64",
  );
}

const KEY = newKey();
const signer = ticketSigner(KEY);

const ticket = {
  ticketId: "0199f0a0-0000-7000-8000-000000000001",
  eventId: "0199f0a0-0000-7000-8000-000000000002",
};

/** A token in the former format. */
async function formerToken({ ticketId, eventId }: TicketClaims, key = KEY): Promise<string> {
  const pem = `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----`;
  return await new CompactSign(new Uint8Array([...parse(ticketId), ...parse(eventId)]))
    .setProtectedHeader({ alg: "EdDSA" }).sign(await importPKCS8(pem, "EdDSA"));
}

/** What the digit keys type when scanner and computer are set to different keyboard layouts. */
const keyboards: Record<string, string> = {
  "US, UK, German": "0123456789",
  "French": "à&é\"'(-è_ç",
  "French, Caps Lock as on Linux": "À&É\"'(-È_Ç",
  "Belgian": "à&é\"'(§è!ç",
  "Czech": "é+ěščřžýáí",
  "Slovak, Caps Lock": "É+ĽŠČŤŽÝÁÍ",
  "Hungarian": "ö123456789",
  "Lithuanian": "0ąčęėįšųū9",
  "scanner set to French, US computer": ")!@#$%^&*(",
  "scanner set to French, German computer": '=!"§$%&/()',
  "Persian": "۰۱۲۳۴۵۶۷۸۹",
  "full-width digits of an input method": "０１２３４５６７８９",
};

const uuids = fc.uuid({ version: [4, 7] });
const tickets = fc.record({ ticketId: uuids, eventId: uuids }, { noNullPrototype: true });
const framings = fc.record({
  before: fc.constantFrom("", "]Q1", "+q1", "$A&", "]Q3"),
  after: fc.constantFrom("", "\u001d", "\r", "\r\n", "\t", " \u001d\r"),
});

Deno.test("a signed ticket is read back, and signing it again yields the same token", () => {
  const token = signer.sign(ticket);
  assert.deepEqual(signer.verify(token), ticket);
  assert.equal(signer.sign(ticket), token);
});

Deno.test("a token is all digits, so that its QR code has 41 modules per side instead of 49", async () => {
  const token = signer.sign(ticket);
  assert.match(token, /^\d{232}$/);
  assert.equal(encode(token, { ecc: "M", border: 0 }).size, 41);
  assert.equal(encode(await formerToken(ticket), { ecc: "M", border: 0 }).size, 49);
});

Deno.test("a ticket is read back whatever the keyboard layout does to its digits and the scanner adds", () => {
  fc.assert(
    fc.property(
      tickets,
      fc.constantFrom(...Object.entries(keyboards)),
      framings,
      (ticket, [name, keys], around) => {
        const characters = [...keys];
        const typed = signer.sign(ticket).replace(/\d/g, (digit) => characters[Number(digit)]);
        const text = around.before + typed + around.after;
        assert.deepEqual(signer.verify(text), ticket, name);
        assert.ok(!isGarbled(text), name);
      },
    ),
  );
});

Deno.test("a ticket with one digit changed, one more or one less is refused", () => {
  fc.assert(
    fc.property(tickets, fc.nat(231), fc.integer({ min: 1, max: 9 }), (ticket, at, change) => {
      const token = signer.sign(ticket);
      const [before, digit, after] = [token.slice(0, at), Number(token[at]), token.slice(at + 1)];
      for (
        const text of [
          before + (digit + change) % 10 + after,
          before + after,
          before + digit + change + after,
        ]
      ) {
        // With two equal adjacent digits, a change may reproduce the token.
        if (text !== token) assert.equal(signer.verify(text), null);
      }
    }),
  );
});

Deno.test("tickets printed with a token in the former format still admit", async () => {
  const token = await formerToken(ticket);
  for (const text of [token, `]Q1${token}`, ` ${token}\u001d\r`]) {
    assert.deepEqual(signer.verify(text), ticket);
  }
  const other = `${token[30] === "A" ? "B" : "A"}`;
  for (const text of [token.slice(0, 30) + other + token.slice(31), token.slice(0, -2), `${token}.`]) {
    assert.equal(signer.verify(text), null);
  }
});

Deno.test("a ticket signed with another key, the largest number, or text that is not a ticket is refused", async () => {
  const other = newKey();
  const texts = [ticketSigner(other).sign(ticket), await formerToken(ticket, other), "9".repeat(232)];
  for (const text of texts) {
    assert.equal(signer.verify(text), null);
    assert.ok(!isGarbled(text), "the keyboard is not to blame");
  }
  for (const text of ["", "a.b.c", "Ada Lovelace", "K7QX-2MVD", "0".repeat(231), "0".repeat(1_000)]) {
    assert.equal(signer.verify(text), null);
  }
});

Deno.test("long text that is not a known reading of a ticket is garbled; text typed by a person is not", async () => {
  const typed = signer.sign(ticket).replaceAll("7", "q");
  assert.ok(isGarbled(typed));
  assert.ok(isGarbled((await formerToken(ticket)).toUpperCase()), "Caps Lock");
  for (const text of ["", "Ada Lovelace", "K7QX-2MVD", "ada.lovelace@analytical-engines.example.org"]) {
    assert.ok(!isGarbled(text));
  }
});
