/** Which ID tokens show that the provider asked for a second factor. */

/** Methods of RFC 8176 by what they prove: something the person knows, has, or is. */
const kinds = [
  new Set(["pwd", "pin", "kba"]),
  new Set(["otp", "hwk", "swk", "sc", "pop"]),
  new Set(["face", "fpt", "iris", "retina", "vbm"]),
];

/**
 * Whether the claims of an ID token show a second factor: `amr` contains `mfa`, or methods of two kinds (`pwd` and `otp`,
 * say); or `acr` is one of those that the site's owner has named. Text messages and calls (`sms`, `tel`) do not count.
 */
export function showsSecondFactor(
  { amr, acr }: { readonly [claim: string]: unknown },
  acceptedAcr: readonly string[],
): boolean {
  if (typeof acr === "string" && acceptedAcr.includes(acr)) return true;
  if (!Array.isArray(amr)) return false;
  return amr.includes("mfa") || kinds.filter((kind) => amr.some((method) => kind.has(method))).length > 1;
}
