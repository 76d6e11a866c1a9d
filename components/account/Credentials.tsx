import { Field } from "@/components/layout/Field.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { ProofForm } from "@/lib/account/proof_form.ts";
import { EmailField, NewPasswordField } from "./AccountForms.tsx";
import { ProofFields } from "./ProofFields.tsx";

/** The errors of a refused form, by field. */
export interface CredentialErrors {
  current?: string;
  password?: string;
  email?: string;
  code?: string;
  passkey?: string;
}

/** The two forms, as their pages and handlers name them. */
export type CredentialForm = "password" | "email";

/** The form that changes the password. */
export function ChangePassword({ errors, isDone }: { errors: CredentialErrors; isDone: boolean }) {
  const { changePassword: words, currentPassword } = useWords("account");
  return (
    <section class="section stack" aria-label={words.title} id="password">
      <h2>{words.title}</h2>
      {isDone && <Notice kind="success" title={words.done}>{words.doneText}</Notice>}
      <form method="post" action="/account/security#password" class="form">
        <input type="hidden" name="action" value="password" />
        <Field
          name="current"
          label={currentPassword}
          type="password"
          autocomplete="current-password"
          error={errors.current}
          autofocus={errors.current !== undefined}
        />
        <NewPasswordField error={errors.password} autofocus={errors.password !== undefined} />
        <div>
          <button type="submit" class="button">{words.button}</button>
        </div>
      </form>
    </section>
  );
}

/** In place of that form for an account without a password: the way to one. */
export function NoPassword() {
  const { changePassword: words, forgot } = useWords("account");
  return (
    <section class="section stack" aria-label={forgot.title} id="password">
      <h2>{forgot.title}</h2>
      <p>{words.none}</p>
      <div>
        <a class="button" href="/forgot">{forgot.button}</a>
      </div>
    </section>
  );
}

/** The form that changes the email address. `pending`: the new address, until it is confirmed. */
export function ChangeEmail({ email, pending, isCancelled, typed, errors, proof, provider }: {
  email: string;
  pending: string | null;
  /** A change was just cancelled. */
  isCancelled: boolean;
  /** The new address in a refused form. */
  typed: string;
  errors: CredentialErrors;
  proof: ProofForm;
  /** What the identity provider is called. */
  provider: string | null;
}) {
  const { changeEmail: words } = useWords("account");
  return (
    <section class="section stack" aria-label={words.title} id="email">
      <h2>{words.title}</h2>
      {pending === null && (isCancelled
        ? <Notice kind="success" title={words.cancelled}>{words.current({ email })}</Notice>
        : <p class="quiet">{words.current({ email })}</p>)}
      {pending !== null && (
        <Notice title={words.pending}>
          <p>{words.pendingText({ email: pending, current: email })}</p>
          <form method="post" action="/account/security#email" class="cluster">
            <button type="submit" name="action" value="keep-email" class="button button-small">
              {words.cancel}
            </button>
          </form>
        </Notice>
      )}
      <form method="post" action="/account/security#email" class="form">
        <input type="hidden" name="action" value="email" />
        <EmailField
          prefix="new-"
          label={words.newEmail}
          autocomplete="email"
          value={typed}
          error={errors.email}
          autofocus={errors.email !== undefined}
        />
        <ProofFields
          proof={proof}
          errors={{ ...errors, password: errors.current }}
          prefix="email-"
          provider={provider}
          next="/account/security"
        />
        <div>
          <button type="submit" class="button">{words.button}</button>
        </div>
      </form>
    </section>
  );
}
