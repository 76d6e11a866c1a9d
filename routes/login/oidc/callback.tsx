import { page } from "fresh";
import { SignInButton, SignInFields } from "@/components/account/AccountForms.tsx";
import { ProviderFailed } from "@/components/account/SingleSignOn.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { type AccountFields, emptyAccountFields } from "@/lib/account/account_forms.ts";
import { completeOidc, type OidcFailure, type OidcPurpose } from "@/lib/account/oidc_sign_in.ts";
import { providerName } from "@/lib/account/provider_name.ts";
import { signInDevice } from "@/lib/account/session_response.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { afterSignIn } from "@/lib/http/wire/same_site_path.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

type Shown =
  | { is: "failed"; why: OidcFailure; purpose: OidcPurpose; next: string | null }
  | { is: "second-step"; fields: AccountFields; next: string | null };

const STATUSES: Partial<Record<OidcFailure, number>> = {
  "unreachable": 503,
  "locked": 403,
  "rate-limited": 429,
};

/** Where the identity provider sends people back to. */
export const handler = pageRoute({ access: "anyone", isSecret: true, limits: { GET: "sign-in" } }, {
  async GET(ctx) {
    const { url, state } = ctx;
    const outcome = await completeOidc(ctx, orNotFound(state.services.oidc), url.search);
    const { next, purpose } = outcome;
    switch (outcome.is) {
      case "signed-in":
        signInDevice(state, outcome.tokens);
        return ctx.redirect(afterSignIn(next), 303);
      case "not-connected":
        return ctx.redirect("/login/oidc/connect", 303);
      case "done":
        return ctx.redirect(next ?? "/account/security#oidc", 303);
      case "second-step":
        return page<Shown>({
          is: "second-step",
          fields: { ...emptyAccountFields, secondStep: outcome.secondStep },
          next,
        });
      case "failed":
        return page<Shown>({ is: "failed", why: outcome.why, purpose, next }, {
          status: STATUSES[outcome.why] ?? 422,
        });
    }
  },
});

export default define.page<typeof handler>(function ProviderCallbackPage({ data, state }) {
  const { account: words, oidc } = state.words;
  return (
    <main id="main" class="page-narrow stack">
      <DocumentHead title={data.is === "failed" ? oidc.failedTitle : words.signIn} />
      {data.is === "failed" && <ProviderFailed provider={providerName(state)!} {...data} />}
      {data.is === "second-step" && (
        <>
          <h1>{words.signIn}</h1>
          <form method="post" action="/login" class="form">
            {data.next && <input type="hidden" name="next" value={data.next} />}
            <SignInFields fields={data.fields} />
            <SignInButton fields={data.fields} label={words.signIn} />
          </form>
        </>
      )}
    </main>
  );
});
