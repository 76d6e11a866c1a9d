import { z } from "zod";
import { deviceOf, sessionResponse, sessionSchema } from "@/lib/account/session_response.ts";
import { signInWithPasskey } from "@/lib/account/sign_in.ts";
import { assertionSchema } from "@/lib/auth/webauthn.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/auth/passkey", {
  POST: method({
    operationId: "signInWithPasskey",
    summary: "Sign in with a passkey",
    description:
      "Starts a session for the account of the passkey: the access token is in the body, and browsers get cookies. It needs no " +
      "password and no code, since whoever uses the passkey has it and has unlocked it. Call `askForPasskey` first.",
    limit: "sign-in",
    body: z.strictObject({ passkey: assertionSchema }),
    responses: { 200: sessionSchema },
    errors: ["passkey-invalid", "account-locked"],
    async handle({ services, body, ctx }) {
      const result = await signInWithPasskey(services, body.passkey, deviceOf(ctx));
      if (result.ok) return sessionResponse(ctx, result.tokens, 200);
      throw new Problem(result.code);
    },
  }),
});
