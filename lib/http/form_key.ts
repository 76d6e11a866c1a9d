/** Forms that create something carry a key, so that pressing the button twice, or reloading, creates it only once. */
import { createHash } from "node:crypto";
import type { KeyedRequest } from "@/lib/db/idempotency.ts";

/** The name of the hidden field. Its value differs for each form that is rendered. */
export const FORM_KEY = "formKey";

/** A key for a newly rendered form. */
export function newFormKey(): string {
  return crypto.randomUUID();
}

/**
 * The write that a form requests, once for each key and content: going back and sending the form with other content is
 * a new write. Null for a form without a key.
 */
export function formKey(userId: string, form: URLSearchParams, request: unknown): KeyedRequest | null {
  const fieldValue = form.get(FORM_KEY);
  if (!fieldValue) return null;
  const key = createHash("sha256").update(JSON.stringify([fieldValue, request])).digest("base64url");
  return { ownerId: userId, key, request };
}
