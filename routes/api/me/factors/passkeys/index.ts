import { z } from "zod";
import { addOwnPasskey, passkeyBody, passkeyNameSchema, passkeySchema } from "@/lib/account/passkeys.ts";
import { actorOf } from "@/lib/auth/caller.ts";
import { listPasskeys } from "@/lib/auth/passkeys.ts";
import { registrationSchema } from "@/lib/auth/webauthn.ts";
import { listSchema } from "@/lib/http/page_query.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

const addedSchema = z.object({
  ...passkeySchema.shape,
  recoveryCodes: z.array(z.string()).length(10).optional()
    .describe(
      "New ones, if the account had none left. Each works once, instead of the passkey. Shown only now",
    ),
}).meta({
  id: "AddedPasskey",
  examples: [{
    id: "01977f6e-0b10-7c44-9f21-3d5a7b8c9d02",
    name: "my phone",
    createdAt: "2027-02-20T09:12:44.000Z",
    lastUsedAt: null,
    recoveryCodes: Array.from("0123456789", (digit) => `7K2M-Q0RZ-4W8D-N1P${digit}`),
  }],
});

export const handler = endpoint("/api/me/factors/passkeys", {
  GET: method({
    operationId: "listPasskeys",
    summary: "List your passkeys",
    description: "The caller's passkeys, the oldest first, all on one page.",
    access: "secure-account",
    responses: { 200: listSchema(passkeySchema) },
    async handle({ services, caller }) {
      const items = (await listPasskeys(services.sql, caller.user.id)).map(passkeyBody);
      return Response.json({ items, nextCursor: null });
    },
  }),

  POST: method({
    operationId: "addPasskey",
    summary: "Add a passkey",
    description:
      "Adds the passkey that the browser created from the options of `beginPasskey`. From now on it signs in alone, and the " +
      "password needs it, or another second factor. Without a `name` it is given one.",
    access: "secure-account",
    limit: "sign-in",
    body: z.strictObject({ passkey: registrationSchema, name: passkeyNameSchema.optional() }),
    responses: { 201: addedSchema },
    errors: ["passkey-invalid", "too-many-passkeys"],
    errorStatuses: { "passkey-invalid": 422 },
    async handle({ services, caller, body: { passkey: registration, name }, ctx: { req, state } }) {
      const userAgent = req.headers.get("user-agent") ?? "";
      const browser = { userAgent, locale: state.locale };
      const added = await addOwnPasskey(services, actorOf(caller), { registration, name }, browser);
      if (added.ok) {
        const { passkey, recoveryCodes } = added;
        return Response.json({ ...passkeyBody(passkey), recoveryCodes: recoveryCodes ?? undefined }, {
          status: 201,
        });
      }
      throw new Problem(added.code, added.code === "passkey-invalid" ? { status: 422 } : {});
    },
  }),
});
