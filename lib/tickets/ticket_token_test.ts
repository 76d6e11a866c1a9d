import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { ticketSigner } from "./ticket_token.ts";

function newKey(): string {
  return generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "der" }).toString(
    "base64",
  );
}

const ticket = {
  ticketId: "0199f0a0-0000-7000-8000-000000000001",
  eventId: "0199f0a0-0000-7000-8000-000000000002",
};

Deno.test("a signed ticket is read back, and signing it again gives the same token", async () => {
  const signer = ticketSigner(newKey());
  const token = await signer.sign(ticket);
  assert.deepEqual(await signer.verify(token), ticket);
  assert.equal(await signer.sign(ticket), token);
});

Deno.test("a ticket that was changed, signed by another key or is no ticket at all is refused", async () => {
  const signer = ticketSigner(newKey());
  const token = await signer.sign(ticket);
  const [header, , signature] = token.split(".");
  const forged = [header, btoa(JSON.stringify(["x", "y", "z"])).replace(/=+$/, ""), signature].join(".");
  for (const text of [forged, await ticketSigner(newKey()).sign(ticket), "", "a.b.c", token.slice(0, -2)]) {
    assert.equal(await signer.verify(text), null);
  }
});
