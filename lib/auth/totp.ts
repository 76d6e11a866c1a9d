/** Codes from an authenticator app: time-based one-time passwords (RFC 6238, SHA-1, 6 digits, 30 s). */
import { Secret, TOTP } from "otpauth";

const STEP_SECONDS = 30;
const SECRET_BYTES = 20;

/** A new secret, in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The URI that an authenticator app reads from a QR code. */
export function totpUri(secret: string, account: { issuer: string; email: string }): string {
  return totp(secret, { issuer: account.issuer, label: account.email }).toString();
}

/**
 * The step whose code this is: the current one, or the one before or after, since clocks differ. Null for another code.
 * A step is the number of 30-second intervals since 1970; the caller makes sure that each counts once.
 */
export function stepOfCode(secret: string, code: string, nowMs: number): number | null {
  const delta = totp(secret).validate({ token: code, timestamp: nowMs, window: 1 });
  return delta === null ? null : currentStep(nowMs) + delta;
}

/** The code of a step. */
export function codeOfStep(secret: string, step: number): string {
  return totp(secret).generate({ timestamp: step * STEP_SECONDS * 1000 });
}

/** The step at a time in milliseconds since the epoch. */
export function currentStep(nowMs: number): number {
  return Math.floor(nowMs / 1000 / STEP_SECONDS);
}

function totp(secret: string, names: { issuer?: string; label?: string } = {}): TOTP {
  return new TOTP({
    ...names,
    secret: Secret.fromBase32(secret),
    algorithm: "SHA1",
    digits: 6,
    period: STEP_SECONDS,
  });
}
