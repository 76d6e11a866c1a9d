/** Refunds above `REAUTH_ABOVE`, by the page and by the API. */
import assert from "node:assert/strict";
import { hashPassword } from "@/lib/auth/passwords.ts";
import { codeOfStep, currentStep } from "@/lib/auth/totp.ts";
import { assertRedirect, confirmation, html, text, withSite } from "@/lib/testing/admin_pages.ts";
import { insertApp } from "@/lib/testing/fixtures.ts";
import type { PageClient } from "@/lib/testing/page_client.ts";
import type { Sale } from "@/lib/bookings/testing.ts";

const PASSWORD = "a quiet correct horse";

interface Scene {
  sale: Sale;
  admin: PageClient;
  adminId: string;
  /** A confirmed booking of €50.00. */
  bookingId: string;
  bookings: string;
  path: string;
}

/** An admin with a password, where refunds of more than €20.00 need it. */
function withLargeBooking(test: (scene: Scene) => Promise<void>): Promise<void> {
  return withSite(async ({ sale, signedIn }) => {
    const admin = await signedIn("admin");
    const [{ id: adminId }] = await sale.sql<[{ id: string }]>`
      update users set password_hash = ${await hashPassword(PASSWORD)} where role = 'admin' returning id`;
    const { bookingId } = await sale.placed(0, 1);
    await sale.recordPayment(bookingId, "approved");
    await sale.settle(bookingId);
    const bookings = `/admin/events/${sale.event.eventId}/bookings`;
    await test({ sale, admin, adminId, bookingId, bookings, path: `${bookings}/${bookingId}/refund` });
  }, { settings: { REAUTH_ABOVE: "2000" } });
}

/** The fields of the form that confirms a refund. */
async function reviewed({ admin, path }: Scene, amount: string): Promise<Record<string, string>> {
  const form = { kind: "amount", amount };
  const shown = await html(admin.post(path, { intent: "review", ...form }));
  assert.equal(shown.includes('name="password"'), Number(amount) > 20, amount);
  return { ...form, ...confirmation(shown) };
}

async function codeOf(response: Promise<Response>): Promise<string> {
  const { status, code } = await (await response).json();
  return `${status} ${code}`;
}

Deno.test("a refund of more than REAUTH_ABOVE asks for the password on its review page", () =>
  withLargeBooking(async (scene) => {
    const { sale, admin, bookingId, bookings, path } = scene;
    const done = `${bookings}?done=refunded`;
    await assertRedirect(admin.post(path, await reviewed(scene, "20")), done);
    const large = await reviewed(scene, "20.01");
    assert.match(await text(admin.post(path, large), 422), /Enter your password/);
    const wrong = await html(admin.post(path, { ...large, password: "not this one" }), 422);
    assert.match(wrong, /This isn’t the password of your account/);
    assert.equal((await sale.view(bookingId)).refund.amount, 2000, "nothing was refunded");
    const again = { ...large, ...confirmation(wrong) };
    for (const _ of ["once", "once more"]) {
      await assertRedirect(admin.post(path, { ...again, password: PASSWORD }), done);
    }
    assert.equal((await sale.view(bookingId)).refund.amount, 4001);
  }));

Deno.test("with a second factor it also asks for a code, once, even if the form is sent twice", () =>
  withLargeBooking(async (scene) => {
    const { sale, admin, adminId, bookingId, bookings, path } = scene;
    const { secret } = await insertApp(sale.sql, adminId, sale.clock.now);
    sale.clock.now += 30_000;
    const large = { ...await reviewed(scene, "30"), password: PASSWORD };
    assert.match(await text(admin.post(path, large), 422), /Enter your password/);
    const refused = await html(admin.post(path, { ...large, code: "000000" }), 422);
    assert.match(refused, /name="code"/);
    assert.match(refused, /This code is wrong/);
    const right = { ...large, code: codeOfStep(secret, currentStep(sale.clock.now)) };
    for (const _ of ["once", "once more"]) {
      await assertRedirect(admin.post(path, right), `${bookings}?done=refunded`);
    }
    assert.equal((await sale.view(bookingId)).refund.amount, 3000);
  }));

Deno.test("the API takes password and code with a refund of more than REAUTH_ABOVE", () =>
  withLargeBooking(async ({ sale, admin, adminId, bookingId }) => {
    const refund = (body: Record<string, unknown>, key?: string) =>
      admin.send(`/api/admin/bookings/${bookingId}/refund`, {
        method: "POST",
        headers: { "content-type": "application/json", ...(key && { "idempotency-key": key }) },
        body: JSON.stringify(body),
      });
    assert.equal((await refund({ amount: 1000 })).status, 200);
    const large = { amount: 2500 };
    assert.equal(await codeOf(refund(large)), "401 reauthentication-required");
    const wrong = { ...large, password: "not this one" };
    assert.equal(await codeOf(refund(wrong)), "401 invalid-credentials");
    assert.equal(await codeOf(refund({ password: PASSWORD, amount: 9999 })), "409 refund-exceeds");
    assert.equal((await refund({ ...large, password: PASSWORD })).status, 200);

    const { secret } = await insertApp(sale.sql, adminId, sale.clock.now);
    sale.clock.now += 30_000;
    const rest = { password: PASSWORD };
    assert.equal((await refund({ amount: 500 })).status, 200, "a small one needs neither");
    assert.equal((await sale.view(bookingId)).refund.amount, 4000);
    const { bookingId: other } = await sale.placed(4);
    await sale.recordPayment(other, "approved");
    await sale.settle(other);
    const whole = (body: Record<string, unknown>) =>
      admin.send(`/api/admin/bookings/${other}/refund`, {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": "whole" },
        body: JSON.stringify(body),
      });
    assert.equal(await codeOf(whole({})), "401 reauthentication-required", "no amount: all that remains");
    assert.equal(await codeOf(whole(rest)), "401 reauthentication-required");
    assert.equal(await codeOf(whole({ ...rest, code: "000000" })), "401 invalid-credentials");
    const proved = { ...rest, code: codeOfStep(secret, currentStep(sale.clock.now)) };
    for (const _ of ["once", "once more"]) assert.equal((await whole(proved)).status, 200);
    assert.equal(await sale.state(other), "refunded, final");
  }));
