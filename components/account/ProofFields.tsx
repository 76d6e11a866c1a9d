import { Field } from "@/components/layout/Field.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { ProofForm } from "@/lib/account/proof_form.ts";
import type { ProofErrors } from "@/lib/account/reauthenticate.ts";
import { CodeField } from "./AccountForms.tsx";
import { PasskeyProof } from "./PasskeyOption.tsx";
import { providerPath } from "./SingleSignOn.tsx";

interface ProofProps {
  proof: ProofForm;
  errors?: ProofErrors;
  /** Prefix of the ids, where a page has several forms. */
  prefix?: string;
  /** What the identity provider is called, and where to return to from there; without them it is not offered. */
  provider?: string | null;
  next?: string;
}

/**
 * The fields by which the account's owner confirms an action: the password, unless they have just signed in again at the
 * identity provider, and a code if there is a second factor; or a passkey.
 */
export function ProofFields({ proof, errors = {}, prefix = "", provider, next }: ProofProps) {
  const words = useWords("account");
  const oidc = useWords("oidc");
  const { isProved, isFactorProved, factors, offersProvider } = proof;
  return (
    <>
      {!(isProved && isFactorProved) && factors.includes("passkey") && (
        <PasskeyProof
          error={errors.passkey}
        />
      )}
      {isProved ? <Notice kind="success" title={oidc.confirmed} /> : (
        <Field
          name="password"
          fieldId={`${prefix}password`}
          label={words.password}
          type="password"
          autocomplete="current-password"
          error={errors.password}
          autofocus={errors.password !== undefined}
        />
      )}
      {!isProved && offersProvider && provider && next && (
        <p>
          <a href={providerPath("confirm", next)}>{oidc.confirmWith({ name: provider })}</a>
        </p>
      )}
      {factors.length > 0 && !isFactorProved && (
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
