import { page } from "fresh";
import { AccountNav } from "@/components/account/AccountNav.tsx";
import {
  ChangeEmail,
  ChangePassword,
  type CredentialErrors,
  type CredentialForm,
  NoPassword,
} from "@/components/account/Credentials.tsx";
import { linkOutcomeOf } from "@/components/account/ConfirmEmail.tsx";
import { DeviceList } from "@/components/account/DeviceList.tsx";
import { PasskeySection } from "@/components/account/Passkeys.tsx";
import { SingleSignOnSection } from "@/components/account/SingleSignOn.tsx";
import { TwoStepSection } from "@/components/account/TwoStep.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import {
  cancelEmailChange,
  changePassword,
  emailChangeSchema,
  hasPassword,
  passwordChangeSchema,
  pendingEmail,
  requestEmailChange,
} from "@/lib/account/credentials.ts";
import { originOf } from "@/lib/account/confirmation.ts";
import { loadDevices } from "@/lib/account/devices_page.ts";
import { loadFactors, mustHaveFactor } from "@/lib/account/factors.ts";
import { passwordCorrection } from "@/lib/account/new_password.ts";
import { loadProofForm } from "@/lib/account/proof_form.ts";
import { providerName } from "@/lib/account/provider_name.ts";
import { proofFeedback, proofOf } from "@/lib/account/reauthenticate.ts";
import { userOf } from "@/lib/auth/caller.ts";
import { countIdentities } from "@/lib/auth/identities.ts";
import { canHavePasskeys, passkeysWorkAt, relyingParty } from "@/lib/auth/webauthn.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define, type State } from "@/utils.ts";

/** A form that was refused. */
interface Refusal {
  form: CredentialForm;
  errors: CredentialErrors;
  /** The new address as typed. */
  email: string;
  status: 422 | 429;
}

export const handler = pageRoute({ access: "secure-account", limits: { POST: "sign-in" } }, {
  GET: async ({ state, url }) => page(await loadPage(state, url, null)),

  async POST(ctx) {
    const { state, url } = ctx;
    const form = await readForm(ctx.req);
    if (form.get("action") === "keep-email") {
      await cancelEmailChange(state.services, userOf(state.caller).id);
      return ctx.redirect("/account/security?changed=nothing#email", 303);
    }
    const name: CredentialForm = form.get("action") === "email" ? "email" : "password";
    const refusal = name === "email" ? await submitEmail(state, form) : await submitPassword(state, form);
    if (!refusal) return ctx.redirect(`/account/security?changed=${name}#${name}`, 303);
    return page(await loadPage(state, url, refusal), { status: refusal.status });
  },
});

async function loadPage(state: State, url: URL, refusal: Refusal | null) {
  const { services, caller } = state;
  const user = userOf(caller);
  const [sessions, pending, factors, proof, ownPassword, identities] = await Promise.all([
    loadDevices(services, caller),
    pendingEmail(services, user.id),
    loadFactors(services, user),
    loadProofForm(services, { ...caller, user }),
    hasPassword(services, user.id),
    countIdentities(services.sql, user.id),
  ]);
  return {
    sessions,
    pending,
    changed: url.searchParams.get("changed"),
    refusal,
    ...factors,
    isRequired: mustHaveFactor(services, user),
    canHavePasskeys: canHavePasskeys(services.config),
    proof,
    hasPassword: ownPassword,
    isConnected: identities > 0,
    hasJustConnected: url.searchParams.has("connected"),
    elsewhere: passkeysWorkAt(url, services.config)
      ? null
      : new URL(url.pathname, relyingParty(services.config).origin),
  };
}

/** Changes the password, or returns why not. */
async function submitPassword(
  state: State,
  form: URLSearchParams,
): Promise<Refusal | null> {
  const { services, caller, words } = state;
  const refuse = (errors: CredentialErrors, status: Refusal["status"] = 422): Refusal => (
    { form: "password", errors, email: "", status }
  );
  const { sessionId } = caller;
  const input = { current: form.get("current") ?? "", password: form.get("password") ?? "" };
  const parsed = passwordChangeSchema.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return issue.path[0] === "password"
      ? refuse({ password: passwordCorrection(issue, words) })
      : refuse({ current: words.account.changePassword.wrong });
  }
  const result = await changePassword(
    services,
    { user: userOf(caller), sessionId },
    parsed.data,
    originOf(state),
  );
  if (result.ok) return null;
  if (result.code === "weak-password") return refuse({ password: words.account.errors.weakPassword(result) });
  if (result.code !== "rate-limited") return refuse({ current: words.account.changePassword.wrong });
  const { errors, status } = proofFeedback(result, words.account);
  return refuse({ current: errors.password }, status);
}

/** Sends a link to the new address, or returns why not. */
async function submitEmail(
  state: State,
  form: URLSearchParams,
): Promise<Refusal | null> {
  const { services, caller, words } = state;
  const email = form.get("email") ?? "";
  const refuse = (errors: CredentialErrors, status: Refusal["status"] = 422): Refusal => (
    { form: "email", errors, email, status }
  );
  const { sessionId, ...typed } = proofOf(form, caller);
  const parsed = emailChangeSchema.safeParse({ email, ...typed });
  if (!parsed.success) return refuse({ email: words.account.errors.email });
  const result = await requestEmailChange(
    services,
    userOf(caller),
    { ...parsed.data, sessionId },
    originOf(state),
  );
  if (result.ok) return null;
  if (result.code === "too-many-mails") return refuse({ email: words.account.changeEmail.tooMany }, 429);
  const { errors: { password, ...others }, status } = proofFeedback(result, words.account);
  return refuse({ current: password, ...others }, status);
}

export default define.page<typeof handler>(function SecurityPage({ data, url, state }) {
  const { caller, words: { account: words } } = state;
  const { sessions, pending, changed, refusal } = data;
  const isConfirmed = userOf(caller).emailConfirmed;
  const provider = providerName(state);
  const errorsOf = (form: CredentialForm) => refusal?.form === form ? refusal.errors : {};
  return (
    <main id="main" class="page">
      <DocumentHead title={words.security} />
      <AccountNav path={url.pathname} />
      <h1 class="page-title">{words.security}</h1>
      <div class="account-parts">
        {data.hasPassword
          ? <ChangePassword errors={errorsOf("password")} isDone={changed === "password"} />
          : <NoPassword />}
        <ChangeEmail
          email={userOf(caller).email}
          pending={pending}
          isCancelled={changed === "nothing"}
          typed={refusal?.email ?? ""}
          errors={errorsOf("email")}
          proof={data.proof}
          provider={provider}
        />
      </div>
      {data.canHavePasskeys && <PasskeySection {...data} isConfirmed={isConfirmed} />}
      <TwoStepSection {...data} user={userOf(caller)} linkOutcome={linkOutcomeOf(url)} />
      {provider && (
        <SingleSignOnSection
          provider={provider}
          isConnected={data.isConnected}
          isConfirmed={isConfirmed}
          isDone={data.hasJustConnected}
        />
      )}
      <DeviceList sessions={sessions} current={caller.sessionId} />
    </main>
  );
});
