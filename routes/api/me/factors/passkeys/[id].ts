import { z } from "zod";
import { removeOwnPasskey } from "@/lib/account/passkeys.ts";
import { proofErrors, proofProblem, proofShape } from "@/lib/account/reauthenticate.ts";
import { actorOf } from "@/lib/auth/caller.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/me/factors/passkeys/{id}", {
  DELETE: method({
    operationId: "removePasskey",
    summary: "Remove a passkey",
    description:
      "The passkey no longer signs in. Removing the last second factor also removes the recovery codes. Needs re-authentication.",
    access: "secure-account",
    limit: "sign-in",
    params: uuidParams,
    body: z.strictObject(proofShape),
    bodyOptional: true,
    responses: { 204: null },
    errors: [...proofErrors, "not-found", "last-factor"],
    async handle({ services, caller, params, body, ctx }) {
      const proof = { ...body, sessionId: caller.sessionId };
      const removed = await removeOwnPasskey(services, actorOf(caller), params.id, proof, ctx.state.locale);
      if (removed.ok) return new Response(null, { status: 204 });
      if (removed.code === "not-found" || removed.code === "last-factor") throw new Problem(removed.code);
      throw proofProblem(removed);
    },
  }),
});
