import { confirmEmail, originOf } from "@/lib/account/confirmation.ts";
import { tokenBody } from "@/lib/account/link_token.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/auth/confirm", {
  POST: method({
    operationId: "confirmEmail",
    summary: "Confirm an email address",
    description:
      "Takes the token of a link that was emailed to the address, which works once, for 24 hours. Needs no sign-in: the token identifies the account.",
    body: tokenBody,
    responses: { 204: null },
    errors: ["token-invalid", "email-taken"],
    async handle({ services, body, ctx }) {
      const result = await confirmEmail(services, body.token, originOf(ctx.state));
      if (!result.ok) throw new Problem(result.code);
      return new Response(null, { status: 204 });
    },
  }),
});
