import { page } from "fresh";
import { Head } from "fresh/runtime";
import { Field } from "@/components/layout/Field.tsx";
import { deleteAccount } from "@/lib/account/accounts.ts";
import { userOf } from "@/lib/auth/caller.ts";
import { clearSessionCookies } from "@/lib/auth/identify.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

export const handler = pageRoute({ access: "own-account", limits: { POST: "sign-in" } }, {
  GET: () => page({ isRefused: false }),

  async POST(ctx) {
    const { services, cookies, caller } = ctx.state;
    const { sessionId } = caller;
    const password = (await readForm(ctx.req)).get("password") ?? "";
    const answer = await deleteAccount(services, { user: userOf(caller), sessionId }, password);
    if (!answer.ok) return page({ isRefused: true }, { status: 422 });
    clearSessionCookies(cookies, services.secrets.cookieSecret);
    return ctx.redirect("/", 303);
  },
});

export default define.page<typeof handler>(function DeleteAccountPage({ data: { isRefused } }) {
  return (
    <main id="main" class="page-narrow stack">
      <Head>
        <title>Delete the account · Aisle</title>
      </Head>
      <h1>Delete the account</h1>
      <p>
        Your name, e-mail and password are removed, and every device is signed out. Bookings stay with the
        organizers without your name. Print or save your tickets first: you cannot open them here afterwards.
      </p>
      <form method="post" action="/account/delete" class="form">
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete="current-password"
          maxLength={200}
          error={isRefused ? "This is not the password of the account. Nothing was deleted." : undefined}
        />
        <div class="cluster">
          <button type="submit" class="button button-danger">Delete it for good</button>
          <a class="button button-plain" href="/account" aria-current="false">Keep it</a>
        </div>
      </form>
    </main>
  );
});
