import { z } from "zod";
import { beginTotpSetup, removeTotpFactor } from "@/lib/account/factors.ts";
import { proofErrors, proofProblem, proofShape } from "@/lib/account/reauthenticate.ts";
import { actorOf } from "@/lib/auth/caller.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

const proof = z.strictObject(proofShape);

const setupSchema = z.object({
  secret: z.string().describe("In base32").meta({ examples: ["JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"] }),
  uri: z.string().describe("For a QR code: SHA-1, 6 digits, 30 seconds").meta({
    examples: ["otpauth://totp/Aisle:ada@example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Aisle"],
  }),
}).meta({ id: "AuthenticatorSetup" });

export const handler = endpoint("/api/me/factors/totp", {
  POST: method({
    operationId: "beginAuthenticatorSetup",
    summary: "Set up an authenticator app",
    description:
      "Returns a new secret for an authenticator app. It takes effect once the first code is verified; until then, " +
      "calling this again replaces it. Needs the password, and a confirmed email.",
    access: "secure-account",
    limit: "sign-in",
    body: proof,
    bodyOptional: true,
    responses: { 201: setupSchema },
    errors: [...proofErrors, "email-not-confirmed", "factor-exists"],
    async handle({ services, caller, body }) {
      const begun = await beginTotpSetup(services, caller.user, { ...body, sessionId: caller.sessionId });
      if (begun.ok) return Response.json({ secret: begun.secret, uri: begun.uri }, { status: 201 });
      if (begun.code === "email-not-confirmed" || begun.code === "factor-exists") {
        throw new Problem(begun.code);
      }
      throw proofProblem(begun);
    },
  }),

  DELETE: method({
    operationId: "removeAuthenticator",
    summary: "Remove the authenticator app",
    description: "Removes the authenticator app and the recovery codes. Needs the password and a code.",
    access: "secure-account",
    limit: "sign-in",
    body: proof,
    bodyOptional: true,
    responses: { 204: null },
    errors: [...proofErrors, "not-found", "last-factor"],
    async handle({ services, caller, body, ctx }) {
      const proof = { ...body, sessionId: caller.sessionId };
      const removed = await removeTotpFactor(services, actorOf(caller), proof, ctx.state.locale);
      if (removed.ok) return new Response(null, { status: 204 });
      if (removed.code === "not-found" || removed.code === "last-factor") throw new Problem(removed.code);
      throw proofProblem(removed);
    },
  }),
});
