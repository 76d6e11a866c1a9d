import type { ComponentChildren } from "preact";
import { DateTime } from "@/components/layout/DateTime.tsx";
import { Field } from "@/components/layout/Field.tsx";
import { hidden } from "@/components/layout/hidden.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { FactorStatus } from "@/lib/account/factors.ts";
import type { ProofForm } from "@/lib/account/proof_form.ts";
import type { ProofErrors } from "@/lib/account/reauthenticate.ts";
import type { PasskeyView } from "@/lib/auth/passkeys.ts";
import type { CreationOptions } from "@/lib/auth/webauthn.ts";
import { PasskeyOption } from "./PasskeyOption.tsx";
import { ProofFields } from "./ProofFields.tsx";

/** The page on which passkeys are added and removed. */
export const PASSKEYS_PAGE = "/account/security/passkeys";

/** The passkeys of an account, and the ways to add and remove one. */
export function PasskeySection({ factors, passkeys, recoveryCodes, isConfirmed, elsewhere }: FactorStatus & {
  /** Whether the account's email is confirmed. */
  isConfirmed: boolean;
  /** Where passkeys work, if not at the address at which the page is open. */
  elsewhere: URL | null;
}) {
  const { passkeys: words, confirmFirst } = useWords("security");
  return (
    <section class="section stack" aria-label={words.title} id="passkeys">
      <h2>{words.title}</h2>
      <p>{words.explained}</p>
      {passkeys.length > 0 && (
        <ul class="devices">
          {passkeys.map((passkey) => <Passkey key={passkey.id} passkey={passkey} />)}
        </ul>
      )}
      {passkeys.length > 0 && !factors.includes("totp") && (
        <p class="quiet">{words.codesLeft({ count: recoveryCodes })}</p>
      )}
      {elsewhere
        ? (
          <p class="quiet">
            {words.elsewhere({ host: elsewhere.host, link: (inner) => <a href={elsewhere.href}>{inner}</a> })}
          </p>
        )
        : isConfirmed
        ? (
          <div>
            <a class="button" href={PASSKEYS_PAGE}>{words.add}</a>
          </div>
        )
        : <p class="quiet">{confirmFirst}</p>}
    </section>
  );
}

function Passkey({ passkey: { id, name, createdAt, lastUsedAt } }: { passkey: PasskeyView }) {
  const { passkeys: words } = useWords("security");
  const dayOf = (at: Date) => () => <DateTime at={at.toISOString()} timeZone="UTC" style="day" />;
  const day = dayOf(createdAt);
  return (
    <li>
      <div>
        <strong dir="auto">{name}</strong>
        <p class="quiet small">
          {lastUsedAt ? words.addedAndUsed({ day, used: dayOf(lastUsedAt) }) : words.added({ day })}
        </p>
      </div>
      <a class="button button-small" href={`${PASSKEYS_PAGE}?remove=${id}`}>
        {words.remove({ name, hidden })}
      </a>
    </li>
  );
}

/** What the form for a new passkey shows: the name as typed, and what is wrong. */
export interface NewPasskeyForm {
  name: string;
  errors: ProofErrors & { name?: string };
}

/** The first step of adding a passkey: proving who it is, and a name. */
export function BeginPasskey(
  { form: { name, errors }, ...proof }: { form: NewPasskeyForm; proof: ProofForm; provider: string | null },
) {
  const { passkeys: words, next } = useWords("security");
  return (
    <>
      <p>{words.explained}</p>
      <p>{words.passwordNeedsIt}</p>
      <PasskeyForm>
        <Field
          name="name"
          label={words.name}
          hint={words.nameHint}
          autocomplete="off"
          value={name}
          maxLength={60}
          error={errors.name}
          optional
        />
        <ProofFields {...proof} errors={errors} next={PASSKEYS_PAGE} />
        <Buttons>
          <button type="submit" name="intent" value="begin" class="button button-main">{next}</button>
        </Buttons>
      </PasskeyForm>
    </>
  );
}

/** The second step: the browser creates the passkey. */
export function CreatePasskey({ options, name }: { options: CreationOptions; name: string }) {
  const { passkeys: words } = useWords("security");
  return (
    <>
      <p>{words.createText}</p>
      <PasskeyForm>
        <input type="hidden" name="name" value={name} />
        <input type="hidden" name="intent" value="add" />
        <PasskeyOption label={words.create} ask={options} failed={words.createFailed} isMain />
        <Buttons />
      </PasskeyForm>
    </>
  );
}

/** Removing a passkey. */
export function RemovePasskey({ passkey: { id, name }, ...proof }: {
  passkey: PasskeyView;
  proof: ProofForm;
  errors?: ProofErrors;
  /** What the identity provider is called. */
  provider: string | null;
}) {
  const { passkeys: words } = useWords("security");
  return (
    <>
      <p>{words.whatRemoves({ name })}</p>
      <PasskeyForm>
        <input type="hidden" name="id" value={id} />
        <ProofFields {...proof} next={`${PASSKEYS_PAGE}?remove=${id}`} />
        <Buttons>
          <button type="submit" name="intent" value="remove" class="button button-danger">
            {words.removeTitle}
          </button>
        </Buttons>
      </PasskeyForm>
    </>
  );
}

function PasskeyForm({ children }: { children: ComponentChildren }) {
  return <form method="post" action={PASSKEYS_PAGE} class="form">{children}</form>;
}

/** The buttons of a form, with the way back. */
function Buttons({ children }: { children?: ComponentChildren }) {
  return (
    <div class="cluster">
      {children}
      <a class="button button-plain" href="/account/security#passkeys" aria-current="false">
        {useWords("security").back}
      </a>
    </div>
  );
}
