/** Signing in through the identity provider: sending people there, and what their return leads to. */
import type { Caller } from "@/lib/auth/caller.ts";
import { ownerOfIdentity } from "@/lib/auth/identities.ts";
import type { OidcClient, ProviderAccount, ProviderProfile } from "@/lib/auth/oidc_client.ts";
import { recordProof } from "@/lib/auth/session_proofs.ts";
import type { IssuedTokens } from "@/lib/auth/sessions.ts";
import type { Config } from "@/lib/config.ts";
import { Unavailable } from "@/lib/errors.ts";
import { limitKeys } from "@/lib/http/rate_limits.ts";
import type { Cookies } from "@/lib/http/wire/cookies.ts";
import { originOf } from "./confirmation.ts";
import { attemptMemory, forget, identityMemory, recall, remember } from "./oidc_cookies.ts";
import { visitorFor } from "./oidc_visitors.ts";
import { deviceOf } from "./session_response.ts";
import { type SecondStep, signInIdentified, type SignInServices } from "./sign_in.ts";

/** What signing in at the provider is for: see {@link attemptMemory}. */
export type OidcPurpose = "sign-in" | "connect" | "confirm";

export const oidcPurposes = ["sign-in", "connect", "confirm"] as const satisfies OidcPurpose[];

/** Why it came to nothing. */
export type OidcFailure =
  /** They pressed Cancel at the provider. */
  | "cancelled"
  /** The provider refused, or its response does not belong to what this browser began. */
  | "refused"
  /** This browser began nothing, or too long ago, or has completed it. */
  | "expired"
  | "unreachable"
  /** The identity belongs to an account that an admin has locked. */
  | "locked"
  /** The identity is connected to another account. */
  | "taken"
  /** Confirmed at the provider with an identity that is not this account's. */
  | "someone-else"
  | "rate-limited";

/** The part of a request's context that is needed here. */
export interface OidcContext {
  req: Request;
  state: {
    services: SignInServices & { oidc: OidcClient | null; config: Pick<Config, "oidc"> };
    caller: Caller;
    cookies: Cookies;
    locale: string;
  };
}

export type OidcStart = { ok: true; location: string } | { ok: false; why: "unreachable" };

/** Where to send a browser for it to be signed in at the provider. */
export async function beginOidc(
  { state }: OidcContext,
  oidc: OidcClient,
  purpose: OidcPurpose,
  next: string | null,
): Promise<OidcStart> {
  try {
    const { location, attempt } = await oidc.begin({ isFresh: purpose === "confirm" });
    const { sessionId } = state.caller;
    remember(state, attemptMemory, { ...attempt, purpose, next, sessionId });
    return { ok: true, location };
  } catch (error) {
    if (error instanceof Unavailable) return { ok: false, why: "unreachable" };
    throw error;
  }
}

type Result =
  | { is: "signed-in"; tokens: IssuedTokens }
  /** Signed in but for the second factor, which the account has and the provider did not ask for. */
  | { is: "second-step"; secondStep: SecondStep }
  /** The browser remembers an identity that is connected to no account yet. */
  | { is: "not-connected" }
  /** It is connected to this account already, or has confirmed that its owner is there. */
  | { is: "done" }
  | { is: "failed"; why: OidcFailure };

export type OidcOutcome = Result & { next: string | null; purpose: OidcPurpose };

/** Completes what this browser began, when the provider sends it back. */
export async function completeOidc(
  ctx: OidcContext,
  oidc: OidcClient,
  query: string,
): Promise<OidcOutcome> {
  const { state } = ctx;
  const attempt = recall(state, attemptMemory);
  // Each attempt is completed once, whatever comes of it.
  forget(state, attemptMemory);
  if (!attempt) return { is: "failed", why: "expired", next: null, purpose: "sign-in" };
  const { next, purpose, sessionId } = attempt;
  const finished = await oidc.finish(attempt, query);
  if (!finished.ok) return { is: "failed", why: finished.code, next, purpose };
  const { account } = finished;
  if (purpose === "sign-in") return { ...await signIn(ctx, account, next), next, purpose };

  const { user, ...caller } = state.caller;
  // Signed out meanwhile, or signed in as someone else.
  if (!user || caller.sessionId !== sessionId) return { is: "failed", why: "expired", next, purpose };
  const ownerId = await ownerOfIdentity(state.services.sql, account);
  if (purpose === "connect") {
    if (ownerId === user.id) return { is: "done", next, purpose };
    if (ownerId) return { is: "failed", why: "taken", next, purpose };
    return { ...await waitForOwner(ctx, account, next), next, purpose };
  }
  if (ownerId !== user.id) return { is: "failed", why: "someone-else", next, purpose };
  const { sql, now } = state.services;
  await recordProof(sql, sessionId!, { nowMs: now(), hasFactor: account.hasSecondFactor });
  return { is: "done", next, purpose };
}

async function signIn(ctx: OidcContext, account: ProviderAccount, next: string | null): Promise<Result> {
  const { services, caller, locale } = ctx.state;
  const ownerId = await ownerOfIdentity(services.sql, account);
  if (ownerId) return await signInTo(ctx, ownerId, account);
  if (!services.config.oidc?.makesVisitors) return await waitForOwner(ctx, account, next);
  const { allowed } = await services.rateLimits.consume(limitKeys("register", caller));
  if (!allowed) return { is: "failed", why: "rate-limited" };
  const profile = await profileOf(account);
  if (!profile) return { is: "failed", why: "unreachable" };
  const visitorId = await visitorFor(services, account, profile, originOf({ caller, locale }));
  return visitorId
    ? await signInTo(ctx, visitorId, account)
    : await waitForOwner(ctx, account, next, profile);
}

/** Has the browser remember an identity that its owner is to connect to an account. */
async function waitForOwner(
  { state }: OidcContext,
  account: ProviderAccount,
  next: string | null,
  known?: ProviderProfile,
): Promise<Result> {
  const { issuer, subject } = account;
  const profile = known ?? await profileOf(account);
  const label = profile?.email ?? profile?.name ?? null;
  remember(state, identityMemory, { issuer, subject, label, sinceMs: state.services.now(), next });
  return { is: "not-connected" };
}

/** Null if the provider does not respond any more. */
async function profileOf(account: ProviderAccount): Promise<ProviderProfile | null> {
  try {
    return await account.readProfile();
  } catch (error) {
    if (error instanceof Unavailable) return null;
    throw error;
  }
}

async function signInTo(ctx: OidcContext, userId: string, account: ProviderAccount): Promise<Result> {
  const { state } = ctx;
  // Only signing in the old way connects an identity that waits for it.
  forget(state, identityMemory);
  const result = await signInIdentified(state.services, userId, account, deviceOf(ctx));
  if (result.ok) return { is: "signed-in", tokens: result.tokens };
  switch (result.code) {
    case "second-factor-required":
      return { is: "second-step", secondStep: result.next };
    case "account-locked":
      return { is: "failed", why: "locked" };
    default:
      return { is: "failed", why: "refused" };
  }
}
