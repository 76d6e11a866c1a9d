import { schemeOf } from "@/lib/design/scheme.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { sameSitePath } from "@/lib/http/wire/same_site_path.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Saves the choice of light or dark, and redirects back to the page. */
export const handler = pageRoute({ access: "anyone" }, {
  async POST(ctx) {
    const form = await readForm(ctx.req);
    const scheme = schemeOf(form.get("scheme"));
    if (scheme) ctx.state.cookies.set("scheme", scheme, YEAR_SECONDS);
    return ctx.redirect(sameSitePath(form.get("next")) ?? "/", 303);
  },
});
