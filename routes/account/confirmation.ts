import { originOf, sendConfirmation } from "@/lib/account/confirmation.ts";
import { userOf } from "@/lib/auth/caller.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

/** Sends the link that confirms the account's address again. */
export const handler = pageRoute({ access: "secure-account", limits: { POST: "mails" } }, {
  GET: (ctx) => ctx.redirect("/account", 303),

  async POST(ctx) {
    const { services, caller } = ctx.state;
    const isFromSecurity = (await readForm(ctx.req)).get("from") === "security";
    const result = await sendConfirmation(services, userOf(caller).id, originOf(ctx.state));
    const outcome = result.ok ? "?link=sent" : result.code === "rate-limited" ? "?link=later" : "";
    return ctx.redirect(isFromSecurity ? `/account/security${outcome}#two-step` : `/account${outcome}`, 303);
  },
});
