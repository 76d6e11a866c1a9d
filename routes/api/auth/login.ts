import { credentialsSchema, signIn } from "@/lib/account/accounts.ts";
import { deviceOf, sessionResponse, sessionSchema } from "@/lib/account/session_response.ts";
import { rateLimited } from "@/lib/http/limit_request.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/auth/login", {
  POST: method({
    operationId: "signIn",
    summary: "Sign in",
    description:
      "Starts a session: access token in the body, cookies for browsers. An unknown email and a wrong password get the same response in the same time.",
    limit: "sign-in",
    body: credentialsSchema,
    responses: { 200: sessionSchema },
    errors: ["invalid-credentials"],
    async handle({ services, body, ctx }) {
      const answer = await signIn(services, body, deviceOf(ctx));
      if (answer.ok) return sessionResponse(ctx, answer.tokens, 200);
      if (answer.code === "rate-limited") throw rateLimited(answer.limited);
      throw new Problem(answer.code);
    },
  }),
});
