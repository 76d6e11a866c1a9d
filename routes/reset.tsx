import { page } from "fresh";
import { NewPasswordField } from "@/components/account/AccountForms.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { originOf } from "@/lib/account/confirmation.ts";
import { findReset, resetPassword, resetSchema } from "@/lib/account/forgotten_password.ts";
import { passwordCorrection } from "@/lib/account/new_password.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define, type State } from "@/utils.ts";

/** What the page shows: a link that can be used, one that was, or neither. */
type Shown =
  | { kind: "usable"; token: string; email: string; error?: string }
  | { kind: "done" | "used" | "gone" };

export const handler = pageRoute({ access: "anyone", isSecret: true, limits: { POST: "sign-in" } }, {
  // Opening the link changes nothing: mail servers and browsers open links before people do.
  async GET({ url, state: { services } }) {
    const token = url.searchParams.get("token");
    if (token === null && url.searchParams.has("done")) return page<Shown>({ kind: "done" });
    return await showLink(services, token ?? "");
  },

  async POST(ctx) {
    const { services, words } = ctx.state;
    const form = await readForm(ctx.req);
    const token = form.get("token") ?? "";
    const parsed = resetSchema.safeParse({ token, password: form.get("password") ?? "" });
    if (!parsed.success) {
      const issue = parsed.error.issues.find(({ path: [field] }) => field === "password");
      return await showLink(services, token, issue && passwordCorrection(issue, words));
    }
    const result = await resetPassword(services, parsed.data, originOf(ctx.state));
    if (result.ok) return ctx.redirect("/reset?done", 303);
    return await showLink(
      services,
      token,
      result.code === "weak-password" ? words.account.errors.weakPassword(result) : undefined,
    );
  },
});

/** The form for a token, or why there is none. */
async function showLink(services: State["services"], token: string, error?: string) {
  const link = await findReset(services, token);
  if (link?.state !== "usable") {
    return page<Shown>({ kind: link?.state === "used" ? "used" : "gone" }, { status: 422 });
  }
  return page<Shown>({ kind: "usable", token, email: link.email, error }, { status: error ? 422 : 200 });
}

export default define.page<typeof handler>(function ResetPage({ data, state }) {
  const { signIn, reset: words } = state.words.account;
  return (
    <main id="main" class="page-narrow stack">
      <DocumentHead title={words.title} />
      <h1>{words.title}</h1>
      {data.kind === "usable" && (
        <form method="post" action="/reset" class="form">
          <p>{words.text({ email: data.email })}</p>
          <input type="hidden" name="token" value={data.token} />
          {/* Tells password managers whose password it is. */}
          <input type="hidden" name="username" autocomplete="username" value={data.email} />
          <NewPasswordField error={data.error} />
          <button type="submit" class="button button-main button-wide">{words.button}</button>
        </form>
      )}
      {data.kind === "done" && <Notice kind="success" title={words.done}>{words.doneText}</Notice>}
      {data.kind === "used" && <Notice kind="warning" title={words.used}>{words.usedText}</Notice>}
      {data.kind === "gone" && <Notice kind="warning" title={words.gone}>{words.goneText}</Notice>}
      {(data.kind === "done" || data.kind === "used") && (
        <p>
          <a href="/login">{signIn}</a>
        </p>
      )}
      {(data.kind === "used" || data.kind === "gone") && (
        <p>
          <a href="/forgot">{words.newLink}</a>
        </p>
      )}
    </main>
  );
});
