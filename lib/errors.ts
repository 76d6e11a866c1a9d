/** Errors that several features throw and that are mapped to responses. */

/** A dependency can't be reached or is being rebuilt. */
export class Unavailable extends Error {
  override name = "Unavailable";
  readonly code = "unavailable";
  constructor(message: string, readonly retryAfterMs = 1000, options?: ErrorOptions) {
    super(message, options);
  }
}

/** The board's source has no such event. */
export class UnknownEvent extends Error {
  override name = "UnknownEvent";
  readonly code = "unknown-event";
}

/** Invalid settings. The message has one line for each, and no secrets. */
export class ConfigError extends Error {
  override name = "ConfigError";
  readonly code = "config";
}
