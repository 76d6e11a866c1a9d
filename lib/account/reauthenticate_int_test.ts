import assert from "node:assert/strict";
import type { User } from "@/lib/auth/caller.ts";
import { newChallenge } from "@/lib/auth/challenges.ts";
import { creationOptions, relyingParty } from "@/lib/auth/webauthn.ts";
import { type Sale, withSale } from "@/lib/bookings/testing.ts";
import { callEndpoint, jsonRequest, testSecrets, testServices } from "@/lib/server/testing.ts";
import { assertCode } from "@/lib/testing/api_client.ts";
import { SoftAuthenticator } from "@/lib/testing/authenticator.ts";
import { insertUser } from "@/lib/testing/fixtures.ts";
import { handler as refund } from "@/routes/api/admin/bookings/[id]/refund.ts";
import { handler as proofOptions } from "@/routes/api/me/reauthentication/options.ts";
import { addOwnPasskey } from "./passkeys.ts";

const ORIGIN = "http://localhost:8000";
const LIMIT = 1000;

/** The organizer of the sale's event, who has a passkey. */
async function organizerWithPasskey({ sql, services, event, clock }: Sale) {
  const id = await insertUser(sql, { role: "organizer" });
  await sql`update events set organizer_id = ${id} where id = ${event.eventId}`;
  const user: User = {
    id,
    email: "org@example.org",
    emailConfirmed: true,
    name: "Org",
    role: "organizer",
    locale: "en",
  };
  const clocked = { secrets: testSecrets, nowMs: clock.now };
  const challenge = newChallenge({ use: "register", holder: id }, clocked);
  const about = { siteName: "Aisle", user, existing: [] };
  const options = await creationOptions(challenge, relyingParty(services.config), about);
  const key = new SoftAuthenticator(ORIGIN);
  const added = await addOwnPasskey(
    testServices(services),
    { ...user, address: null },
    { registration: key.create(options) },
    { userAgent: "", locale: "en" },
  );
  assert.ok(added.ok);
  return { user, key };
}

Deno.test("a refund above REAUTH_ABOVE takes a passkey, once for each; a smaller one takes none", () =>
  withSale(async (sale) => {
    const { bookingId } = await sale.placed(0, 1);
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const { user, key } = await organizerWithPasskey(sale);
    const call = (endpoint: typeof refund, body: unknown) =>
      callEndpoint(endpoint, jsonRequest("POST", endpoint.path, body), {
        services: sale.services,
        user,
        params: { id: bookingId },
      });
    assert.equal((await call(refund, { amount: LIMIT })).status, 200);
    const large = { amount: LIMIT + 1 };
    await assertCode(await call(refund, large), 401, "reauthentication-required");
    await assertCode(await call(refund, { ...large, password: "wrong" }), 401, "reauthentication-required");
    const request = new Request(`http://aisle.test${proofOptions.path}`, { method: "POST" });
    const asked = await callEndpoint(proofOptions, request, { services: sale.services, user });
    const passkey = key.get(await asked.json());
    assert.equal((await call(refund, { ...large, passkey })).status, 200);
    await assertCode(await call(refund, { ...large, passkey }), 401, "invalid-credentials");
    assert.equal((await sale.view(bookingId)).refund.amount, 2 * LIMIT + 1);
  }, { settings: { REAUTH_ABOVE: String(LIMIT) } }));
