import { page } from "fresh";
import { Head } from "fresh/runtime";
import { SignInFields } from "@/components/account/AccountForms.tsx";
import { emptyAccountFields, submitAccountForm } from "@/lib/account/account_forms.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { afterSignIn } from "@/lib/http/wire/same_site_path.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

export const handler = pageRoute({ access: "anyone", limits: { POST: "sign-in" } }, {
  GET(ctx) {
    const next = ctx.url.searchParams.get("next");
    if (ctx.state.caller.user) return ctx.redirect(afterSignIn(next), 303);
    return page({ next, fields: emptyAccountFields });
  },

  async POST(ctx) {
    const form = await readForm(ctx.req);
    const next = form.get("next");
    const answer = await submitAccountForm(ctx, "sign-in", form);
    if (answer.ok) return ctx.redirect(afterSignIn(next), 303);
    const { fields, status, headers } = answer;
    return page({ next, fields }, { status, headers });
  },
});

export default define.page<typeof handler>(function LoginPage({ data: { next, fields } }) {
  return (
    <main id="main" class="page-narrow stack">
      <Head>
        <title>Sign in · Aisle</title>
      </Head>
      <h1>Sign in</h1>
      <form method="post" action="/login" class="form">
        {next && <input type="hidden" name="next" value={next} />}
        <SignInFields fields={fields} />
        <button type="submit" class="button button-main button-wide">Sign in</button>
      </form>
      <p>
        New here?{" "}
        <a href={next ? `/register?next=${encodeURIComponent(next)}` : "/register"}>Make an account</a>
      </p>
    </main>
  );
});
