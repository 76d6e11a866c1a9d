/** Validates input against a schema and words the errors for clients. */
import type { z } from "zod";
import type { InputError } from "./problem.ts";
import { findUnstorable } from "./request_body.ts";

export type Validated<Value> = { value: Value } | { errors: InputError[] };

/** The schema's output, or the errors; text that cannot be stored is always an error. */
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
    // Of the alternatives, the one with the fewest errors is probably the one that was meant.
    const nearest = issue.errors.reduce((best, faults) => faults.length < best.length ? faults : best);
    return nearest.flatMap((fault) => errorsOf(fault, path));
  }
  return [{ path: path.join("."), message: issue.message }];
}
