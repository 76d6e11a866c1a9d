/** The passkeys of an account: adding, using and removing them. Pages and the API call the same functions. */
import { z } from "zod";
import type { User } from "@/lib/auth/caller.ts";
import { newChallenge } from "@/lib/auth/challenges.ts";
import { deviceName } from "@/lib/auth/device_name.ts";
import { passkeyKeeper } from "@/lib/auth/passkey_models.ts";
import {
  addPasskey,
  checkNewPasskey,
  listCredentials,
  listPasskeys,
  PASSKEYS_MAX,
  type PasskeyServices,
  type PasskeyView,
  removePasskey,
} from "@/lib/auth/passkeys.ts";
import {
  countRecoveryCodes,
  lockFactors,
  readFactors,
  removeUselessCodes,
  replaceRecoveryCodes,
} from "@/lib/auth/second_factors.ts";
import { countWaysToSignIn } from "@/lib/auth/ways_to_sign_in.ts";
import {
  type CreationOptions,
  creationOptions,
  type Registration,
  relyingParty,
} from "@/lib/auth/webauthn.ts";
import { transaction } from "@/lib/db/pool.ts";
import { wordsFor } from "@/lib/i18n/words.ts";
import { typedLine } from "@/lib/text/typed_text.ts";
import {
  type FactorServices,
  mustHaveFactor,
  type Owner,
  recordFactorChange,
  type RemoveResult,
  SITE_NAME,
} from "./factors.ts";
import { type Proof, type ProofRefusal, reauthenticate } from "./reauthenticate.ts";

/** What owners call a passkey. */
export const passkeyNameSchema = typedLine(60).min(1);

export type BeginPasskeyResult =
  | { ok: true; options: CreationOptions }
  | ProofRefusal
  | { ok: false; code: "email-not-confirmed" }
  | { ok: false; code: "too-many-passkeys" };

/** Begins adding a passkey: returns what to ask the browser for. Only an owner who has proved the address may add one. */
export async function beginPasskey(
  services: FactorServices & PasskeyServices,
  user: User,
  proof: Proof,
): Promise<BeginPasskeyResult> {
  const proved = await reauthenticate(services, user, proof);
  if (!proved.ok) return proved;
  if (!user.emailConfirmed) return { ok: false, code: "email-not-confirmed" };
  const { sql, secrets, now, config } = services;
  const existing = await listCredentials(sql, user.id);
  if (existing.length >= PASSKEYS_MAX) return { ok: false, code: "too-many-passkeys" };
  const challenge = newChallenge(registering(user), { secrets, nowMs: now() });
  const options = await creationOptions(challenge, relyingParty(config), {
    siteName: SITE_NAME,
    user,
    existing,
  });
  return { ok: true, options };
}

function registering({ id }: Pick<User, "id">) {
  return { use: "register", holder: id } as const;
}

/** The browser in which a passkey is added, and the reader's language. */
interface Browser {
  userAgent: string;
  locale: string;
}

export type AddPasskeyResult =
  /** `recoveryCodes`: new ones, if the account had none left. */
  | { ok: true; passkey: PasskeyView; recoveryCodes: string[] | null }
  | { ok: false; code: "passkey-invalid" | "too-many-passkeys" };

/**
 * Adds the passkey that the browser has created. From now on it signs in without the password, and the password alone
 * no longer does. Without a `name` it is named after what keeps it, or after the browser.
 */
export async function addOwnPasskey(
  services: FactorServices & PasskeyServices,
  owner: Owner,
  { registration, name }: { registration: Registration; name?: string },
  { userAgent, locale }: Browser,
): Promise<AddPasskeyResult> {
  const { sql, now } = services;
  const checked = await checkNewPasskey(services, registration, registering(owner));
  if (!checked) return { ok: false, code: "passkey-invalid" };
  const { device } = wordsFor(owner.locale ?? locale).account;
  const chosen = name ?? passkeyKeeper(checked.model) ?? deviceName(device, userAgent);
  return await transaction(sql, async (tx): Promise<AddPasskeyResult> => {
    await lockFactors(tx, owner.id);
    if ((await listPasskeys(tx, owner.id)).length >= PASSKEYS_MAX) {
      return { ok: false, code: "too-many-passkeys" };
    }
    const passkey = await addPasskey(tx, owner.id, checked, chosen, now());
    if (!passkey) return { ok: false, code: "passkey-invalid" };
    await recordFactorChange(tx, services, owner, locale, { change: "passkeyAdded", passkey });
    const hasCodes = await countRecoveryCodes(tx, owner.id) > 0;
    return { ok: true, passkey, recoveryCodes: hasCodes ? null : await replaceRecoveryCodes(tx, owner.id) };
  });
}

/**
 * Removes a passkey; the last one takes the recovery codes with it, unless there is an authenticator app. The last way
 * to sign in stays, and so does the last factor of staff who need one.
 */
export async function removeOwnPasskey(
  services: FactorServices,
  owner: Owner,
  id: string,
  proof: Proof,
  locale: string,
): Promise<RemoveResult> {
  const proved = await reauthenticate(services, owner, proof);
  if (!proved.ok) return proved;
  return await transaction(services.sql, async (tx): Promise<RemoveResult> => {
    const ways = await countWaysToSignIn(tx, owner.id);
    const passkeys = await listPasskeys(tx, owner.id);
    const passkey = passkeys.find((passkey) => passkey.id === id);
    if (!passkey) return { ok: false, code: "not-found" };
    const isLastFactor = passkeys.length === 1 && (await readFactors(tx, owner.id)).length === 1;
    if (ways === 1 || (isLastFactor && mustHaveFactor(services, owner))) {
      return { ok: false, code: "last-factor" };
    }
    await removePasskey(tx, owner.id, id);
    await removeUselessCodes(tx, owner.id);
    await recordFactorChange(tx, services, owner, locale, { change: "passkeyRemoved", passkey });
    return { ok: true };
  });
}

/** A passkey as the API shows it. */
export const passkeySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable().describe("Null if it has not been used yet"),
}).meta({
  id: "Passkey",
  examples: [{
    id: "01977f6e-0b10-7c44-9f21-3d5a7b8c9d02",
    name: "Google Password Manager",
    createdAt: "2027-02-20T09:12:44.000Z",
    lastUsedAt: null,
  }],
});

export function passkeyBody({ id, name, createdAt, lastUsedAt }: PasskeyView): z.input<typeof passkeySchema> {
  return { id, name, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null };
}
