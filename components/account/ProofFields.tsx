import { Field } from "@/components/layout/Field.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { ProofErrors } from "@/lib/account/reauthenticate.ts";
import type { Factor } from "@/lib/auth/second_factors.ts";
import { CodeField } from "./AccountForms.tsx";

/** The fields by which the account's owner confirms an action: the password, and a code if there is a second factor. */
export function ProofFields({ factors, errors = {} }: { factors: readonly Factor[]; errors?: ProofErrors }) {
  const words = useWords("account");
  return (
    <>
      <Field
        name="password"
        label={words.password}
        type="password"
        autocomplete="current-password"
        error={errors.password}
        autofocus={errors.password !== undefined}
      />
      {factors.length > 0 && <CodeField error={errors.code} autofocus={errors.code !== undefined} />}
    </>
  );
}
