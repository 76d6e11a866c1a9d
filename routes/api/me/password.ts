import { originOf } from "@/lib/account/confirmation.ts";
import { changePassword, passwordChangeSchema } from "@/lib/account/credentials.ts";
import { proofProblem } from "@/lib/account/reauthenticate.ts";
import { weaknesses } from "@/lib/auth/password_weakness.ts";
import { endpoint, invalid, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/me/password", {
  PUT: method({
    operationId: "changePassword",
    summary: "Change the password",
    description: "Needs the current password. Ends all other sessions of the account.",
    access: "secure-account",
    limit: "sign-in",
    body: passwordChangeSchema,
    responses: { 204: null },
    errors: ["invalid-credentials"],
    async handle({ services, caller, body, ctx }) {
      const result = await changePassword(services, caller, body, originOf(ctx.state));
      if (result.ok) return new Response(null, { status: 204 });
      if (result.code === "weak-password") throw invalid("password", weaknesses[result.weakness]);
      throw proofProblem(result);
    },
  }),
});
