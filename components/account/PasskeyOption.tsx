import { useWords } from "@/components/layout/words.tsx";
import PasskeyButton from "@/islands/PasskeyButton.tsx";
import type { CreationOptions } from "@/lib/auth/webauthn.ts";

/** Where scripts get what to ask the browser for. */
export const ASK_TO_SIGN_IN = "/api/auth/passkey/options";
const ASK_TO_REAUTHENTICATE = "/api/me/reauthentication/options";

/** A button that sends a form with a passkey instead of what its fields ask for; without scripts, why there is none. */
export function PasskeyOption({ error, failed, ...button }: {
  label: string;
  ask: string | CreationOptions;
  /** What is wrong with the passkey that was sent. */
  error?: string;
  failed?: string;
  isMain?: boolean;
  autofills?: boolean;
}) {
  const words = useWords("account").passkey;
  return (
    <div class="passkey-option">
      <PasskeyButton failed={failed ?? words.failed} unsupported={words.unsupported} {...button} />
      {error && <p class="field-error" role="alert">{error}</p>}
      <p class="quiet small without-scripts">{words.needsScript}</p>
    </div>
  );
}

/** Confirming an action with a passkey, before the fields for the password. */
export function PasskeyProof({ error }: { error?: string }) {
  const words = useWords("account").passkey;
  return (
    <>
      <PasskeyOption label={words.confirm} ask={ASK_TO_REAUTHENTICATE} error={error} />
      <p class="quiet">{words.orPassword}</p>
    </>
  );
}
