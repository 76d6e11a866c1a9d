import { z } from "zod";
import { confirmTotpSetup } from "@/lib/account/factors.ts";
import { actorOf } from "@/lib/auth/caller.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

const recoverySchema = z.object({
  recoveryCodes: z.array(z.string()).length(10).describe(
    "Each works once, instead of a code. Not shown again",
  )
    .meta({ examples: [Array.from("0123456789", (digit) => `7K2M-Q0RZ-4W8D-N1P${digit}`)] }),
}).meta({ id: "RecoveryCodes" });

export const handler = endpoint("/api/me/factors/totp/verify", {
  POST: method({
    operationId: "completeAuthenticatorSetup",
    summary: "Turn on the authenticator app",
    description:
      "Takes the app's first code. From then on, signing in asks for one, or for a recovery code. " +
      "Sent again within a minute, it returns new recovery codes, which replace the first ones.",
    access: "secure-account",
    limit: "sign-in",
    body: z.strictObject({ code: z.string().min(1).max(20) }).meta({ examples: [{ code: "287082" }] }),
    responses: { 200: recoverySchema },
    errors: ["second-factor-invalid"],
    errorStatuses: { "second-factor-invalid": 422 },
    async handle({ services, caller, body, ctx }) {
      const confirmed = await confirmTotpSetup(services, actorOf(caller), body.code, ctx.state.locale);
      if (!confirmed.ok) throw new Problem(confirmed.code, { status: 422 });
      return Response.json({ recoveryCodes: confirmed.recoveryCodes });
    },
  }),
});
