import { Head } from "fresh/runtime";
import { RegisterFields } from "@/components/account/AccountForms.tsx";
import { signInPath } from "@/lib/http/wire/same_site_path.ts";
import { accountHandlers } from "@/lib/server/account_handlers.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

export const handler = pageRoute(
  { access: "anyone", limits: { POST: "register" } },
  accountHandlers("register"),
);

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
