import { z } from "zod";

/** Longer than any token of a link. */
const TOKEN_LENGTH_MAX = 200;

/** The token of a link, as it follows `?token=` in an email. */
export const linkTokenSchema = z.string().min(1).max(TOKEN_LENGTH_MAX).describe(
  "What follows `?token=` in the link",
).meta({
  examples: ["6f1b3a52-0d3e-4c1c-9a55-1f6f1d0f7c11.Qm9va3Mgb24gYSBzaGVsZiwgaW4gYSByb3csIDEyMzQ1Ng"],
});

export const tokenBody = z.strictObject({ token: linkTokenSchema });
