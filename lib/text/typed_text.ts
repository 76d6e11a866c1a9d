/** Text that people type, as schemas take it at the edge. Lengths are in UTF-16 units. */
import { z } from "zod";
import { toNfc } from "./unicode_forms.ts";

/** Postgres can neither store nor compare the character NUL. */
const withoutNul = z.regex(/^[^\0]*$/, "must not contain the character NUL");

/** Text to look for. */
export const storableText = (max: number) => z.string().max(max).check(withoutNul);

/** Text to store: in its canonical form, without white space around it. */
export const typedText = (max: number) => z.string().overwrite(toNfc).trim().max(max).check(withoutNul);
