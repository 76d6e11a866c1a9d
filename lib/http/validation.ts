/** Checking what a request carries against a schema, with what is wrong in words for clients. */
import type { z } from "zod";
import type { InputError } from "./problem.ts";
import { findUnstorable } from "./request_body.ts";

export type Validated<Value> = { value: Value } | { errors: InputError[] };

/** The value as the schema makes it, or what is wrong with it; text that cannot be stored is wrong everywhere. */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): Validated<z.output<Schema>> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) return { errors: parsed.error.issues.flatMap((issue) => errorsOf(issue)) };
  const unstorable = findUnstorable(input);
  if (!unstorable) return { value: parsed.data };
  return { errors: [{ path: unstorable.join("."), message: "contains a character that cannot be stored" }] };
}

function errorsOf(issue: z.core.$ZodIssue, parent: PropertyKey[] = []): InputError[] {
  const path = [...parent, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...path, key].join("."), message: "is not known" }));
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    // Of the forms that a value may have, the one with the fewest faults is likely the one that was meant.
    const nearest = issue.errors.reduce((best, faults) => faults.length < best.length ? faults : best);
    return nearest.flatMap((fault) => errorsOf(fault, path));
  }
  return [{ path: path.join("."), message: issue.message }];
}
