import { z } from "zod";
import { userOf } from "@/lib/auth/caller.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

const LIST = "/account/security#devices";

/** Signs out one of the account's other devices, or all of them (`others`), from the list on the security page. */
export const handler = pageRoute({ access: "own-account" }, {
  GET: (ctx) => ctx.redirect(LIST, 303),

  async POST(ctx) {
    const { services: { sessions }, caller } = ctx.state;
    const { id } = userOf(caller);
    const device = (await readForm(ctx.req)).get("device");
    const sessionId = z.uuid().safeParse(device).data;
    if (device === "others") await sessions.endAll(id, { except: caller.sessionId });
    else if (sessionId) await sessions.endOne(id, sessionId);
    return ctx.redirect(LIST, 303);
  },
});
