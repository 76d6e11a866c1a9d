/** The log: one JSON object per line on standard error. It never contains personal data, request bodies or secrets. */
import process from "node:process";

export type LogLevel = "debug" | "info" | "warn" | "error";

/** The fields of a message. An `Error` is written as its name, code, message, stack and cause. */
export type LogFields = Record<string, unknown>;

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  with(fields: LogFields): Logger;
}

export interface LoggerOptions {
  /** Lines below this level are dropped. */
  level?: LogLevel;
  now?: () => number;
  write?: (line: string) => void;
}

const levels: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };
const encoder = new TextEncoder();

/** A logger to standard error, or to `write`. */
export function createLogger(options: LoggerOptions = {}): Logger {
  const { level: lowest = "info", now = Date.now, write = writeToStandardError } = options;

  function loggerWith(common: LogFields): Logger {
    const log = (level: LogLevel) => (message: string, fields?: LogFields) => {
      if (levels[level] < levels[lowest]) return;
      write(
        JSON.stringify({ time: new Date(now()).toISOString(), level, message, ...common, ...fields }, plain),
      );
    };
    return {
      debug: log("debug"),
      info: log("info"),
      warn: log("warn"),
      error: log("error"),
      with: (fields) => loggerWith({ ...common, ...fields }),
    };
  }
  return loggerWith({});
}

/** A logger that writes nothing, for tests. */
export const silentLogger: Logger = createLogger({ write: () => {} });

/**
 * Sends the runtime's warnings to the log instead of printing them as plain text between its lines. Drops the one that
 * kafkajs causes on every start by setting a timer with a negative delay.
 */
export function logRuntimeWarnings(logger: Logger): void {
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    if (warning.name !== "TimeoutNegativeWarning") {
      logger.warn("a runtime warning", { error: warning });
    }
  });
}

function writeToStandardError(line: string): void {
  Deno.stderr.writeSync(encoder.encode(`${line}\n`));
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (!(value instanceof Error)) return value;
  // Postgres errors carry the row's values in `detail` and `parameters`; only these properties are safe to write.
  const code = "code" in value ? value.code : undefined;
  return { name: value.name, code, message: value.message, stack: value.stack, cause: value.cause };
}
