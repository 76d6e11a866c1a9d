import { SignInFields } from "@/components/account/AccountForms.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { accountHandlers } from "@/lib/server/account_handlers.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

export const handler = pageRoute(
  { access: "anyone", limits: { POST: "sign-in" } },
  accountHandlers("sign-in"),
);

export default define.page<typeof handler>(function LoginPage({ data: { next, fields }, state }) {
  const words = state.words.account;
  const register = next ? `/register?next=${encodeURIComponent(next)}` : "/register";
  return (
    <main id="main" class="page-narrow stack">
      <DocumentHead title={words.signIn} />
      <h1>{words.signIn}</h1>
      <form method="post" action="/login" class="form">
        {next && <input type="hidden" name="next" value={next} />}
        <SignInFields fields={fields} />
        <button type="submit" class="button button-main button-wide">{words.signIn}</button>
      </form>
      {!fields.challenge && (
        <>
          <p>
            <a href="/forgot">{words.forgot.link}</a>
          </p>
          <p>{words.newHere({ link: (inner) => <a href={register}>{inner}</a> })}</p>
        </>
      )}
    </main>
  );
});
