/** Two-step verification: setting up an authenticator app for an account, and removing it; passkeys.ts has the other factor. */
import type { User } from "@/lib/auth/caller.ts";
import { listPasskeys, type PasskeyView } from "@/lib/auth/passkeys.ts";
import { staffRoles } from "@/lib/auth/permissions.ts";
import {
  beginTotp,
  confirmTotp,
  countRecoveryCodes,
  type Factor,
  hasUnreadableApp,
  lockFactors,
  pendingTotp,
  readFactors,
  removeTotp,
} from "@/lib/auth/second_factors.ts";
import { hasProvedFactor } from "@/lib/auth/session_proofs.ts";
import { totpUri } from "@/lib/auth/totp.ts";
import type { Config } from "@/lib/config.ts";
import { type Actor, writeAudit } from "@/lib/db/audit_log.ts";
import { type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { tellOwner } from "./notify.ts";
import { type Proof, type ProofRefusal, type ProofServices, reauthenticate } from "./reauthenticate.ts";

/** Shown by authenticators beside the account's email. */
export const SITE_NAME = "Aisle";

export type FactorServices = ProofServices & { config: Pick<Config, "requireStaffFactor"> };

/** The owner who makes a change, with their network address. */
export type Owner = User & Actor & { id: string };

/** What an authenticator app needs. */
export interface TotpSetup {
  /** In base32, to be typed where the code cannot be scanned. */
  secret: string;
  /** For a QR code. */
  uri: string;
}

export type BeginResult =
  | ({ ok: true } & TotpSetup)
  | ProofRefusal
  | { ok: false; code: "email-not-confirmed" }
  | { ok: false; code: "factor-exists" };

/**
 * Begins setting up an authenticator app. Only an owner who has proved the account's address may add factors: someone
 * who registered another person's address must not be able to lock its owner out.
 */
export async function beginTotpSetup(
  services: FactorServices,
  user: User,
  proof: Proof,
): Promise<BeginResult> {
  const proved = await reauthenticate(services, user, proof);
  if (!proved.ok) return proved;
  if (!user.emailConfirmed) return { ok: false, code: "email-not-confirmed" };
  const { sql, secrets, now } = services;
  const secret = await transaction(sql, (tx) => beginTotp(tx, user.id, { secrets, nowMs: now() }));
  return secret === null ? { ok: false, code: "factor-exists" } : { ok: true, ...setupOf(secret, user) };
}

/** The set-up in progress; null if there is none. */
export async function findTotpSetup(
  { sql, secrets, now }: ProofServices,
  user: User,
): Promise<TotpSetup | null> {
  const secret = await transaction(sql, (tx) => pendingTotp(tx, user.id, { secrets, nowMs: now() }));
  return secret === null ? null : setupOf(secret, user);
}

function setupOf(secret: string, { email }: User): TotpSetup {
  return { secret, uri: totpUri(secret, { issuer: SITE_NAME, email }) };
}

export type ConfirmResult = { ok: true; recoveryCodes: string[] } | {
  ok: false;
  code: "second-factor-invalid";
};

/** Completes the set-up with the app's first code. From now on signing in asks for one. */
export async function confirmTotpSetup(
  services: FactorServices,
  owner: Owner,
  code: string,
  locale: string,
): Promise<ConfirmResult> {
  const { sql, secrets, now } = services;
  const typed = code.replaceAll(/\s/g, "");
  const confirmed = await transaction(sql, async (tx) => {
    const confirmed = await confirmTotp(tx, owner.id, typed, { secrets, nowMs: now() });
    if (confirmed && !confirmed.isRepeat) {
      await recordFactorChange(tx, services, owner, locale, { change: "on" });
    }
    return confirmed;
  });
  if (!confirmed) return { ok: false, code: "second-factor-invalid" };
  return { ok: true, recoveryCodes: confirmed.recoveryCodes };
}

/** What happened to a second factor. `appRemoved`: there are still passkeys. */
type FactorChange =
  | { change: "on" | "off" | "appRemoved" }
  /** An identity was connected or disconnected. */
  | { change: "identityAdded" | "identityRemoved" }
  | { change: "passkeyAdded" | "passkeyRemoved"; passkey: { id: string; name: string } };

/** Emails the owner, and records in the audit log, that a second factor was added or removed. */
export async function recordFactorChange(
  tx: Transaction,
  services: FactorServices,
  owner: Owner,
  locale: string,
  event: FactorChange,
): Promise<void> {
  const passkey = "passkey" in event ? event.passkey : null;
  const { change } = event;
  await tellOwner(tx, services, owner, { locale }, {
    kind: "factor-changed",
    change,
    passkey: passkey?.name ?? "",
  });
  await writeAudit(tx, {
    actor: owner,
    action: change === "on" || change.endsWith("Added") ? "factor.added" : "factor.removed",
    subject: { type: "account", id: owner.id },
    detail: passkey
      ? { factor: "passkey", passkey: passkey.id }
      : { factor: change.startsWith("identity") ? "oidc" : "totp" },
  });
}

export type RemoveResult =
  | { ok: true }
  | ProofRefusal
  | { ok: false; code: "not-found" }
  | { ok: false; code: "last-factor" };

/**
 * Removes the authenticator app; the recovery codes go with the last factor. Refused if it is the last factor of someone
 * who must have one, unless its codes can no longer be checked.
 */
export async function removeTotpFactor(
  services: FactorServices,
  owner: Owner,
  proof: Proof,
  locale: string,
): Promise<RemoveResult> {
  const proved = await reauthenticate(services, owner, proof);
  if (!proved.ok) return proved;
  return await transaction(services.sql, async (tx): Promise<RemoveResult> => {
    await lockFactors(tx, owner.id);
    const factors = await readFactors(tx, owner.id);
    if (!factors.includes("totp")) return { ok: false, code: "not-found" };
    const isLast = factors.length === 1;
    if (
      isLast && mustHaveFactor(services, owner) && !await hasUnreadableApp(tx, owner.id, services.secrets)
    ) return { ok: false, code: "last-factor" };
    await removeTotp(tx, owner.id);
    await recordFactorChange(tx, services, owner, locale, { change: isLast ? "off" : "appRemoved" });
    return { ok: true };
  });
}

/** An account's second factors, as the security page shows them. */
export interface FactorStatus {
  factors: Factor[];
  passkeys: PasskeyView[];
  /** How many are left. */
  recoveryCodes: number;
  setup: TotpSetup | null;
  /** Whether there is an app whose codes can no longer be checked. */
  isAppUnreadable: boolean;
}

/** Loads what the security page shows about an account's second factors. */
export async function loadFactors(services: FactorServices, user: User): Promise<FactorStatus> {
  const [factors, passkeys, recoveryCodes, setup, isAppUnreadable] = await Promise.all([
    readFactors(services.sql, user.id),
    listPasskeys(services.sql, user.id),
    countRecoveryCodes(services.sql, user.id),
    findTotpSetup(services, user),
    hasUnreadableApp(services.sql, user.id, services.secrets),
  ]);
  return { factors, passkeys, recoveryCodes, setup, isAppUnreadable };
}

/** Whether the account has to have a second factor, by the setting `REQUIRE_STAFF_2FA`. */
export function mustHaveFactor(
  { config }: { config: Pick<Config, "requireStaffFactor"> },
  { role }: Pick<User, "role">,
): boolean {
  return config.requireStaffFactor && staffRoles.includes(role);
}

/**
 * Whether the account has to set up a second factor before it can do anything else: it has none, and no identity provider
 * has vouched for one in this session.
 */
export async function lacksFactor(
  services: { sql: Sql; config: Pick<Config, "requireStaffFactor"> },
  user: Pick<User, "id" | "role">,
  sessionId: string | null,
): Promise<boolean> {
  return mustHaveFactor(services, user) && (await readFactors(services.sql, user.id)).length === 0 &&
    !await hasProvedFactor(services.sql, sessionId);
}
