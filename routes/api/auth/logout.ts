import { signOut } from "@/lib/account/sign_out.ts";
import { clearSessionCookies } from "@/lib/auth/identify.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/auth/logout", {
  POST: method({
    operationId: "signOut",
    summary: "Sign out",
    description:
      "Ends the session; its access tokens stop working within 5 seconds. Signing out twice is not an error.",
    responses: { 204: null },
    async handle({ services, caller, ctx }) {
      await signOut(services, caller);
      clearSessionCookies(ctx.state.cookies, services.secrets.cookieSecrets);
      return new Response(null, { status: 204 });
    },
  }),
});
