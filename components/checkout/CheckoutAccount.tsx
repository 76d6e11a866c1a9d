import { RegisterFields, SignInButton, SignInFields } from "@/components/account/AccountForms.tsx";
import { ASK_TO_SIGN_IN, PasskeyOption } from "@/components/account/PasskeyOption.tsx";
import { ProviderSignIn } from "@/components/account/SingleSignOn.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { type AccountFields, type AccountForm, emptyAccountFields } from "@/lib/account/account_forms.ts";

/** The id of the account forms; a refused form leads back to it. */
const STEP_ID = "account";

/** Replaces the account forms, under the same id, once the buyer is signed in: the tickets' recipient. */
export function Recipient({ email }: { email: string }) {
  return (
    <p id={STEP_ID} class="quiet">
      {useWords("checkoutPage").recipient({ email: () => <bdi>{email}</bdi> })}
    </p>
  );
}

/** An account form that was refused. */
export interface RefusedAccount {
  kind: AccountForm;
  fields: AccountFields;
}

/**
 * What the checkout offers to those who are not guests: creating an account or signing in, beside the seats and their
 * clock. `path` is the checkout's path, with the seats that were shown.
 */
export function CheckoutAccount({ path, refused, offersPasskey, provider }: {
  path: string;
  refused: RefusedAccount | null;
  /** Whether a passkey can sign in at this address. */
  offersPasskey: boolean;
  /** What the identity provider is called; null if there is none. */
  provider: string | null;
}) {
  const [words, accountWords] = [useWords("checkoutPage"), useWords("account")];
  const fieldsOf = (kind: AccountForm) => refused?.kind === kind ? refused.fields : emptyAccountFields;
  const part = (kind: AccountForm) => ({
    fields: fieldsOf(kind),
    prefix: `${kind}-`,
    focuses: refused?.kind === kind,
  });
  const form = { method: "post", action: `${path}#${STEP_ID}`, class: "form" } as const;
  const signingIn = part("sign-in");
  return (
    <section class="stack account-step" id={STEP_ID} aria-labelledby="account-title">
      <h2 id="account-title">{words.whoGetsTheTickets}</h2>
      <p class="quiet">{words.whyAccount}</p>
      {provider && <ProviderSignIn provider={provider} next={`${path}#${STEP_ID}`} />}
      <details name="account" open={refused?.kind === "register"}>
        <summary>
          <h3>{words.newHere}</h3>
        </summary>
        <form {...form} aria-label={words.createAccount}>
          <RegisterFields {...part("register")} />
          <button type="submit" class="button button-main button-wide" name="action" value="register">
            {words.createAccountAndContinue}
          </button>
        </form>
      </details>
      <details name="account" open={refused?.kind === "sign-in"}>
        <summary>
          <h3>{words.haveAccount}</h3>
        </summary>
        <form {...form} aria-label={words.signIn}>
          <SignInFields {...signingIn} />
          <SignInButton fields={signingIn.fields} label={words.signInAndContinue} action="sign-in" />
          {offersPasskey && !signingIn.fields.secondStep && (
            <PasskeyOption
              label={accountWords.passkey.signIn}
              ask={ASK_TO_SIGN_IN}
              error={signingIn.fields.errors.passkey}
            />
          )}
          <p>
            <a href="/forgot">{accountWords.forgot.link}</a>
          </p>
        </form>
      </details>
    </section>
  );
}
