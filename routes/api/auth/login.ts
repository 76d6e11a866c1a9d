import { deviceOf, sessionResponse, sessionSchema } from "@/lib/account/session_response.ts";
import { credentialsSchema, signIn } from "@/lib/account/sign_in.ts";
import { rateLimited } from "@/lib/http/limit_request.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/auth/login", {
  POST: method({
    operationId: "signIn",
    summary: "Sign in",
    description:
      "Starts a session: the access token is in the body, and browsers get cookies. An unknown email and a wrong password get the same response in the same time. " +
      "An account with a second factor also needs a `code`, a `recoveryCode` or a `passkey`, which are checked after the password; " +
      "`methods` lists which it has.",
    limit: "sign-in",
    body: credentialsSchema,
    responses: { 200: sessionSchema },
    errors: ["invalid-credentials", "account-locked", "second-factor-required", "second-factor-invalid"],
    async handle({ services, body, ctx }) {
      const result = await signIn(services, body, deviceOf(ctx));
      if (result.ok) return sessionResponse(ctx, result.tokens, 200);
      switch (result.code) {
        case "rate-limited":
          throw rateLimited(result.limited);
        case "second-factor-required":
          throw new Problem(result.code, { members: { methods: result.next.methods } });
        case "passkey-invalid":
          throw new Problem("second-factor-invalid");
        case "app-unreadable":
          throw new Problem("second-factor-invalid", { detail: (words) => words.account.appUnreadable });
        default:
          throw new Problem(result.code);
      }
    },
  }),
});
