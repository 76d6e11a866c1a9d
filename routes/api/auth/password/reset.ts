import { originOf } from "@/lib/account/confirmation.ts";
import { resetPassword, resetSchema } from "@/lib/account/forgotten_password.ts";
import { weaknesses } from "@/lib/auth/password_weakness.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, invalid, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/auth/password/reset", {
  POST: method({
    operationId: "resetPassword",
    summary: "Set a new password by a link",
    description:
      "Takes the token of an emailed link, which works once, for an hour or until a newer one is sent. Ends all sessions of the account. If the password is refused, the token can still be used.",
    limit: "sign-in",
    body: resetSchema,
    responses: { 204: null },
    errors: ["token-invalid"],
    async handle({ services, body, ctx }) {
      const result = await resetPassword(services, body, originOf(ctx.state));
      if (result.ok) return new Response(null, { status: 204 });
      if (result.code === "weak-password") throw invalid("password", weaknesses[result.weakness]);
      throw new Problem(result.code);
    },
  }),
});
