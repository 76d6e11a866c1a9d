import { page } from "fresh";
import { ProofFields } from "@/components/account/ProofFields.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { disconnectIdentity } from "@/lib/account/oidc_connect.ts";
import { loadProofForm, type ProofForm } from "@/lib/account/proof_form.ts";
import { providerName } from "@/lib/account/provider_name.ts";
import { type ProofErrors, proofFeedback, proofOf } from "@/lib/account/reauthenticate.ts";
import { userOf } from "@/lib/auth/caller.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

interface Shown {
  proof: ProofForm;
  errors?: ProofErrors;
  /** Whether it was refused, since there is no other way to sign in. */
  isLast?: boolean;
}

/** Disconnects the account from the identity provider. */
export const handler = pageRoute({ access: "secure-account", limits: { POST: "sign-in" } }, {
  async GET({ state: { services, caller } }) {
    orNotFound(services.oidc);
    return page<Shown>({ proof: await loadProofForm(services, { ...caller, user: userOf(caller) }) });
  },

  async POST(ctx) {
    const { services, caller, locale, words } = ctx.state;
    orNotFound(services.oidc);
    const owner = { ...caller, user: userOf(caller) };
    const proof = proofOf(await readForm(ctx.req), caller);
    const disconnected = await disconnectIdentity(services, owner, proof, locale);
    if (disconnected.ok) return ctx.redirect("/account/security#oidc", 303);
    const form = await loadProofForm(services, owner);
    if (disconnected.code === "last-factor") {
      return page<Shown>({ proof: form, isLast: true }, { status: 409 });
    }
    const { errors, status } = proofFeedback(disconnected, words.account);
    return page<Shown>({ proof: form, errors }, { status });
  },
});

export default define.page<typeof handler>(function DisconnectPage({ data, url, state }) {
  const { oidc: words } = state.words;
  const name = providerName(state)!;
  const title = words.disconnectTitle;
  return (
    <main id="main" class="page-narrow stack">
      <DocumentHead title={title} />
      <h1>{title}</h1>
      {data.isLast && (
        <Notice kind="danger" title={words.lastWay}>
          <p>{words.setPasswordFirst({ link: (inner) => <a href="/forgot">{inner}</a> })}</p>
        </Notice>
      )}
      <p>{words.whatDisconnects({ name })}</p>
      <form method="post" action={url.pathname} class="form">
        <ProofFields proof={data.proof} errors={data.errors} next={url.pathname} provider={name} />
        <div class="cluster">
          <button type="submit" class="button button-danger">{words.disconnect}</button>
          <a class="button button-plain" href="/account/security" aria-current="false">
            {state.words.security.back}
          </a>
        </div>
      </form>
    </main>
  );
});
