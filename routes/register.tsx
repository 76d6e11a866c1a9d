import { page } from "fresh";
import { Head } from "fresh/runtime";
import type { z } from "zod";
import { Field } from "@/components/Field.tsx";
import { register, registrationSchema } from "@/lib/auth/accounts.ts";
import { setSessionCookies } from "@/lib/auth/identify.ts";
import { deviceOf } from "@/lib/auth/session_answer.ts";
import { pageRoute } from "@/lib/http/page_route.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { afterSignIn, signInPath } from "@/lib/http/same_site_path.ts";
import { define } from "@/utils.ts";

type Errors = { [field in "name" | "email" | "password"]?: string };

export const handler = pageRoute({ access: "anyone", limits: { POST: "register" } }, {
  GET(ctx) {
    const next = ctx.url.searchParams.get("next");
    if (ctx.state.caller.user) return ctx.redirect(afterSignIn(next), 303);
    const errors: Errors = {};
    return page({ next, name: "", email: "", errors });
  },

  async POST(ctx) {
    const { services, cookies } = ctx.state;
    const form = await readForm(ctx.req);
    const next = form.get("next");
    const [name, email, password] = ["name", "email", "password"].map((field) => form.get(field) ?? "");
    const refuse = (errors: Errors) => page({ next, name, email, errors }, { status: 422 });
    const registration = registrationSchema.safeParse({ name, email, password });
    if (!registration.success) return refuse(errorsOf(registration.error.issues));
    const answer = await register(services, registration.data, deviceOf(ctx));
    if (!answer.ok) {
      return refuse({ email: "There is an account with this e-mail already. Sign in instead." });
    }
    setSessionCookies(cookies, answer.tokens);
    return ctx.redirect(afterSignIn(next), 303);
  },
});

/** What is wrong with each field, and what to do about it. */
function errorsOf(issues: z.core.$ZodIssue[]): Errors {
  const errors: Errors = {};
  for (const { path: [field], code, message } of issues) {
    if (field === "name") errors.name = "Write your name, up to 100 characters.";
    if (field === "email") errors.email = "Write your whole e-mail address, such as name@example.org.";
    if (field === "password") {
      errors.password = code === "custom"
        ? `This password ${message}. Choose another one.`
        : "Use 8 to 200 characters.";
    }
  }
  return errors;
}

export default define.page<typeof handler>(function RegisterPage({ data: { next, name, email, errors } }) {
  return (
    <main id="main" class="page-narrow stack">
      <Head>
        <title>Make an account · Aisle</title>
      </Head>
      <h1>Make an account</h1>
      <p class="quiet">
        For your tickets, and so that nobody else can use them. Seats that you hold come with you.
      </p>
      <form method="post" action="/register" class="form">
        {next && <input type="hidden" name="next" value={next} />}
        <Field
          name="name"
          label="Name"
          autocomplete="name"
          value={name}
          maxLength={100}
          error={errors.name}
        />
        <Field
          name="email"
          label="E-mail"
          type="email"
          autocomplete="username"
          value={email}
          maxLength={254}
          error={errors.email}
        />
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete="new-password"
          minLength={8}
          maxLength={200}
          hint="At least 8 characters. A few plain words are easy to remember and hard to guess."
          error={errors.password}
        />
        <button type="submit" class="button button-main button-wide">Make the account</button>
      </form>
      <p>
        Have one? <a href={next ? signInPath(next) : "/login"}>Sign in</a>
      </p>
    </main>
  );
});
