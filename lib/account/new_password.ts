/** A new password, wherever one is chosen: registering, changing it, replacing a forgotten one. */
import { z } from "zod";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "@/lib/auth/passwords.ts";
import type { Weakness } from "@/lib/auth/password_weakness.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { hasUntypable, opaqueString } from "@/lib/text/opaque_string.ts";
import { correctionFor } from "@/lib/text/typed_text.ts";

/** In its canonical form; lengths are in characters, not in UTF-16 code units. */
export const newPasswordSchema = z.string().overwrite(opaqueString).superRefine((password, context) => {
  const length = [...password].length;
  const issue = { code: "custom", input: password } as const;
  if (length < PASSWORD_LENGTH_MIN || length > PASSWORD_LENGTH_MAX) {
    const message = `must have ${PASSWORD_LENGTH_MIN} to ${PASSWORD_LENGTH_MAX} characters`;
    context.addIssue({ ...issue, message });
  } else if (hasUntypable(password)) {
    context.addIssue({ ...issue, message: "must not contain control characters" });
  }
}).meta({
  minLength: PASSWORD_LENGTH_MIN,
  maxLength: PASSWORD_LENGTH_MAX,
  examples: ["a long walk by the sea"],
});

/** What is wrong with a new password and what to do about it, as a sentence for a form. */
export function passwordCorrection(
  issue: Pick<z.core.$ZodIssue, "message"> & { params?: Record<string, unknown> },
  { account: { errors }, typedText }: Words,
): string {
  const weakness = issue.params?.weakness as Weakness | undefined;
  if (weakness) return errors.weakPassword({ weakness });
  return correctionFor(issue.message, typedText) ?? errors.passwordLength;
}
