import { register, registrationSchema } from "@/lib/account/accounts.ts";
import { deviceOf, sessionResponse, sessionSchema } from "@/lib/account/session_response.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/auth/register", {
  POST: method({
    operationId: "register",
    summary: "Create an account",
    description:
      "Creates an account with the role `visitor` and signs it in: access token in the body, cookies for browsers.",
    limit: "register",
    body: registrationSchema,
    responses: { 201: sessionSchema },
    errors: ["email-taken"],
    async handle({ services, body, ctx }) {
      const answer = await register(services, body, deviceOf(ctx));
      if (!answer.ok) throw new Problem(answer.code);
      return sessionResponse(ctx, answer.tokens, 201);
    },
  }),
});
