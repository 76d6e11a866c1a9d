import { page } from "fresh";
import { ProofFields } from "@/components/account/ProofFields.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { connectIdentity, connectingTakesProof } from "@/lib/account/oidc_connect.ts";
import { forget, identityMemory, recall } from "@/lib/account/oidc_cookies.ts";
import { loadProofForm, type ProofForm } from "@/lib/account/proof_form.ts";
import { providerName } from "@/lib/account/provider_name.ts";
import { type ProofErrors, proofFeedback, proofOf } from "@/lib/account/reauthenticate.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { sameSitePath, signInPath } from "@/lib/http/wire/same_site_path.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define, type State } from "@/utils.ts";

const HERE = "/login/oidc/connect";
const AFTER = "/account/security?connected#oidc";

type Shown =
  /** The browser remembers no identity, or no longer. */
  | { is: "expired" }
  | { is: "sign-in"; label: string | null }
  | { is: "unconfirmed" }
  | { is: "taken" }
  /** `proof`: what the form asks for, if it asks for anything. */
  | { is: "ready"; label: string | null; email: string; proof: ProofForm | null; errors?: ProofErrors };

/** Connects an identity that the provider has just confirmed, once its owner has signed in the old way. */
export const handler = pageRoute({ access: "anyone", isSecret: true, limits: { POST: "sign-in" } }, {
  async GET({ state }) {
    orNotFound(state.services.oidc);
    return page<Shown>(await load(state));
  },

  async POST(ctx) {
    const { state } = ctx;
    const { services, caller } = state;
    orNotFound(services.oidc);
    const pending = recall(state, identityMemory);
    const { user } = caller;
    if (!pending || !user) return page<Shown>(await load(state));
    const proof = proofOf(await readForm(ctx.req), caller);
    const connected = await connectIdentity(services, { ...caller, user }, pending, proof, state.locale);
    if (connected.ok) {
      forget(state, identityMemory);
      return ctx.redirect(sameSitePath(pending.next) ?? AFTER, 303);
    }
    switch (connected.code) {
      case "identity-taken":
        return page<Shown>({ is: "taken" }, { status: 409 });
      case "email-not-confirmed":
        return page<Shown>({ is: "unconfirmed" }, { status: 409 });
      default: {
        const { errors, status } = proofFeedback(connected, state.words.account);
        return page<Shown>({ ...await load(state), errors } as Shown, { status });
      }
    }
  },
});

async function load(state: State): Promise<Shown> {
  const { services, caller } = state;
  const pending = recall(state, identityMemory);
  if (!pending) return { is: "expired" };
  const { label } = pending;
  const { user } = caller;
  if (!user) return { is: "sign-in", label };
  if (!user.emailConfirmed) return { is: "unconfirmed" };
  const takesProof = await connectingTakesProof(services, caller, pending);
  const proof = takesProof ? await loadProofForm(services, { ...caller, user }) : null;
  return { is: "ready", label, email: user.email, proof };
}

export default define.page<typeof handler>(function ConnectPage({ data, state }) {
  const { account, oidc: words } = state.words;
  const name = providerName(state)!;
  const label = () => <bdi>{"label" in data ? data.label ?? words.yourAccount : ""}</bdi>;
  const title = words.connectTitle;
  return (
    <main id="main" class="page-narrow stack">
      <DocumentHead title={title} />
      <h1>{title}</h1>
      {data.is === "expired" && (
        <>
          <Notice kind="warning" title={words.failed.expired.title}>
            <p>{words.failed.expired.text({ name })}</p>
          </Notice>
          <a class="button button-main" href="/account/security#oidc">{words.toSecurity}</a>
        </>
      )}
      {data.is === "sign-in" && (
        <>
          <p>{words.signInFirst({ name, label })}</p>
          <p class="quiet">{words.onceOnly}</p>
          <div class="cluster">
            <a class="button button-main" href={signInPath(HERE)}>{account.signIn}</a>
            <a class="button" href={`/register?next=${encodeURIComponent(HERE)}`}>{account.register}</a>
          </div>
        </>
      )}
      {data.is === "unconfirmed" && (
        <>
          <Notice title={words.confirmFirst}>
            <p>{words.confirmThenConnect}</p>
          </Notice>
          <a class="button" href="/account">{account.confirm.toAccount}</a>
        </>
      )}
      {data.is === "taken" && (
        <>
          <Notice kind="danger" title={words.failed.taken.title}>
            <p>{words.failed.taken.text({ name })}</p>
          </Notice>
          <a class="button" href="/account/security#oidc">{words.toSecurity}</a>
        </>
      )}
      {data.is === "ready" && (
        <form method="post" action={HERE} class="form">
          <p>
            {words.connectThese({
              name,
              label,
              email: () => <bdi>{data.email}</bdi>,
            })}
          </p>
          {data.proof && <ProofFields proof={data.proof} errors={data.errors} />}
          <div class="cluster">
            <button type="submit" class="button button-main">{words.connect}</button>
            <a class="button button-plain" href="/account/security" aria-current="false">
              {state.words.security.back}
            </a>
          </div>
        </form>
      )}
    </main>
  );
});
