import { originOf, sendConfirmation } from "@/lib/account/confirmation.ts";
import { userOf } from "@/lib/auth/caller.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

/** Sends the link that confirms the account's address again. */
export const handler = pageRoute({ access: "own-account", limits: { POST: "mails" } }, {
  GET: (ctx) => ctx.redirect("/account", 303),

  async POST(ctx) {
    const { services, caller } = ctx.state;
    const result = await sendConfirmation(services, userOf(caller).id, originOf(ctx.state));
    const outcome = result.ok ? "?link=sent" : result.code === "rate-limited" ? "?link=later" : "";
    return ctx.redirect(`/account${outcome}`, 303);
  },
});
