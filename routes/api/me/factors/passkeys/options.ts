import { z } from "zod";
import { beginPasskey } from "@/lib/account/passkeys.ts";
import { proofErrors, proofProblem, proofShape } from "@/lib/account/reauthenticate.ts";
import { creationOptionsSchema } from "@/lib/auth/webauthn.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/me/factors/passkeys/options", {
  POST: method({
    operationId: "beginPasskey",
    summary: "Begin adding a passkey",
    description:
      "Returns the options for `navigator.credentials.create()`, for `PublicKeyCredential.parseCreationOptionsFromJSON()`. The challenge " +
      "can be answered once, for five minutes. Needs re-authentication, and a confirmed email.",
    access: "secure-account",
    limit: "sign-in",
    body: z.strictObject(proofShape),
    bodyOptional: true,
    responses: { 200: creationOptionsSchema },
    errors: [...proofErrors, "email-not-confirmed", "too-many-passkeys"],
    async handle({ services, caller, body }) {
      const begun = await beginPasskey(services, caller.user, { ...body, sessionId: caller.sessionId });
      if (begun.ok) return Response.json(begun.options);
      if (begun.code === "email-not-confirmed" || begun.code === "too-many-passkeys") {
        throw new Problem(begun.code);
      }
      throw proofProblem(begun);
    },
  }),
});
