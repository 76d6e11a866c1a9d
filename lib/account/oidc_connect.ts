/** Connecting an identity at the provider to an account, and disconnecting it. */
import type { SignedInCaller } from "@/lib/auth/caller.ts";
import { addIdentity, countIdentities, type Identity, removeIdentities } from "@/lib/auth/identities.ts";
import { beganSince } from "@/lib/auth/session_proofs.ts";
import { countWaysToSignIn } from "@/lib/auth/ways_to_sign_in.ts";
import { transaction } from "@/lib/db/pool.ts";
import { type FactorServices, recordFactorChange } from "./factors.ts";
import { type Proof, type ProofRefusal, type ProofServices, reauthenticate } from "./reauthenticate.ts";

type Owner = Pick<SignedInCaller, "user" | "sessionId" | "address">;

/** An identity, and when the provider confirmed it in this browser. */
type PendingIdentity = Identity & { sinceMs: number };

export type ConnectResult =
  | { ok: true }
  | ProofRefusal
  | { ok: false; code: "email-not-confirmed" }
  /** It is another account's, or the account is connected to another identity. */
  | { ok: false; code: "identity-taken" };

/** Whether connecting takes the password: not if this browser has signed in since the provider confirmed the identity. */
export async function connectingTakesProof(
  { sql }: Pick<ProofServices, "sql">,
  { sessionId }: Pick<Owner, "sessionId">,
  { sinceMs }: PendingIdentity,
): Promise<boolean> {
  return !await beganSince(sql, sessionId, sinceMs);
}

/**
 * Connects an identity to an account, which it signs in to from then on. Only an owner who has proved the account's address
 * may do that: someone who registered another's address must not keep a way in.
 */
export async function connectIdentity(
  services: FactorServices,
  owner: Owner,
  pending: PendingIdentity,
  proof: Proof,
  locale: string,
): Promise<ConnectResult> {
  const { user } = owner;
  if (!user.emailConfirmed) return { ok: false, code: "email-not-confirmed" };
  if (await connectingTakesProof(services, owner, pending)) {
    const proved = await reauthenticate(services, user, proof);
    if (!proved.ok) return proved;
  }
  const isAdded = await transaction(services.sql, async (tx) => {
    const isAdded = await addIdentity(tx, user.id, pending, services.now());
    if (isAdded) {
      await recordFactorChange(tx, services, { ...user, address: owner.address }, locale, {
        change: "identityAdded",
      });
    }
    return isAdded;
  });
  return isAdded ? { ok: true } : { ok: false, code: "identity-taken" };
}

export type DisconnectResult = { ok: true } | ProofRefusal | { ok: false; code: "last-factor" };

/** Disconnects the identity from an account that can be signed in to in another way. */
export async function disconnectIdentity(
  services: FactorServices,
  owner: Owner,
  proof: Proof,
  locale: string,
): Promise<DisconnectResult> {
  const { user } = owner;
  const proved = await reauthenticate(services, user, proof);
  if (!proved.ok) return proved;
  return await transaction(services.sql, async (tx): Promise<DisconnectResult> => {
    const ways = await countWaysToSignIn(tx, user.id);
    const identities = await countIdentities(tx, user.id);
    if (identities === 0) return { ok: true };
    if (ways === identities) return { ok: false, code: "last-factor" };
    await removeIdentities(tx, user.id);
    await recordFactorChange(tx, services, { ...user, address: owner.address }, locale, {
      change: "identityRemoved",
    });
    return { ok: true };
  });
}
