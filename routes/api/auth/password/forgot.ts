import { originOf } from "@/lib/account/confirmation.ts";
import { forgotSchema, requestReset } from "@/lib/account/forgotten_password.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/auth/password/forgot", {
  POST: method({
    operationId: "requestPasswordReset",
    summary: "Request a link to set a new password",
    description:
      "Emails a link to the address if it has an account, at most five an hour. The response and its timing are the same whether or not it has.",
    limit: "mails",
    body: forgotSchema,
    responses: { 202: null },
    async handle({ services, body, ctx }) {
      await requestReset(services, body.email, originOf(ctx.state));
      return new Response(null, { status: 202 });
    },
  }),
});
