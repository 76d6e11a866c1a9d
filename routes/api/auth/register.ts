import { register, registrationSchema } from "@/lib/account/accounts.ts";
import { deviceOf, sessionResponse, sessionSchema } from "@/lib/account/session_response.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/auth/register", {
  POST: method({
    operationId: "register",
    summary: "Create an account",
    description:
      "Creates an account with the role `visitor` and signs it in: the access token is in the body, and browsers get cookies.",
    limit: "register",
    body: registrationSchema,
    responses: { 201: sessionSchema },
    errors: ["email-taken"],
    async handle({ services, body, ctx }) {
      const result = await register(services, body, deviceOf(ctx));
      if (!result.ok) throw new Problem(result.code);
      return sessionResponse(ctx, result.tokens, 201);
    },
  }),
});
