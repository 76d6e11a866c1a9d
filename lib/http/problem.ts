/** Errors as RFC 9457 problem documents. Clients switch on `code`; the table below is every code there is. */

interface ProblemKind {
  status: number;
  title: string;
}

/** Every code of the API with its status and the sentence that people read. */
export const problems = {
  "method-not-allowed": { status: 405, title: "This address does not answer that method" },
  "rate-limited": { status: 429, title: "Too many requests" },
  "unauthenticated": { status: 401, title: "Sign in first" },
  "invalid-token": { status: 401, title: "The access token is wrong or has expired" },
  "invalid-credentials": { status: 401, title: "E-mail or password is wrong" },
  "session-expired": { status: 401, title: "The session has ended, sign in again" },
  "cross-site": { status: 403, title: "Requests from other sites are refused" },
  "forbidden": { status: 403, title: "Your role does not allow this" },
  "body-timeout": { status: 408, title: "The body took too long to arrive" },
  "body-too-large": { status: 413, title: "The body is too large" },
  "unsupported-media-type": { status: 415, title: "The body has the wrong media type" },
  "malformed-json": { status: 400, title: "The body is not valid JSON" },
  "idempotency-key-required": { status: 400, title: "The header Idempotency-Key is missing" },
  "idempotency-key-invalid": {
    status: 400,
    title: "Idempotency-Key must be 1 to 64 visible ASCII characters",
  },
  "validation": { status: 422, title: "The request does not fit the rules" },
  "not-found": { status: 404, title: "There is nothing here" },
  "email-taken": { status: 409, title: "There is an account with this e-mail already" },
  "seats-unavailable": { status: 409, title: "Not all of these seats are free" },
  "leaves-orphan": { status: 409, title: "This would leave a single seat alone" },
  "limit-exceeded": { status: 409, title: "This is more seats than one buyer may have" },
  "not-on-sale": { status: 409, title: "Tickets are not on sale" },
  "hold-claimed": { status: 409, title: "These seats are being paid for" },
  "hold-changed": { status: 409, title: "The hold is not what was shown" },
  "hold-expired": { status: 409, title: "The hold has ended" },
  "extension-cap": { status: 409, title: "The hold cannot be extended further" },
  "idempotency-key-reused": { status: 422, title: "This Idempotency-Key belongs to another request" },
  "not-cancellable": { status: 409, title: "This booking cannot be cancelled" },
  "not-confirmed": { status: 409, title: "The booking is not confirmed" },
  "stale": { status: 412, title: "It was changed by someone else, read it again" },
  "hall-occupied": { status: 409, title: "Another event is in this hall at that time" },
  "has-bookings": { status: 409, title: "The event has bookings" },
  "seats-sold": { status: 409, title: "The change would break seats that are sold" },
  "ticket-void": { status: 409, title: "A ticket was given back already" },
  "refund-exceeds": { status: 409, title: "This is more than is left to refund" },
  "internal": { status: 500, title: "Something went wrong on our side" },
  "unavailable": { status: 503, title: "The service is busy or restarting, try again" },
} as const satisfies Record<string, ProblemKind>;

/** What clients switch on. */
export type ProblemCode = keyof typeof problems;

export interface ProblemOptions {
  /** What happened this time; the title stands in for it. */
  detail?: string;
  /** Further members of the document, such as `unavailable`. */
  members?: Record<string, unknown>;
  /** What is wrong with the request; the document has the first 50. */
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

/** A refusal must not be much larger than what it refuses. */
const ERRORS_MAX = 50;
const ERROR_TEXT_MAX = 200;

/** The first 50 errors, with how many `more` there are. */
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

/** A refusal as `application/problem+json`. Never cached. */
export function problem(code: ProblemCode, options: ProblemOptions = {}): Response {
  const { status, title } = problems[code];
  const document = {
    type: problemType(code),
    title,
    status,
    detail: options.detail ?? `${title}.`,
    code,
    ...(options.errors && firstErrors(options.errors)),
    ...options.members,
  };
  return new Response(JSON.stringify(document), {
    status,
    headers: { "cache-control": "no-store", ...options.headers, "content-type": "application/problem+json" },
  });
}

/** Thrown by a handler, or by what it calls, to answer with a problem. */
export class Problem extends Error {
  override name = "Problem";

  constructor(readonly code: ProblemCode, readonly options: ProblemOptions = {}) {
    super(options.detail ?? problems[code].title);
  }

  /** The answer that it stands for. */
  response(): Response {
    return problem(this.code, this.options);
  }
}

/** What was looked for. @throws {Problem} `not-found` where there is none */
export function orNotFound<Found>(found: Found | null | undefined): Found {
  if (!found) throw new Problem("not-found");
  return found;
}
