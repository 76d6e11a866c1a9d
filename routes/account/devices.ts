import { z } from "zod";
import { endOtherSessions, endSession } from "@/lib/account/sign_out.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

const LIST = "/account/security#devices";

/** Signs out one of the account's other devices, or all of them (`others`), from the list on the security page. */
export const handler = pageRoute({ access: "secure-account" }, {
  GET: (ctx) => ctx.redirect(LIST, 303),

  async POST(ctx) {
    const { services, caller } = ctx.state;
    const device = (await readForm(ctx.req)).get("device");
    const sessionId = z.uuid().safeParse(device).data;
    if (device === "others") await endOtherSessions(services, caller);
    else if (sessionId) await endSession(services, caller, sessionId);
    return ctx.redirect(LIST, 303);
  },
});
