import { page } from "fresh";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { confirmEmail, findConfirmation, originOf } from "@/lib/account/confirmation.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

/** What the page shows: a link that can be used, one that was, or neither. */
type Shown =
  | { kind: "usable"; token: string; email: string; isNew: boolean }
  | { kind: "done" | "used" | "gone" | "taken" };

export const handler = pageRoute({ access: "anyone", isSecret: true }, {
  // Opening the link changes nothing: mail servers and browsers open links before people do.
  async GET({ url, state: { services } }) {
    const token = url.searchParams.get("token");
    if (token === null && url.searchParams.has("done")) return page<Shown>({ kind: "done" });
    const link = await findConfirmation(services, token ?? "");
    if (link?.state === "usable") {
      const isNew = link.kind === "change-email";
      return page<Shown>({ kind: "usable", token: token!, email: link.email, isNew });
    }
    return page<Shown>({ kind: link?.state === "used" ? "used" : "gone" }, { status: 422 });
  },

  async POST(ctx) {
    const { services } = ctx.state;
    const token = (await readForm(ctx.req)).get("token") ?? "";
    const result = await confirmEmail(services, token, originOf(ctx.state));
    if (result.ok) return ctx.redirect("/confirm?done", 303);
    if (result.code === "email-taken") return page<Shown>({ kind: "taken" }, { status: 409 });
    const link = await findConfirmation(services, token);
    return page<Shown>({ kind: link?.state === "used" ? "used" : "gone" }, { status: 422 });
  },
});

export default define.page<typeof handler>(function ConfirmPage({ data, state }) {
  const words = state.words.account.confirm;
  return (
    <main id="main" class="page-narrow stack">
      <DocumentHead title={words.title} />
      <h1>{words.title}</h1>
      {data.kind === "usable" && (
        <form method="post" action="/confirm" class="form">
          <p>{data.isNew ? words.textNew({ email: data.email }) : words.text({ email: data.email })}</p>
          <input type="hidden" name="token" value={data.token} />
          <button type="submit" class="button button-main button-wide">{words.button}</button>
        </form>
      )}
      {data.kind === "done" && <Notice kind="success" title={words.done}>{words.doneText}</Notice>}
      {data.kind === "used" && <Notice kind="warning" title={words.used}>{words.usedText}</Notice>}
      {data.kind === "gone" && <Notice kind="warning" title={words.gone}>{words.goneText}</Notice>}
      {data.kind === "taken" && <Notice kind="warning" title={words.taken}>{words.takenText}</Notice>}
      {data.kind !== "usable" && (
        <p>
          <a href="/account">{words.toAccount}</a>
        </p>
      )}
    </main>
  );
});
