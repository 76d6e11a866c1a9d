import { askForPasskey } from "@/lib/auth/passkeys.ts";
import { requestOptionsSchema } from "@/lib/auth/webauthn.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/me/reauthentication/options", {
  POST: method({
    operationId: "askToReauthenticate",
    summary: "Begin confirming with a passkey",
    description:
      "Returns the options for `navigator.credentials.get()`; the result is the `passkey` of a call that needs re-authentication. The challenge " +
      "can be answered once, for five minutes, by a passkey of the caller's account.",
    access: "secure-account",
    responses: { 200: requestOptionsSchema },
    handle({ services, caller }) {
      const scope = { use: "reauthenticate", holder: caller.user.id } as const;
      return Response.json(askForPasskey(services, scope));
    },
  }),
});
