/** Errors that more than one feature throws, and that a request's answer is made of. */

/** Something that is needed can't be reached, or is being rebuilt. */
export class Unavailable extends Error {
  override name = "Unavailable";
  readonly code = "unavailable";
  constructor(message: string, readonly retryAfterMs = 1000, options?: ErrorOptions) {
    super(message, options);
  }
}

/** The source of the board knows no such event. */
export class UnknownEvent extends Error {
  override name = "UnknownEvent";
  readonly code = "unknown-event";
}
