import type { ComponentChildren } from "preact";
import { Notice } from "@/components/layout/Notice.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { OidcFailure, OidcPurpose } from "@/lib/account/oidc_sign_in.ts";

/** Where signing in at the identity provider begins. A link, since browsers block forms that lead to another site. */
export function providerPath(purpose: OidcPurpose, next: string | null): string {
  const query = new URLSearchParams({ ...purpose !== "sign-in" && { for: purpose }, ...next && { next } });
  return query.size > 0 ? `/login/oidc?${query}` : "/login/oidc";
}

/** Beside a form for signing in: the way to do it at the identity provider. */
export function ProviderSignIn({ provider, next }: { provider: string; next: string | null }) {
  const words = useWords("oidc");
  return (
    <a class="button button-wide" href={providerPath("sign-in", next)}>
      {words.continueWith({ name: provider })}
    </a>
  );
}

/** The part of the security page about the identity provider. */
export function SingleSignOnSection({ provider, isConnected, isConfirmed, isDone }: {
  provider: string;
  isConnected: boolean;
  /** Whether the account's email is confirmed. */
  isConfirmed: boolean;
  /** Whether it has just been connected. */
  isDone: boolean;
}) {
  const words = useWords("oidc");
  const name = { name: provider };
  return (
    <section class="section stack" aria-label={words.section} id="oidc">
      <h2>{words.section}</h2>
      {isConnected
        ? (
          <>
            {isDone
              ? <Notice kind="success" title={words.connected(name)} />
              : <p>{words.isConnected(name)}</p>}
            <div>
              <a class="button" href="/account/security/oidc">{words.disconnect}</a>
            </div>
          </>
        )
        : (
          <>
            <p>{words.explained(name)}</p>
            {isConfirmed
              ? (
                <div>
                  <a class="button" href={providerPath("connect", null)}>{words.connect}</a>
                </div>
              )
              : <p class="quiet">{useWords("security").confirmFirst}</p>}
          </>
        )}
    </section>
  );
}

/** Why signing in at the provider came to nothing, and the ways on. */
export function ProviderFailed({ provider, why, purpose, next }: {
  provider: string;
  why: OidcFailure;
  purpose: OidcPurpose;
  next: string | null;
}) {
  const words = useWords("oidc");
  const { title, text } = words.failed[why];
  return (
    <>
      <h1>{words.failedTitle}</h1>
      <Notice kind={why === "cancelled" ? "warning" : "danger"} title={title}>
        <p>{text({ name: provider })}</p>
      </Notice>
      <div class="cluster">
        {why !== "locked" && (
          <a class="button button-main" href={providerPath(purpose, next)}>{words.tryAgain}</a>
        )}
        <WayBack purpose={purpose} next={next} />
      </div>
    </>
  );
}

function WayBack({ purpose, next }: { purpose: OidcPurpose; next: string | null }): ComponentChildren {
  const words = useWords("oidc");
  if (purpose !== "sign-in") return <a class="button" href={next ?? "/account/security"}>{words.back}</a>;
  const login = next ? `/login?next=${encodeURIComponent(next)}` : "/login";
  return <a class="button" href={login}>{words.withPassword}</a>;
}
