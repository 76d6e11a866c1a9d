/** Signing in through an identity provider (OpenID Connect): the authorization code flow with PKCE, state and nonce. */
import * as oidc from "openid-client";
import { z } from "zod";
import { type Config, type OidcConfig, siteUrl } from "@/lib/config.ts";
import { Unavailable } from "@/lib/errors.ts";
import type { Logger } from "@/lib/observability/log.ts";
import { TimedCache } from "@/lib/timed_cache.ts";
import type { Identity } from "./identities.ts";
import { showsSecondFactor } from "./oidc_factors.ts";
import { fetchFromProvider } from "./provider_fetch.ts";

/** Where the provider sends people back to. Part of the client's registration there. */
export const CALLBACK_PATH = "/login/oidc/callback";

const CALL_MS = 5_000;
/** What the provider says about itself is asked for again after this time. */
const METADATA_MS = 3600_000;
/** How far the provider's clock may be behind. */
const SKEW_SECONDS = 30;
/** How old signing in again may be when people come back. */
const FRESH_SECONDS = 300;

/** What must be remembered while people are at the provider, in their browser only. */
export const attemptSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** When it began, if people have to sign in again even though the provider knows them. Milliseconds. */
  freshSinceMs: z.number().nullable(),
});
export type Attempt = z.output<typeof attemptSchema>;

/** Whom the provider has signed in. */
export interface ProviderAccount extends Identity {
  hasSecondFactor: boolean;
  /** As the provider knows them; not asked for until needed. @throws {Unavailable} */
  readProfile(): Promise<ProviderProfile>;
}

export interface ProviderProfile {
  name: string | null;
  email: string | null;
  /** Whether the provider says that the address is theirs. */
  emailVerified: boolean;
}

export type ProviderResult =
  | { ok: true; account: ProviderAccount }
  /** They pressed Cancel there. */
  | { ok: false; code: "cancelled" }
  /** The provider refused, or its response is not one to this attempt. */
  | { ok: false; code: "refused" }
  | { ok: false; code: "unreachable" };

export interface OidcClientOptions {
  config: Pick<Config, "publicUrl" | "host" | "port"> & { oidc: OidcConfig };
  logger: Logger;
  now: () => number;
  /** How long a call to the provider may take. */
  callMs?: number;
}

/** One provider. Nothing is asked of it before the first sign-in, so it may be down when the program starts. */
export class OidcClient {
  readonly #options: OidcClientOptions;
  readonly #discovered: TimedCache<oidc.Configuration>;

  constructor(options: OidcClientOptions) {
    this.#options = options;
    // A failure is not kept, so the next sign-in tries again.
    this.#discovered = new TimedCache({ maxAgeMs: METADATA_MS, maxEntries: 1, now: options.now });
  }

