import { type Context, page } from "fresh";
import { type AccountForm, emptyAccountFields, submitAccountForm } from "@/lib/account/account_forms.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { afterSignIn } from "@/lib/http/wire/same_site_path.ts";
import type { State } from "@/utils.ts";

/** The handlers of a page that signs in with one of the account forms, then returns to the page the user came from. */
export function accountHandlers(kind: AccountForm) {
  return {
    GET(ctx: Context<State>) {
      const next = ctx.url.searchParams.get("next");
      if (ctx.state.caller.user) return ctx.redirect(afterSignIn(next), 303);
      return page({ next, fields: emptyAccountFields });
    },

    async POST(ctx: Context<State>) {
      const form = await readForm(ctx.req);
      const next = form.get("next");
      const result = await submitAccountForm(ctx, kind, form);
      if (result.ok) return ctx.redirect(afterSignIn(next), 303);
      const { fields, status, headers } = result;
      return page({ next, fields }, { status, headers });
    },
  };
}
