import { signOut } from "@/lib/account/sign_out.ts";
import { clearSessionCookies } from "@/lib/auth/identify.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

/** Signs the device out. Signing out twice is not an error. */
export const handler = pageRoute({ access: "anyone" }, {
  async POST(ctx) {
    const { services, caller, cookies } = ctx.state;
    await signOut(services, caller);
    clearSessionCookies(cookies, services.secrets.cookieSecrets);
    return ctx.redirect("/", 303);
  },
});
