import { clearSessionCookies } from "@/lib/auth/identify.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

/** Signs the device out. Doing it twice is no error. */
export const handler = pageRoute({ access: "anyone" }, {
  async POST(ctx) {
    const { services, caller, cookies } = ctx.state;
    if (caller.sessionId) await services.sessions.end(caller.sessionId);
    clearSessionCookies(cookies, services.secrets.cookieSecret);
    return ctx.redirect("/", 303);
  },
});