  /**
   * Where to send people so that they sign in, and what to remember for their return. `isFresh`: even if the provider
   * knows them.
   * @throws {Unavailable} if the provider does not respond
   */
  async begin({ isFresh }: { isFresh: boolean }): Promise<{ location: string; attempt: Attempt }> {
    const configuration = await this.#configuration();
    const attempt: Attempt = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      freshSinceMs: isFresh ? this.#options.now() : null,
    };
    const { acr } = this.#options.config.oidc;
    const location = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#callback().href,
      scope: "openid email profile",
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: "S256",
      ...acr.length > 0 && { acr_values: acr.join(" ") },
      ...isFresh && { max_age: "0" },
    });
    return { location: location.href, attempt };
  }

  /** Completes an attempt with the query that the provider sent people back with. */
  async finish({ state, nonce, verifier, freshSinceMs }: Attempt, query: string): Promise<ProviderResult> {
    try {
      const configuration = await this.#configuration();
      const callback = this.#callback();
      callback.search = query;
      const tokens = await oidc.authorizationCodeGrant(configuration, callback, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
        ...freshSinceMs !== null && { maxAge: FRESH_SECONDS },
      });
      const claims = tokens.claims()!;
      if (freshSinceMs !== null && claims.auth_time! < freshSinceMs / 1000 - SKEW_SECONDS) {
        this.#options.logger.warn("the identity provider did not ask to sign in again");
        return { ok: false, code: "refused" };
      }
      const readProfile = () => readProfileOf(configuration, tokens.access_token, claims);
      const hasSecondFactor = showsSecondFactor(claims, this.#options.config.oidc.acr);
      return {
        ok: true,
        account: { issuer: claims.iss, subject: claims.sub, hasSecondFactor, readProfile },
      };
    } catch (error) {
      return this.#failure(error);
    }
  }

  #failure(error: unknown): ProviderResult {
    if (error instanceof oidc.AuthorizationResponseError && error.error === "access_denied") {
      return { ok: false, code: "cancelled" };
    }
    const { logger } = this.#options;
    if (unavailableIn(error)) {
      logger.warn("the identity provider does not respond", { reason: reasonOf(error) });
      return { ok: false, code: "unreachable" };
    }
    logger.warn("a sign-in through the identity provider was refused", { reason: reasonOf(error) });
    return { ok: false, code: "refused" };
  }

  #configuration(): Promise<oidc.Configuration> {
    const { config: { oidc: { issuer, clientId, clientSecret } }, callMs = CALL_MS, logger } = this.#options;
    return this.#discovered.get(issuer, async () => {
      try {
        return await oidc.discovery(new URL(issuer), clientId, clientSecret, authenticate(clientSecret), {
          timeout: callMs / 1000,
          [oidc.customFetch]: fetchFromProvider,
          execute: [
            // Checks the signature of ID tokens too, although they come straight from the provider.
            oidc.enableNonRepudiationChecks,
            // On this machine only: see the setting.
            ...issuer.startsWith("http:") ? [oidc.allowInsecureRequests] : [],
          ],
        });
      } catch (cause) {
        // Metadata that is not the issuer's, or no metadata: either way nobody can sign in there.
        logger.warn("the identity provider cannot be discovered", { reason: reasonOf(cause) });
        throw new Unavailable("the identity provider cannot be discovered", undefined, { cause });
      }
    });
  }

  #callback(): URL {
    return new URL(CALLBACK_PATH, siteUrl(this.#options.config));
  }
}

/** Sends the client's secret in the way that the provider accepts: as HTTP Basic, the default, or in the body. */
function authenticate(clientSecret: string): oidc.ClientAuth {
  const [basic, post] = [oidc.ClientSecretBasic(clientSecret), oidc.ClientSecretPost(clientSecret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return (methods.includes("client_secret_basic") ? basic : post)(server, ...rest);
  };
}

/** The {@link Unavailable} that an error of the library is caused by, if any. */
function unavailableIn(error: unknown): Unavailable | null {
  if (error instanceof Unavailable) return error;
  return error instanceof Error && error.cause !== undefined ? unavailableIn(error.cause) : null;
}

/** The messages of an error and its causes. Other members of the library's errors contain claims, which are personal. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return [error.message, reasonOf(error.cause)].filter((part) => part).join(": ");
}

const profileSchema = z.object({
  name: z.string().nullable().catch(null),
  preferred_username: z.string().nullable().catch(null),
  email: z.string().nullable().catch(null),
  email_verified: z.boolean().catch(false),
});

async function readProfileOf(
  configuration: oidc.Configuration,
  accessToken: string,
  claims: { sub: string },
): Promise<ProviderProfile> {
  const hasEndpoint = configuration.serverMetadata().userinfo_endpoint !== undefined;
  const more = hasEndpoint
    ? await oidc.fetchUserInfo(configuration, accessToken, claims.sub).catch((cause) => {
      throw new Unavailable("the identity provider does not say who signed in", undefined, { cause });
    })
    : {};
  const profile = profileSchema.parse({ ...claims, ...more });
  return {
    name: profile.name ?? profile.preferred_username,
    email: profile.email,
    emailVerified: profile.email_verified,
  };
}
