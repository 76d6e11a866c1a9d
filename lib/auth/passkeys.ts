/** The passkeys of accounts: adding, listing and removing them, and checking that someone has one. */
import type { Config } from "@/lib/config.ts";
import type { Secrets } from "@/lib/config/secrets.ts";
import { deadline, type Queryable, type Sql, type Transaction } from "@/lib/db/pool.ts";
import {
  type Challenge,
  type ChallengeScope,
  newChallenge,
  readChallenge,
  useChallenge,
} from "./challenges.ts";
import {
  type Assertion,
  type PublicKey,
  type Registration,
  relyingParty,
  type RequestOptions,
  requestOptions,
  toBase64url,
  verifyAssertion,
  verifyRegistration,
} from "./webauthn.ts";

/** The most passkeys of an account. */
export const PASSKEYS_MAX = 20;

/** A passkey as its owner sees it. */
export interface PasskeyView {
  id: string;
  name: string;
  createdAt: Date;
  /** Null if it has not been used since it was added. */
  lastUsedAt: Date | null;
}

/** What checking a passkey needs. */
export interface PasskeyServices {
  config: Pick<Config, "publicUrl" | "port">;
  secrets: Pick<Secrets, "cookieSecrets">;
  now: () => number;
}

/** The passkeys of an account, the oldest first. */
export async function listPasskeys(sql: Queryable, userId: string): Promise<PasskeyView[]> {
  return await deadline(sql<PasskeyView[]>`
    select id, name, created_at, last_used_at from passkeys where user_id = ${userId}
    order by created_at, id`);
}

/** The credentials of an account, for the browser to offer or to leave out. */
export async function listCredentials(
  sql: Sql,
  userId: string,
): Promise<{ id: string; transports: string[] }[]> {
  const rows = await deadline(sql<{ credentialId: Uint8Array; transports: string[] }[]>`
    select credential_id, transports from passkeys where user_id = ${userId}`);
  return rows.map(({ credentialId, transports }) => ({ id: toBase64url(credentialId), transports }));
}

/** What to ask the browser for: any passkey of this site. Stores nothing. */
export function askForPasskey(
  { config, secrets, now }: PasskeyServices,
  scope: ChallengeScope,
): RequestOptions {
  const challenge = newChallenge(scope, { secrets, nowMs: now() });
  return requestOptions(challenge, relyingParty(config));
}

export type PasskeyResult =
  | { ok: true; userId: string }
  /** `userId`: whose passkey it is, if it is known here. */
  | { ok: false; userId: string | null };

/**
 * Checks a passkey's answer to a challenge of this scope, and uses the challenge up. With an `ownerId`, it has to be a
 * passkey of that account. Nothing changes if it is refused.
 */
export async function usePasskey(
  tx: Transaction,
  { config, secrets, now }: PasskeyServices,
  assertion: Assertion,
  scope: ChallengeScope,
  ownerId: string | null = null,
): Promise<PasskeyResult> {
  const nowMs = now();
  // Of several answers by one passkey, each sees the count of the one before.
  const [passkey] = await tx<(Omit<PublicKey, "credentialId"> & { id: string; userId: string })[]>`
    select p.id, p.user_id, p.public_key, p.sign_count, p.transports
    from passkeys p join users u on u.id = p.user_id
    where p.credential_id = ${bytesOf(assertion.id)} and u.deleted_at is null for update of p`;
  if (!passkey) return { ok: false, userId: null };
  const { id, userId, ...key } = passkey;
  const refused: PasskeyResult = { ok: false, userId };
  if (ownerId !== null && userId !== ownerId) return refused;
  const reader = challengeReader(scope, { secrets, nowMs });
  const verified = await verifyAssertion(
    assertion,
    { ...key, credentialId: assertion.id },
    userId,
    reader.accepts,
    relyingParty(config),
  );
  if (!verified || !reader.challenge || !await useChallenge(tx, reader.challenge)) return refused;
  await tx`
    update passkeys set sign_count = ${verified.signCount}, last_used_at = ${new Date(
    nowMs,
  )} where id = ${id}`;
  return { ok: true, userId };
}

/** A new passkey that was checked, with the AAGUID of its authenticator. */
export type CheckedPasskey = PublicKey & { model: string; challenge: Challenge };

/** Checks a new passkey, whose challenge was given to the account. Null if it is refused. */
export async function checkNewPasskey(
  { config, secrets, now }: PasskeyServices,
  registration: Registration,
  scope: ChallengeScope,
): Promise<CheckedPasskey | null> {
  const reader = challengeReader(scope, { secrets, nowMs: now() });
  const checked = await verifyRegistration(registration, reader.accepts, relyingParty(config));
  return checked && reader.challenge ? { ...checked, challenge: reader.challenge } : null;
}

/** Accepts a challenge of this scope, and remembers it. */
function challengeReader(scope: ChallengeScope, clocked: Parameters<typeof readChallenge>[2]) {
  const reader = {
    challenge: null as Challenge | null,
    accepts: (text: string) => (reader.challenge = readChallenge(text, scope, clocked)) !== null,
  };
  return reader;
}

/** Adds a checked passkey, and uses its challenge up. Null if that was used before, or the passkey is known already. */
export async function addPasskey(
  tx: Transaction,
  userId: string,
  { credentialId, publicKey, signCount, transports, challenge }: CheckedPasskey,
  name: string,
  nowMs: number,
): Promise<PasskeyView | null> {
  if (!await useChallenge(tx, challenge)) return null;
  const [added] = await tx<PasskeyView[]>`
    insert into passkeys (id, user_id, credential_id, public_key, sign_count, transports, name, created_at)
    values (${crypto.randomUUID()}, ${userId}, ${bytesOf(credentialId)}, ${publicKey}, ${signCount},
            ${transports}, ${name}, ${new Date(nowMs)})
    on conflict (credential_id) do nothing
    returning id, name, created_at, last_used_at`;
  return added ?? null;
}

/** Removes a passkey of the account. */
export async function removePasskey(tx: Transaction, userId: string, id: string): Promise<void> {
  await tx`delete from passkeys where id = ${id} and user_id = ${userId}`;
}

function bytesOf(base64url: string): Uint8Array {
  return Uint8Array.fromBase64(base64url, { alphabet: "base64url" });
}
