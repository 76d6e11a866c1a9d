import { page } from "fresh";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { Field } from "@/components/layout/Field.tsx";
import { deleteAccount } from "@/lib/account/accounts.ts";
import { proofFeedback } from "@/lib/account/reauthenticate.ts";
import { userOf } from "@/lib/auth/caller.ts";
import { clearSessionCookies } from "@/lib/auth/identify.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

export const handler = pageRoute({ access: "own-account", limits: { POST: "sign-in" } }, {
  GET: () => page<{ error?: string }>({}),

  async POST(ctx) {
    const { services, cookies, caller, words: { account: words } } = ctx.state;
    const password = (await readForm(ctx.req)).get("password") ?? "";
    const deleted = await deleteAccount(services, { user: userOf(caller) }, { password });
    if (!deleted.ok) {
      const { error, status } = proofFeedback(deleted, words);
      return page({ error }, { status });
    }
    clearSessionCookies(cookies, services.secrets.cookieSecrets);
    return ctx.redirect("/", 303);
  },
});

export default define.page<typeof handler>(function DeleteAccountPage({ data: { error }, state }) {
  const words = state.words.account;
  return (
    <main id="main" class="page-narrow stack">
      <DocumentHead title={words.deleteAccount} />
      <h1>{words.deleteAccount}</h1>
      <p>{words.whatDeletes}</p>
      <form method="post" action="/account/delete" class="form">
        <Field
          name="password"
          label={words.password}
          type="password"
          autocomplete="current-password"
          error={error}
        />
        <div class="cluster">
          <button type="submit" class="button button-danger">{words.deleteForGood}</button>
          <a class="button button-plain" href="/account" aria-current="false">{words.keepAccount}</a>
        </div>
      </form>
    </main>
  );
});
