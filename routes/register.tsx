import { RegisterFields } from "@/components/account/AccountForms.tsx";
import { ProviderSignIn } from "@/components/account/SingleSignOn.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { providerName } from "@/lib/account/provider_name.ts";
import { signInPath } from "@/lib/http/wire/same_site_path.ts";
import { accountHandlers } from "@/lib/server/account_handlers.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

export const handler = pageRoute(
  { access: "anyone", limits: { POST: "register" } },
  accountHandlers("register"),
);

export default define.page<typeof handler>(function RegisterPage({ data: { next, fields }, state }) {
  const words = state.words.account;
  const provider = state.services.config.oidc?.makesVisitors ? providerName(state) : null;
  const login = next ? signInPath(next) : "/login";
  return (
    <main id="main" class="page-narrow stack">
      <DocumentHead title={words.register} />
      <h1>{words.register}</h1>
      <p class="quiet">{words.whyRegister}</p>
      <form method="post" action="/register" class="form">
        {next && <input type="hidden" name="next" value={next} />}
        <RegisterFields fields={fields} />
        <button type="submit" class="button button-main button-wide">{words.createAccount}</button>
      </form>
      {provider && <ProviderSignIn provider={provider} next={next} />}
      <p>{words.haveAccount({ link: (inner) => <a href={login}>{inner}</a> })}</p>
    </main>
  );
});
