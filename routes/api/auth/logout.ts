import { clearSessionCookies } from "@/lib/auth/identify.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";

export const handler = endpoint("/api/auth/logout", {
  POST: method({
    summary: "Ends the session; signing out twice is no error",
    responses: { 204: null },
    async handle({ services, caller, ctx }) {
      if (caller.sessionId) await services.sessions.end(caller.sessionId);
      clearSessionCookies(ctx.state.cookies, services.secrets.cookieSecret);
      return new Response(null, { status: 204 });
    },
  }),
});
