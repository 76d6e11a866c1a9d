import { Head } from "fresh/runtime";
import { SignInFields } from "@/components/account/AccountForms.tsx";
import { accountHandlers } from "@/lib/server/account_handlers.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

export const handler = pageRoute(
  { access: "anyone", limits: { POST: "sign-in" } },
  accountHandlers("sign-in"),
);

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
