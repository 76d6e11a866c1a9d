import { page } from "fresh";
import { BeginSetup, CompleteSetup, RecoveryCodes, RemoveApp } from "@/components/account/TwoStep.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import {
  beginTotpSetup,
  confirmTotpSetup,
  findTotpSetup,
  lacksFactor,
  removeTotpFactor,
  type TotpSetup,
} from "@/lib/account/factors.ts";
import { loadProofForm, type ProofForm } from "@/lib/account/proof_form.ts";
import { providerName } from "@/lib/account/provider_name.ts";
import { type ProofErrors, proofFeedback, proofOf } from "@/lib/account/reauthenticate.ts";
import { actorOf, userOf } from "@/lib/auth/caller.ts";
import { passkeysWorkAt } from "@/lib/auth/webauthn.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

const OVERVIEW = "/account/security";

/** The step of the page. */
type Step =
  | { is: "begin"; proof: ProofForm; errors?: ProofErrors; isRequired: boolean }
  | { is: "complete"; setup: TotpSetup; error?: string }
  | { is: "done"; recoveryCodes: string[] }
  | { is: "remove"; proof: ProofForm; errors?: ProofErrors };

/** Sets up and removes the authenticator app that the account's owner signs in with. */
export const handler = pageRoute({ access: "secure-account", limits: { POST: "sign-in" } }, {
  async GET(ctx) {
    const { services, caller } = ctx.state;
    const user = userOf(caller);
    const proof = await loadProofForm(services, { ...caller, user });
    if (proof.factors.includes("totp")) {
      return ctx.url.searchParams.has("remove")
        ? page<Step>({ is: "remove", proof })
        : ctx.redirect(OVERVIEW, 303);
    }
    if (!user.emailConfirmed) return ctx.redirect(OVERVIEW, 303);
    const setup = await findTotpSetup(services, user);
    if (setup) return page<Step>({ is: "complete", setup });
    return page<Step>({
      is: "begin",
      proof,
      isRequired: await lacksFactor(services, user, caller.sessionId),
    });
  },

  async POST(ctx) {
    const { services, caller, locale, words: { account: words, security } } = ctx.state;
    const user = userOf(caller);
    const form = await readForm(ctx.req);
    switch (form.get("intent")) {
      case "begin": {
        const begun = await beginTotpSetup(services, user, proofOf(form, caller));
        if (begun.ok) return ctx.redirect(ctx.url.pathname, 303);
        if (begun.code === "factor-exists" || begun.code === "email-not-confirmed") break;
        const { errors, status } = proofFeedback(begun, words);
        const proof = await loadProofForm(services, { ...caller, user });
        const isRequired = await lacksFactor(services, user, caller.sessionId);
        return page<Step>({ is: "begin", proof, errors, isRequired }, { status });
      }
      case "verify": {
        const confirmed = await confirmTotpSetup(services, actorOf(caller), form.get("code") ?? "", locale);
        if (confirmed.ok) return page<Step>({ is: "done", recoveryCodes: confirmed.recoveryCodes });
        const setup = await findTotpSetup(services, user);
        if (setup) return page<Step>({ is: "complete", setup, error: words.wrongCode }, { status: 422 });
        const proof = await loadProofForm(services, { ...caller, user });
        if (proof.factors.includes("totp")) break;
        const errors = { password: security.setUpExpired };
        const isRequired = await lacksFactor(services, user, caller.sessionId);
        return page<Step>({ is: "begin", proof, errors, isRequired }, { status: 422 });
      }
      case "remove": {
        const removed = await removeTotpFactor(services, actorOf(caller), proofOf(form, caller), locale);
        if (removed.ok || removed.code === "not-found" || removed.code === "last-factor") break;
        const { errors, status } = proofFeedback(removed, words);
        const proof = await loadProofForm(services, { ...caller, user });
        return page<Step>({ is: "remove", proof, errors }, { status });
      }
    }
    return ctx.redirect(OVERVIEW, 303);
  },
});

export default define.page<typeof handler>(function AuthenticatorPage({ data, url, state }) {
  const words = state.words.security;
  const provider = providerName(state);
  const title = data.is === "done"
    ? words.recoveryCodes
    : data.is === "remove"
    ? words.remove
    : words.twoStep;
  return (
    <main id="main" class="page-narrow stack">
      <DocumentHead title={title} />
      <h1>{title}</h1>
      {data.is === "begin" && data.isRequired && <Notice title={words.required} />}
      {data.is === "begin" && (
        <BeginSetup
          {...data}
          provider={provider}
          offersPasskey={data.isRequired && passkeysWorkAt(url, state.services.config)}
        />
      )}
      {data.is === "complete" && <CompleteSetup setup={data.setup} error={data.error} />}
      {data.is === "done" && <RecoveryCodes codes={data.recoveryCodes} title={words.turnedOn} />}
      {data.is === "remove" && <RemoveApp {...data} provider={provider} />}
    </main>
  );
});
