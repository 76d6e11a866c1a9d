import { page } from "fresh";
import { Head } from "fresh/runtime";
import { RegisterFields } from "@/components/account/AccountForms.tsx";
import { emptyAccountFields, submitAccountForm } from "@/lib/account/account_forms.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { afterSignIn, signInPath } from "@/lib/http/wire/same_site_path.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

export const handler = pageRoute({ access: "anyone", limits: { POST: "register" } }, {
  GET(ctx) {
    const next = ctx.url.searchParams.get("next");
    if (ctx.state.caller.user) return ctx.redirect(afterSignIn(next), 303);
    return page({ next, fields: emptyAccountFields });
  },

  async POST(ctx) {
    const form = await readForm(ctx.req);
    const next = form.get("next");
    const answer = await submitAccountForm(ctx, "register", form);
    if (answer.ok) return ctx.redirect(afterSignIn(next), 303);
    const { fields, status, headers } = answer;
    return page({ next, fields }, { status, headers });
  },
});

export default define.page<typeof handler>(function RegisterPage({ data: { next, fields } }) {
  return (
    <main id="main" class="page-narrow stack">
      <Head>
        <title>Make an account · Aisle</title>
      </Head>
      <h1>Make an account</h1>
      <p class="quiet">
        For your tickets, and so that nobody else can use them. Seats that you hold come with you.
      </p>
      <form method="post" action="/register" class="form">
        {next && <input type="hidden" name="next" value={next} />}
        <RegisterFields fields={fields} />
        <button type="submit" class="button button-main button-wide">Make the account</button>
      </form>
      <p>
        Have one? <a href={next ? signInPath(next) : "/login"}>Sign in</a>
      </p>
    </main>
  );
});
