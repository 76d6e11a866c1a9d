import { MAILS_RETRY_AFTER, originOf, sendConfirmation } from "@/lib/account/confirmation.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/me/confirmation", {
  POST: method({
    operationId: "sendConfirmation",
    summary: "Send the link that confirms the address",
    description:
      "Emails another link to the account's address, at most five an hour. Registering sends the first one.",
    access: "secure-account",
    limit: "mails",
    responses: { 202: null },
    errors: ["already-confirmed"],
    async handle({ services, caller, ctx }) {
      const result = await sendConfirmation(services, caller.user.id, originOf(ctx.state));
      if (result.ok) return new Response(null, { status: 202 });
      throw new Problem(result.code, result.code === "rate-limited" ? { headers: MAILS_RETRY_AFTER } : {});
    },
  }),
});
