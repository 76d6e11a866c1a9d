import { askToSignIn } from "@/lib/account/sign_in.ts";
import { ensureVisitor } from "@/lib/auth/identify.ts";
import { requestOptionsSchema } from "@/lib/auth/webauthn.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/auth/passkey/options", {
  POST: method({
    operationId: "askForPasskey",
    summary: "Begin signing in with a passkey",
    description:
      "Returns the options for `navigator.credentials.get()`, for `PublicKeyCredential.parseRequestOptionsFromJSON()`. The challenge " +
      "can be answered once, for five minutes, by the visitor whose cookie this call sets.",
    responses: { 200: requestOptionsSchema },
    handle({ services, ctx }) {
      return Response.json(askToSignIn(services, ensureVisitor(ctx.state).visitorId));
    },
  }),
});
