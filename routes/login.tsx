import { SignInButton, SignInFields } from "@/components/account/AccountForms.tsx";
import { ASK_TO_SIGN_IN, PasskeyOption } from "@/components/account/PasskeyOption.tsx";
import { ProviderSignIn } from "@/components/account/SingleSignOn.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { providerName } from "@/lib/account/provider_name.ts";
import { passkeysWorkAt } from "@/lib/auth/webauthn.ts";
import { accountHandlers } from "@/lib/server/account_handlers.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

export const handler = pageRoute(
  { access: "anyone", limits: { POST: "sign-in" } },
  accountHandlers("sign-in"),
);

export default define.page<typeof handler>(function LoginPage({ data: { next, fields }, url, state }) {
  const words = state.words.account;
  const offersPasskey = !fields.secondStep && passkeysWorkAt(url, state.services.config);
  const register = next ? `/register?next=${encodeURIComponent(next)}` : "/register";
  const provider = providerName(state);
  return (
    <main id="main" class="page-narrow stack">
      <DocumentHead title={words.signIn} />
      <h1>{words.signIn}</h1>
      <form method="post" action="/login" class="form">
        {next && <input type="hidden" name="next" value={next} />}
        <SignInFields fields={fields} autofills={offersPasskey} />
        <SignInButton fields={fields} label={words.signIn} />
        {offersPasskey && (
          <PasskeyOption
            label={words.passkey.signIn}
            ask={ASK_TO_SIGN_IN}
            error={fields.errors.passkey}
            autofills
          />
        )}
      </form>
      {!fields.secondStep && (
        <>
          {provider && <ProviderSignIn provider={provider} next={next} />}
          <p>
            <a href="/forgot">{words.forgot.link}</a>
          </p>
          <p>{words.newHere({ link: (inner) => <a href={register}>{inner}</a> })}</p>
        </>
      )}
    </main>
  );
});
