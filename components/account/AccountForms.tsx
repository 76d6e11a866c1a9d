import { Field } from "@/components/layout/Field.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { AccountFields, AccountForm } from "@/lib/account/account_forms.ts";
import type { SecondStep } from "@/lib/account/sign_in.ts";
import type { FactorMethod } from "@/lib/auth/second_factors.ts";
import { ASK_TO_SIGN_IN, PasskeyOption } from "./PasskeyOption.tsx";

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

/** The fields for signing in: email and password, then a second factor if the account has one. */
export function SignInFields({ fields, prefix = "", focuses, autofills }: FieldsProps & {
  /** Whether the browser may offer passkeys in the email field. */
  autofills?: boolean;
}) {
  const words = useWords("account");
  const { email, notice, secondStep, errors } = fields;
  if (secondStep) return <SecondStepFields {...{ ...secondStep, errors, prefix }} />;
  return (
    <>
      <AccountNotice notice={notice} />
      <EmailField
        prefix={prefix}
        value={email}
        autocomplete={autofills ? "username webauthn" : "username"}
      />
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

/** The button that sends the form; where a passkey will do, that one's button comes first. */
export function SignInButton({ fields: { secondStep }, label, action }: Pick<FieldsProps, "fields"> & {
  label: string;
  /** What the form's handler knows it by. */
  action?: AccountForm;
}) {
  const isMain = !secondStep?.methods.includes("passkey");
  return (
    <button
      type="submit"
      class={`button button-wide ${isMain ? "button-main" : ""}`}
      name={action && "action"}
      value={action}
    >
      {label}
    </button>
  );
}

function SecondStepFields({ methods, challenge, errors, prefix }: SecondStep & {
  errors: AccountFields["errors"];
  prefix: string;
}) {
  const words = useWords("account");
  const hasPasskey = methods.includes("passkey");
  const kinds = hasPasskey ? methods.includes("totp") ? "both" : "passkey" : "totp";
  return (
    <>
      <p>{words.secondStep({ methods: kinds })}</p>
      <input type="hidden" name="challenge" value={challenge} />
      {hasPasskey && (
        <PasskeyOption label={words.passkey.use} ask={ASK_TO_SIGN_IN} error={errors.passkey} isMain />
      )}
      <CodeField prefix={prefix} methods={methods} error={errors.code} autofocus={!hasPasskey} />
    </>
  );
}

/** A field for a code from the authenticator app, or a recovery code; only for the latter if there is no app. */
export function CodeField({ prefix = "", methods, ...more }: {
  prefix?: string;
  methods: readonly FactorMethod[];
  error?: string;
  autofocus?: boolean;
}) {
  const words = useWords("account");
  const hasApp = methods.includes("totp");
  return (
    <Field
      name="code"
      fieldId={`${prefix}code`}
      label={hasApp ? words.code : words.recoveryCode}
      hint={hasApp ? words.codeHint : words.recoveryHint}
      autocomplete={hasApp ? "one-time-code" : "off"}
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
  autocomplete?: "username" | "username webauthn" | "email";
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
