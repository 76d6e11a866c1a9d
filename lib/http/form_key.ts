/** Forms that write something new carry a key, so that a second press of their button, or a reload, writes it once. */
import { createHash } from "node:crypto";
import type { KeyedRequest } from "@/lib/db/idempotency.ts";

/** The name of the hidden field. Its value is another for each form that is drawn. */
export const FORM_KEY = "formKey";

/** A key for a form that is drawn now. */
export function newFormKey(): string {
  return crypto.randomUUID();
}

/**
 * The write that a form asks for, once for each key and content: whoever goes back and sends the form with other content
 * means something new. Null for a form without a key.
 */
export function formKey(userId: string, form: URLSearchParams, request: unknown): KeyedRequest | null {
  const drawn = form.get(FORM_KEY);
  if (!drawn) return null;
  const key = createHash("sha256").update(JSON.stringify([drawn, request])).digest("base64url");
  return { userId, key, request };
}
