import { emailChangeSchema, requestEmailChange } from "@/lib/account/credentials.ts";
import { MAILS_RETRY_AFTER, originOf } from "@/lib/account/confirmation.ts";
import { proofErrors, proofProblem } from "@/lib/account/reauthenticate.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/me/email", {
  PUT: method({
    operationId: "changeEmail",
    summary: "Change the email address",
    description:
      "Emails a link to the new address and a notice to the current one, which stays in force until the link is used (`confirmEmail`). The response is the same if the new address belongs to another account, whose owner then gets an email instead of the link.",
    access: "secure-account",
    limit: "sign-in",
    body: emailChangeSchema,
    responses: { 204: null },
    errors: proofErrors,
    async handle({ services, caller, body, ctx }) {
      const result = await requestEmailChange(
        services,
        caller.user,
        { ...body, sessionId: caller.sessionId },
        originOf(ctx.state),
      );
      if (result.ok) return new Response(null, { status: 204 });
      if (result.code === "too-many-mails") throw new Problem("rate-limited", { headers: MAILS_RETRY_AFTER });
      throw proofProblem(result);
    },
  }),
});
