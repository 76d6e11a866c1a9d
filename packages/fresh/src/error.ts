/** The standard texts of the statuses that applications throw; others fall back to a general one. */
const STATUS_TEXT: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  410: "Gone",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** An error that ends a request with an HTTP status of 400 or above. Its message may be shown to the visitor. */
export class HttpError extends Error {
  override readonly name = "HttpError";

  constructor(readonly status: number, message = "", options?: ErrorOptions) {
    super(message, options);
  }
}

/** The status a thrown value ends a request with: that of an `HttpError`, 500 for anything else. */
export function statusOf(error: unknown): number {
  return error instanceof HttpError ? error.status : 500;
}

/** The answer when no error route took the error: plain text, which never reveals an unexpected error. */
export function plainErrorResponse(error: unknown): Response {
  const status = statusOf(error);
  if (status >= 500) console.error(error);
  const text = error instanceof HttpError
    ? error.message || STATUS_TEXT[status] || `Error ${status}`
    : "Internal server error";
  return new Response(text, { status });
}
