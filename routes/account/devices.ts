import { z } from "zod";
import { userOf } from "@/lib/auth/caller.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

/** Signs out another of the account's devices, which the account's page lists. */
export const handler = pageRoute({ access: "own-account" }, {
  GET: (ctx) => ctx.redirect("/account#devices", 303),

  async POST(ctx) {
    const { state } = ctx;
    const device = z.uuid().safeParse((await readForm(ctx.req)).get("device"));
    if (device.success) await state.services.sessions.endDevice(userOf(state.caller).id, device.data);
    return ctx.redirect("/account#devices", 303);
  },
});
