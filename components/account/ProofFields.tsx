import { Field } from "@/components/layout/Field.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { ProofErrors } from "@/lib/account/reauthenticate.ts";
import type { Factor } from "@/lib/auth/second_factors.ts";
import { CodeField } from "./AccountForms.tsx";
import { PasskeyProof } from "./PasskeyOption.tsx";

/**
 * The fields by which the account's owner confirms an action: a passkey, or the password and a code if there is a second
 * factor. `prefix`: of the ids, where the page has other fields of these names.
 */
export function ProofFields({ factors, errors = {}, prefix = "" }: {
  factors: readonly Factor[];
  errors?: ProofErrors;
  prefix?: string;
}) {
  const words = useWords("account");
  return (
    <>
      {factors.includes("passkey") && <PasskeyProof error={errors.passkey} />}
      <Field
        name="password"
        fieldId={`${prefix}password`}
        label={words.password}
        type="password"
        autocomplete="current-password"
        error={errors.password}
        autofocus={errors.password !== undefined}
      />
      {factors.length > 0 && (
        <CodeField
          prefix={prefix}
          methods={factors}
          error={errors.code}
          autofocus={errors.code !== undefined}
        />
      )}
    </>
  );
}
