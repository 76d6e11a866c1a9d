import type { SignedInCaller } from "@/lib/auth/caller.ts";
import { countIdentities } from "@/lib/auth/identities.ts";
import { type Factor, readFactors } from "@/lib/auth/second_factors.ts";
import { readProof, type SessionProof } from "@/lib/auth/session_proofs.ts";
import type { Config } from "@/lib/config.ts";
import type { Sql } from "@/lib/db/pool.ts";

/** What the form of an operation that needs re-authentication asks for. */
export interface ProofForm extends SessionProof {
  factors: Factor[];
  /** Whether the owner may sign in again at the identity provider instead of entering the password. */
  offersProvider: boolean;
}

export async function loadProofForm(
  { sql, config, now }: { sql: Sql; config: Pick<Config, "oidc">; now: () => number },
  { user, sessionId }: Pick<SignedInCaller, "user" | "sessionId">,
): Promise<ProofForm> {
  const [factors, proof, identities] = await Promise.all([
    readFactors(sql, user.id),
    readProof(sql, sessionId, now()),
    config.oidc ? countIdentities(sql, user.id) : 0,
  ]);
  return { factors, ...proof, offersProvider: identities > 0 };
}
