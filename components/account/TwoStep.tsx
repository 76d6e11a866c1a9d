import type { ComponentChildren } from "preact";
import { Field } from "@/components/layout/Field.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { QrPicture } from "@/components/layout/QrPicture.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { FactorStatus, TotpSetup } from "@/lib/account/factors.ts";
import type { ProofForm } from "@/lib/account/proof_form.ts";
import type { User } from "@/lib/auth/caller.ts";
import type { ProofErrors } from "@/lib/account/reauthenticate.ts";
import { ConfirmEmail, type LinkOutcome } from "./ConfirmEmail.tsx";
import { PASSKEYS_PAGE } from "./Passkeys.tsx";
import { ProofFields } from "./ProofFields.tsx";

/** The page on which an authenticator app is set up and removed. */
const APP_PAGE = "/account/security/app";

/** Whether signing in asks for a code, and the way to change that. */
export function TwoStepSection(
  { factors, recoveryCodes, isAppUnreadable, user, linkOutcome, isRequired }: FactorStatus & {
    user: User;
    linkOutcome: LinkOutcome | null;
    isRequired: boolean;
  },
) {
  const words = useWords("security");
  const isOn = factors.includes("totp");
  return (
    <section class="section stack" aria-label={words.twoStep} id="two-step">
      <h2>{words.twoStep}</h2>
      {isOn
        ? (
          <>
            {isAppUnreadable
              ? (
                <Notice kind="warning" title={words.appUnreadable}>
                  <p>{words.setUpAgain}</p>
                </Notice>
              )
              : <p>{words.isOn}</p>}
            <p class="quiet">{words.codesLeft({ count: recoveryCodes })}</p>
            {isRequired && !factors.includes("passkey") && !isAppUnreadable
              ? <p class="quiet">{words.required}</p>
              : <SectionLink href={`${APP_PAGE}?remove`}>{words.remove}</SectionLink>}
          </>
        )
        : (
          <>
            <p>{words.explained}</p>
            {user.emailConfirmed ? <SectionLink href={APP_PAGE}>{words.setUp}</SectionLink> : (
              <>
                <p>{words.confirmFirst}</p>
                <ConfirmEmail email={user.email} outcome={linkOutcome} from="security" />
              </>
            )}
          </>
        )}
    </section>
  );
}

/** A link as a button, as wide as its text. */
function SectionLink({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <div>
      <a class="button" href={href}>{children}</a>
    </div>
  );
}

interface ProofProps {
  proof: ProofForm;
  errors?: ProofErrors;
  /** What the identity provider is called. */
  provider: string | null;
}

/** The first step of setting up: the password, or a passkey. */
export function BeginSetup({ offersPasskey, ...proof }: ProofProps & {
  /** Whether a passkey would do as well. */
  offersPasskey: boolean;
}) {
  const words = useWords("security");
  return (
    <>
      <p>{words.explained}</p>
      <AppForm intent="begin" button={words.next}>
        <ProofFields {...proof} next={APP_PAGE} />
      </AppForm>
      {offersPasskey && (
        <p>{words.passkeys.instead({ link: (inner) => <a href={PASSKEYS_PAGE}>{inner}</a> })}</p>
      )}
    </>
  );
}

/** The second step: the secret, as a QR code and as text, and the app's first code. */
export function CompleteSetup({ setup, error }: { setup: TotpSetup; error?: string }) {
  const words = useWords("security");
  const accountWords = useWords("account");
  return (
    <>
      <p>{words.scan}</p>
      <div class="factor-code">
        <QrPicture text={setup.uri} label={words.qrCode} />
      </div>
      <p>{words.orOpen({ link: (inner) => <a href={setup.uri}>{inner}</a> })}</p>
      <p>
        {words.orType} <code class="factor-secret" translate={false}>{inGroups(setup.secret)}</code>
      </p>
      <AppForm intent="verify" button={words.turnOn}>
        <Field
          name="code"
          label={accountWords.code}
          hint={words.firstCodeHint}
          inputMode="numeric"
          autocomplete="one-time-code"
          maxLength={20}
          error={error}
          autofocus={error !== undefined}
        />
      </AppForm>
    </>
  );
}

/** The recovery codes, which are shown once. */
export function RecoveryCodes({ codes, title }: { codes: string[]; title: string }) {
  const words = useWords("security");
  return (
    <>
      <Notice kind="success" title={title}>
        <p>{words.keepCodes}</p>
      </Notice>
      <ul class="recovery-codes" translate={false} aria-label={words.recoveryCodes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <a class="button button-main" href="/account/security">{words.codesKept}</a>
    </>
  );
}

/** Removing the app: the password and a code. */
export function RemoveApp(props: ProofProps) {
  const words = useWords("security");
  return (
    <>
      <p>{words.whatRemoves({ left: props.proof.factors.includes("passkey") ? "passkeys" : "none" })}</p>
      <AppForm intent="remove" button={words.remove} isDangerous>
        <ProofFields {...props} next={`${APP_PAGE}?remove`} />
      </AppForm>
    </>
  );
}

function AppForm({ intent, button, isDangerous, children }: {
  intent: string;
  button: string;
  isDangerous?: boolean;
  children: ComponentChildren;
}) {
  const words = useWords("security");
  return (
    <form method="post" action={APP_PAGE} class="form">
      {children}
      <div class="cluster">
        <button
          type="submit"
          name="intent"
          value={intent}
          class={`button ${isDangerous ? "button-danger" : "button-main"}`}
        >
          {button}
        </button>
        <a class="button button-plain" href="/account/security" aria-current="false">{words.back}</a>
      </div>
    </form>
  );
}

/** In groups of four, so that it can be typed. */
function inGroups(secret: string): string {
  return secret.replaceAll(/.{4}(?=.)/g, "$& ");
}
