/** The standard text of each status an error may have. */
const STATUS_TEXT = {
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  408: "Request Timeout",
  409: "Conflict",
  410: "Gone",
  411: "Length Required",
  412: "Precondition Failed",
  413: "Content Too Large",
  414: "URI Too Long",
  415: "Unsupported Media Type",
  416: "Range Not Satisfiable",
  417: "Expectation Failed",
  422: "Unprocessable Content",
  423: "Locked",
  425: "Too Early",
  426: "Upgrade Required",
  428: "Precondition Required",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  451: "Unavailable For Legal Reasons",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** The status of a client or server error. */
export type ErrorStatus = keyof typeof STATUS_TEXT;

/** An error that ends a request with an HTTP status of 400 or above. Its message may be shown to the user. */
export class HttpError extends Error {
  override readonly name = "HttpError";

  constructor(readonly status: ErrorStatus, message = "", options?: ErrorOptions) {
    super(message, options);
  }
}

/** The response status for a thrown value: that of an `HttpError`, 500 for anything else. */
export function statusOf(error: unknown): ErrorStatus {
  return error instanceof HttpError ? error.status : 500;
}

/** The response when no error route handled the error: plain text, which never reveals an unexpected error. */
export function plainErrorResponse(error: unknown): Response {
  const status = statusOf(error);
  if (status >= 500) console.error(error);
  const text = error instanceof HttpError ? error.message || STATUS_TEXT[status] : "Internal server error";
  return new Response(text, { status });
}
