import { Problem } from "@/lib/http/problem.ts";

/**
 * How a method takes an `Idempotency-Key`: not at all, required, optional, or required if the body has a certain
 * member.
 */
export type KeyRule = boolean | "optional" | { requiredWith: string };

/** Whether a request with this body needs a key. */
export function isKeyRequired(rule: KeyRule, body: unknown): boolean {
  return typeof rule === "object" ? hasMember(body, rule.requiredWith) : rule === true;
}

/** The key of a request. @throws {Problem} if it is missing though `required`, or malformed. */
export function readIdempotencyKey(headers: Headers, required: boolean): string | undefined {
  const key = headers.get("idempotency-key");
  if (key === null && !required) return undefined;
  if (key === null) throw new Problem("idempotency-key-required");
  if (!/^[\x21-\x7e]{1,64}$/.test(key)) throw new Problem("idempotency-key-invalid");
  return key;
}

/** Whether the body is an object with this member. */
export function hasMember(body: unknown, name: string): boolean {
  return typeof body === "object" && body !== null && name in body;
}
