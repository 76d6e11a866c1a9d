import { page } from "fresh";
import { ProviderFailed } from "@/components/account/SingleSignOn.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { beginOidc, type OidcPurpose, oidcPurposes } from "@/lib/account/oidc_sign_in.ts";
import { providerName } from "@/lib/account/provider_name.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { afterSignIn, sameSitePath, signInPath } from "@/lib/http/wire/same_site_path.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

/** Sends people to the identity provider. */
export const handler = pageRoute({ access: "anyone", isSecret: true, limits: { GET: "sign-in" } }, {
  async GET(ctx) {
    const { url, state } = ctx;
    const oidc = orNotFound(state.services.oidc);
    const purpose: OidcPurpose = oidcPurposes.find((known) => known === url.searchParams.get("for")) ??
      "sign-in";
    const next = sameSitePath(url.searchParams.get("next"));
    const isSignedIn = state.caller.sessionId !== null;
    if (purpose === "sign-in" && isSignedIn) return ctx.redirect(afterSignIn(next), 303);
    if (purpose !== "sign-in" && !isSignedIn) return ctx.redirect(signInPath(url.pathname + url.search), 303);
    const begun = await beginOidc(ctx, oidc, purpose, next);
    if (begun.ok) return new Response(null, { status: 303, headers: { location: begun.location } });
    return page({ why: begun.why, purpose, next }, { status: 503 });
  },
});

export default define.page<typeof handler>(function ProviderUnreachablePage({ data, state }) {
  return (
    <main id="main" class="page-narrow stack">
      <DocumentHead title={state.words.oidc.failedTitle} />
      <ProviderFailed provider={providerName(state)!} {...data} />
    </main>
  );
});
