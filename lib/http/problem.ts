/** Errors as RFC 9457 problem documents. Clients switch on `code`; people read its words in `messages/en.json`. */
import type { Words } from "@/lib/i18n/words.gen.ts";

/** What clients switch on. */
export type ProblemCode = keyof Words["problems"];

/** Every code of the API with its status. */
export const statuses = {
  "method-not-allowed": 405,
  "rate-limited": 429,
  "unauthenticated": 401,
  "invalid-token": 401,
  "invalid-credentials": 401,
  "session-expired": 401,
  "reauthentication-required": 401,
  "token-invalid": 422,
  "second-factor-required": 401,
  "second-factor-invalid": 401,
  "passkey-invalid": 401,
  "factor-required": 403,
  "cross-site": 403,
  "forbidden": 403,
  "account-locked": 403,
  "body-timeout": 408,
  "body-too-large": 413,
  "unsupported-media-type": 415,
  "malformed-json": 400,
  "idempotency-key-required": 400,
  "idempotency-key-invalid": 400,
  "validation": 422,
  "not-found": 404,
  "email-taken": 409,
  "already-confirmed": 409,
  "last-admin": 409,
  "email-not-confirmed": 409,
  "other-email": 409,
  "factor-exists": 409,
  "last-factor": 409,
  "too-many-passkeys": 409,
  "seats-unavailable": 409,
  "leaves-orphan": 409,
  "limit-exceeded": 409,
  "cool-down": 409,
  "not-on-sale": 409,
  "hold-claimed": 409,
  "hold-changed": 409,
  "hold-expired": 409,
  "extension-cap": 409,
  "idempotency-key-reused": 422,
  "not-cancellable": 409,
  "not-confirmed": 409,
  "stale": 412,
  "hall-occupied": 409,
  "has-bookings": 409,
  "seats-sold": 409,
  "import-failed": 422,
  "conflict": 409,
  "draft-open": 409,
  "not-publishable": 409,
  "ticket-void": 409,
  "refund-exceeds": 409,
  "internal": 500,
  "unavailable": 503,
} as const satisfies Record<ProblemCode, number>;

export interface ProblemOptions {
  /** The status where it is not the code's usual one. */
  status?: number;
  /** What happened this time, if there is more to say than the code's own detail. */
  detail?: (words: Words) => string;
  /** Additional members of the document, such as `unavailable`. */
  members?: Record<string, unknown>;
  /** What is wrong with the request; the document lists the first 50. */
  errors?: readonly InputError[];
  headers?: Record<string, string>;
}

/** The URI that names a code. */
export function problemType(code: ProblemCode): string {
  return `urn:problem-type:aisle:${code}`;
}

/** What is wrong with one part of a request. */
export interface InputError {
  /** Members and positions joined by dots, such as `zones.0.price`. */
  path: string;
  message: string;
}

/** An error response must not be much larger than its request. */
const ERRORS_MAX = 50;
const ERROR_TEXT_MAX = 200;

/** The first 50 errors, and how many `more` there are. */
function firstErrors(errors: readonly InputError[]): { errors: InputError[]; more?: number } {
  const first = errors.slice(0, ERRORS_MAX).map(({ path, message }) => ({
    path: shorten(path),
    message: shorten(message),
  }));
  return errors.length > ERRORS_MAX ? { errors: first, more: errors.length - ERRORS_MAX } : { errors: first };
}

function shorten(text: string): string {
  return text.length > ERROR_TEXT_MAX ? `${text.slice(0, ERROR_TEXT_MAX).toWellFormed()}…` : text;
}

/** Thrown by a handler, or anything it calls, to respond with a problem. */
export class Problem extends Error {
  override name = "Problem";

  constructor(readonly code: ProblemCode, readonly options: ProblemOptions = {}) {
    super(code);
  }

  get status(): number {
    return this.options.status ?? statuses[this.code];
  }

  /** The problem's texts for people. */
  textsIn(words: Words): { title: string; detail: string } {
    const { title, detail } = words.problems[this.code];
    return { title, detail: this.options.detail?.(words) ?? detail };
  }

  /** The response, as `application/problem+json`. Never cached. */
  response(words: Words): Response {
    const { code, status, options: { errors, members, headers } } = this;
    const { title, detail } = this.textsIn(words);
    const document = {
      type: problemType(code),
      title,
      status,
      detail,
      code,
      ...(errors && firstErrors(errors)),
      ...members,
    };
    return new Response(JSON.stringify(document), {
      status,
      headers: { "cache-control": "no-store", ...headers, "content-type": "application/problem+json" },
    });
  }
}

/** Returns its argument. @throws {Problem} `not-found` if there is none */
export function orNotFound<Found>(found: Found | null | undefined): Found {
  if (!found) throw new Problem("not-found");
  return found;
}
