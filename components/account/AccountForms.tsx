import { Field } from "@/components/layout/Field.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { AccountFields } from "@/lib/account/account_forms.ts";

interface FieldsProps {
  fields: AccountFields;
  /** Prefix of the ids, where a page has both forms. */
  prefix?: string;
  /** Whether to focus the first field that needs correcting. */
  focuses?: boolean;
}

// An empty `value` would erase what was typed before the script of a surrounding island loaded.

/** The fields for a new account. */
export function RegisterFields(
  { fields: { name, email, errors, notice }, prefix = "", focuses }: FieldsProps,
) {
  const words = useWords("account");
  const first = focuses ? Object.keys(errors).at(0) : undefined;
  return (
    <>
      <AccountNotice notice={notice} />
      <Field
        name="name"
        fieldId={`${prefix}name`}
        label={words.name}
        autocomplete="name"
        value={name || undefined}
        maxLength={100}
        error={errors.name}
        autofocus={first === "name"}
      />
      <EmailField prefix={prefix} value={email} error={errors.email} autofocus={first === "email"} />
      <NewPasswordField
        prefix={prefix}
        label={words.password}
        error={errors.password}
        autofocus={first === "password"}
      />
    </>
  );
}

/** The fields for signing in: email and password, then a code if the account has a second factor. */
export function SignInFields({ fields, prefix = "", focuses }: FieldsProps) {
  const words = useWords("account");
  const { email, notice, challenge, errors } = fields;
  if (challenge) {
    return (
      <>
        <p>{words.codeNext}</p>
        <input type="hidden" name="challenge" value={challenge} />
        <CodeField prefix={prefix} error={errors.code} autofocus />
      </>
    );
  }
  return (
    <>
      <AccountNotice notice={notice} />
      <EmailField prefix={prefix} value={email} />
      <Field
        name="password"
        fieldId={`${prefix}password`}
        label={words.password}
        type="password"
        autocomplete="current-password"
        autofocus={focuses && notice !== null}
      />
    </>
  );
}

/** A field for a code from the authenticator app, or a recovery code. */
export function CodeField(
  { prefix = "", ...more }: { prefix?: string; error?: string; autofocus?: boolean },
) {
  const words = useWords("account");
  return (
    <Field
      name="code"
      fieldId={`${prefix}code`}
      label={words.code}
      hint={words.codeHint}
      autocomplete="one-time-code"
      autocapitalize="characters"
      spellcheck={false}
      maxLength={60}
      {...more}
    />
  );
}

/** The field for an email address, by default that of an account. */
export function EmailField({ prefix = "", value, label, autocomplete = "username", ...more }: {
  prefix?: string;
  value: string;
  label?: string;
  autocomplete?: "username" | "email";
  error?: string;
  autofocus?: boolean;
}) {
  return (
    <Field
      name="email"
      fieldId={`${prefix}email`}
      label={label ?? useWords("account").email}
      type="email"
      autocomplete={autocomplete}
      value={value || undefined}
      maxLength={254}
      {...more}
    />
  );
}

/** The field for a password to choose. */
export function NewPasswordField({ prefix = "", label, ...more }: {
  prefix?: string;
  label?: string;
  error?: string;
  autofocus?: boolean;
}) {
  const words = useWords("account");
  return (
    <Field
      name="password"
      fieldId={`${prefix}password`}
      label={label ?? words.newPassword}
      type="password"
      autocomplete="new-password"
      minLength={8}
      hint={words.passwordHint}
      {...more}
    />
  );
}

function AccountNotice({ notice }: Pick<AccountFields, "notice">) {
  return notice && (
    <Notice kind="danger" title={notice.title}>
      <p>{notice.text}</p>
    </Notice>
  );
}
