import { Field } from "@/components/Field.tsx";

/** Signing in on the way to paying. The hold belongs to the browser too, so it comes along. */
export function CheckoutSignIn({ next }: { next: string }) {
  return (
    <section class="stack" aria-labelledby="sign-in">
      <h2 id="sign-in">Who gets the tickets?</h2>
      <p class="quiet">
        Tickets need an account, so that nobody else can use them. Your seats stay yours meanwhile.
      </p>
      <p>
        <a class="button button-main button-wide" href={`/register?next=${encodeURIComponent(next)}`}>
          Make an account
        </a>
      </p>
      <form method="post" action="/login" class="form sign-in-card">
        <h3>I have one</h3>
        <input type="hidden" name="next" value={next} />
        <Field name="email" label="E-mail" type="email" autocomplete="username" maxLength={254} />
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete="current-password"
          maxLength={200}
        />
        <button type="submit" class="button button-wide">Sign in and go on</button>
      </form>
    </section>
  );
}
