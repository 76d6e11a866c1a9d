import { sessionResponse, sessionSchema } from "@/lib/account/session_response.ts";
import { REFRESH_COOKIE } from "@/lib/auth/identify.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/auth/refresh", {
  POST: method({
    operationId: "refreshSession",
    summary: "Renew the session",
    description:
      "Renews the session of the refresh cookie and rotates the cookie. Reusing a refresh token more than 30 seconds after it was replaced ends its session.",
    security: ["refreshCookie"],
    responses: { 200: sessionSchema },
    errors: ["session-expired"],
    async handle({ services, caller, ctx }) {
      const refreshToken = ctx.state.cookies.get(REFRESH_COOKIE);
      const tokens = refreshToken && await services.sessions.rotate(refreshToken, caller.visitorId);
      if (!tokens) throw new Problem("session-expired");
      return sessionResponse(ctx, tokens, 200);
    },
  }),
});
