import { page } from "fresh";
import { EmailField } from "@/components/account/AccountForms.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { originOf } from "@/lib/account/confirmation.ts";
import { forgotSchema, requestReset } from "@/lib/account/forgotten_password.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

interface Data {
  isSent: boolean;
  email: string;
  error?: string;
}

export const handler = pageRoute({ access: "anyone", isSecret: true, limits: { POST: "mails" } }, {
  GET: ({ url }) => page<Data>({ isSent: url.searchParams.has("sent"), email: "" }),

  async POST(ctx) {
    const { services, words } = ctx.state;
    const email = (await readForm(ctx.req)).get("email") ?? "";
    const parsed = forgotSchema.safeParse({ email });
    if (!parsed.success) {
      return page<Data>({ isSent: false, email, error: words.account.errors.email }, { status: 422 });
    }
    await requestReset(services, parsed.data.email, originOf(ctx.state));
    return ctx.redirect("/forgot?sent", 303);
  },
});

export default define.page<typeof handler>(function ForgotPage({ data: { isSent, email, error }, state }) {
  const words = state.words.account.forgot;
  return (
    <main id="main" class="page-narrow stack">
      <DocumentHead title={words.title} />
      <h1>{words.title}</h1>
      {isSent
        ? (
          <>
            <Notice kind="success" title={words.sent}>{words.sentText}</Notice>
            <p>
              <a href="/forgot" aria-current="false">{words.again}</a>
            </p>
          </>
        )
        : (
          <form method="post" action="/forgot" class="form">
            <p>{words.text}</p>
            <EmailField value={email} error={error} />
            <button type="submit" class="button button-main button-wide">{words.button}</button>
          </form>
        )}
    </main>
  );
});
