import { page } from "fresh";
import { Head } from "fresh/runtime";
import { Field } from "@/components/Field.tsx";
import { Notice } from "@/components/Notice.tsx";
import { credentialsSchema, signIn } from "@/lib/auth/accounts.ts";
import { setSessionCookies } from "@/lib/auth/identify.ts";
import { deviceOf } from "@/lib/auth/session_answer.ts";
import { rateLimited } from "@/lib/http/limit_request.ts";
import { pageRoute } from "@/lib/http/page_route.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { afterSignIn } from "@/lib/http/same_site_path.ts";
import { define } from "@/utils.ts";

export const handler = pageRoute({ access: "anyone", limits: { POST: "sign-in" } }, {
  GET(ctx) {
    const next = ctx.url.searchParams.get("next");
    if (ctx.state.caller.user) return ctx.redirect(afterSignIn(next), 303);
    return page({ next, email: "", isRefused: false });
  },

  async POST(ctx) {
    const { services, cookies } = ctx.state;
    const form = await readForm(ctx.req);
    const [next, email] = [form.get("next"), form.get("email") ?? ""];
    const refusal = () => page({ next, email, isRefused: true }, { status: 422 });
    const credentials = credentialsSchema.safeParse({ email, password: form.get("password") });
    if (!credentials.success) return refusal();
    const answer = await signIn(services, credentials.data, deviceOf(ctx));
    if (!answer.ok) {
      if (answer.code === "rate-limited") throw rateLimited(answer.limited);
      return refusal();
    }
    setSessionCookies(cookies, answer.tokens);
    return ctx.redirect(afterSignIn(next), 303);
  },
});

export default define.page<typeof handler>(function LoginPage({ data: { next, email, isRefused } }) {
  return (
    <main id="main" class="page-narrow stack">
      <Head>
        <title>Sign in · Aisle</title>
      </Head>
      <h1>Sign in</h1>
      {isRefused && (
        <Notice kind="danger" title="E-mail and password do not fit together">
          <p>Check both and try again. Seats that you hold stay yours meanwhile.</p>
        </Notice>
      )}
      <form method="post" action="/login" class="form">
        {next && <input type="hidden" name="next" value={next} />}
        <Field
          name="email"
          label="E-mail"
          type="email"
          autocomplete="username"
          value={email}
          maxLength={254}
        />
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete="current-password"
          maxLength={200}
        />
        <button type="submit" class="button button-main button-wide">Sign in</button>
      </form>
      <p>
        New here?{" "}
        <a href={next ? `/register?next=${encodeURIComponent(next)}` : "/register"}>Make an account</a>
      </p>
    </main>
  );
});
