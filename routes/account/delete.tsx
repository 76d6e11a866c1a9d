import { page } from "fresh";
import { DataDownloads } from "@/components/account/DataDownloads.tsx";
import { ProofFields } from "@/components/account/ProofFields.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { loadProofForm, type ProofForm } from "@/lib/account/proof_form.ts";
import { providerName } from "@/lib/account/provider_name.ts";
import { type ProofErrors, proofFeedback, proofOf } from "@/lib/account/reauthenticate.ts";
import { userOf } from "@/lib/auth/caller.ts";
import { clearSessionCookies } from "@/lib/auth/identify.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { deleteAccount } from "@/lib/privacy/delete_account.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

interface DeletePage {
  proof: ProofForm;
  /** Nobody else could grant roles: the account stays. */
  isLastAdmin?: boolean;
  errors?: ProofErrors;
}

export const handler = pageRoute({ access: "own-account", limits: { POST: "sign-in" } }, {
  async GET({ state: { services, caller } }) {
    return page<DeletePage>({ proof: await loadProofForm(services, { ...caller, user: userOf(caller) }) });
  },

  async POST(ctx) {
    const { services, cookies, caller, words: { account: words } } = ctx.state;
    const user = userOf(caller);
    const deleted = await deleteAccount(services, { user }, proofOf(await readForm(ctx.req), caller));
    if (!deleted.ok) {
      const proof = await loadProofForm(services, { ...caller, user });
      if (deleted.code === "last-admin") {
        return page<DeletePage>({ proof, isLastAdmin: true }, { status: 409 });
      }
      const { errors, status } = proofFeedback(deleted, words);
      return page<DeletePage>({ proof, errors }, { status });
    }
    clearSessionCookies(cookies, services.secrets.cookieSecrets);
    return ctx.redirect("/", 303);
  },
});

export default define.page<typeof handler>(function DeleteAccountPage({ data, state }) {
  const words = state.words.account;
  return (
    <main id="main" class="page-narrow stack">
      <DocumentHead title={words.deleteAccount} />
      <h1>{words.deleteAccount}</h1>
      {data.isLastAdmin ? <LastAdmin /> : <DeleteForm {...data} provider={providerName(state)} />}
    </main>
  );
});

/** Says why the account stays, and the way out. */
function LastAdmin() {
  const { lastAdmin: words } = useWords("account");
  return (
    <Notice kind="warning" title={words.title}>
      <p>{words.text}</p>
      <p>
        <a href="/admin/accounts">{words.link}</a>
      </p>
    </Notice>
  );
}

/** Says what deleting does, and asks for the proof that the account is the caller's. */
function DeleteForm({ proof, errors, provider }: DeletePage & { provider: string | null }) {
  const words = useWords("account");
  return (
    <>
      <p>{words.whatDeletes}</p>
      <p>{words.beforeDeleting}</p>
      <DataDownloads />
      <form method="post" action="/account/delete" class="form">
        <ProofFields proof={proof} errors={errors} provider={provider} next="/account/delete" />
        <div class="cluster">
          <button type="submit" class="button button-danger">{words.deleteForGood}</button>
          <a class="button button-plain" href="/account" aria-current="false">{words.keepAccount}</a>
        </div>
      </form>
    </>
  );
}
