import { page } from "fresh";
import {
  BeginPasskey,
  CreatePasskey,
  type NewPasskeyForm,
  RemovePasskey,
} from "@/components/account/Passkeys.tsx";
import { RecoveryCodes } from "@/components/account/TwoStep.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { addOwnPasskey, beginPasskey, passkeyNameSchema, removeOwnPasskey } from "@/lib/account/passkeys.ts";
import { loadProofForm, type ProofForm } from "@/lib/account/proof_form.ts";
import { providerName } from "@/lib/account/provider_name.ts";
import { type ProofErrors, proofFeedback, proofOf } from "@/lib/account/reauthenticate.ts";
import { actorOf, userOf } from "@/lib/auth/caller.ts";
import { listPasskeys, type PasskeyView } from "@/lib/auth/passkeys.ts";
import { type CreationOptions, passkeysWorkAt, readRegistration } from "@/lib/auth/webauthn.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define, type State } from "@/utils.ts";

const OVERVIEW = "/account/security#passkeys";

/** The step of the page. */
type Step =
  | { is: "begin"; proof: ProofForm; form: NewPasskeyForm; notice?: string }
  | { is: "create"; options: CreationOptions; name: string }
  | { is: "done"; recoveryCodes: string[] }
  | { is: "remove"; proof: ProofForm; passkey: PasskeyView; errors?: ProofErrors; notice?: string };

/** Adds and removes the passkeys with which the account's owner signs in. */
export const handler = pageRoute({ access: "secure-account", limits: { POST: "sign-in" } }, {
  async GET(ctx) {
    const { state, url } = ctx;
    const id = url.searchParams.get("remove");
    if (id !== null) return await removing(state, id) ?? ctx.redirect(OVERVIEW, 303);
    const isPossible = userOf(state.caller).emailConfirmed && passkeysWorkAt(url, state.services.config);
    return isPossible ? await beginning(state, { name: "", errors: {} }) : ctx.redirect(OVERVIEW, 303);
  },

  async POST(ctx) {
    const { services, caller, locale, words } = ctx.state;
    const form = await readForm(ctx.req);
    const name = form.get("name") ?? "";
    switch (form.get("intent")) {
      case "begin": {
        if (name !== "" && !passkeyNameSchema.safeParse(name).success) {
          return await beginning(
            ctx.state,
            { name, errors: { name: words.security.passkeys.nameWrong } },
            422,
          );
        }
        const begun = await beginPasskey(services, userOf(caller), proofOf(form, caller));
        if (begun.ok) return page<Step>({ is: "create", options: begun.options, name });
        if (begun.code === "email-not-confirmed") break;
        if (begun.code === "too-many-passkeys") {
          return await beginning(ctx.state, { name, errors: {} }, 409, words.security.passkeys.tooMany);
        }
        const { errors, status } = proofFeedback(begun, words.account);
        return await beginning(ctx.state, { name, errors }, status);
      }
      case "add": {
        const registration = readRegistration(form.get("passkey") ?? "");
        const userAgent = ctx.req.headers.get("user-agent") ?? "";
        const input = registration && { registration, name: passkeyNameSchema.safeParse(name).data };
        const added = input && await addOwnPasskey(services, actorOf(caller), input, { userAgent, locale });
        if (!added?.ok) {
          const notice =
            words.security.passkeys[added?.code === "too-many-passkeys" ? "tooMany" : "notAdded"];
          return await beginning(ctx.state, { name, errors: {} }, 422, notice);
        }
        if (added.recoveryCodes) return page<Step>({ is: "done", recoveryCodes: added.recoveryCodes });
        break;
      }
      case "remove": {
        const id = form.get("id") ?? "";
        const removed = await removeOwnPasskey(services, actorOf(caller), id, proofOf(form, caller), locale);
        if (removed.ok || removed.code === "not-found") break;
        const refusal = removed.code === "last-factor"
          ? { status: 409, notice: words.security.passkeys.lastFactor }
          : proofFeedback(removed, words.account);
        return await removing(ctx.state, id, refusal) ?? ctx.redirect(OVERVIEW, 303);
      }
    }
    return ctx.redirect(OVERVIEW, 303);
  },
});

async function beginning(
  { services, caller }: State,
  form: NewPasskeyForm,
  status = 200,
  notice?: string,
) {
  const proof = await loadProofForm(services, { ...caller, user: userOf(caller) });
  return page<Step>({ is: "begin", proof, form, notice }, { status });
}

/** The step that removes a passkey; null if the account has none with this id. */
async function removing(
  { services, caller }: State,
  id: string,
  { status = 200, ...refusal }: { status?: number; errors?: ProofErrors; notice?: string } = {},
) {
  const user = userOf(caller);
  const passkey = (await listPasskeys(services.sql, user.id)).find((passkey) => passkey.id === id);
  if (!passkey) return null;
  const proof = await loadProofForm(services, { ...caller, user });
  return page<Step>({ is: "remove", proof, passkey, ...refusal }, { status });
}

export default define.page<typeof handler>(function PasskeysPage({ data, state }) {
  const { recoveryCodes, passkeys: words } = state.words.security;
  const provider = providerName(state);
  const title = data.is === "done" ? recoveryCodes : data.is === "remove" ? words.removeTitle : words.add;
  return (
    <main id="main" class="page-narrow stack">
      <DocumentHead title={title} />
      <h1>{title}</h1>
      {"notice" in data && data.notice && <Notice kind="danger" title={data.notice} />}
      {data.is === "begin" && <BeginPasskey {...data} provider={provider} />}
      {data.is === "create" && <CreatePasskey options={data.options} name={data.name} />}
      {data.is === "done" && <RecoveryCodes codes={data.recoveryCodes} title={words.isAdded} />}
      {data.is === "remove" && <RemovePasskey {...data} provider={provider} />}
    </main>
  );
});
