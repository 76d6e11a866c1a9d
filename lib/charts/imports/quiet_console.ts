/**
 * Silences the console of this thread; imported before the parsers of foreign formats, which write to it about whatever
 * they don't know, so that a file can't fill the log. What goes wrong is answered, not printed.
 */
for (const method of ["debug", "error", "info", "log", "trace", "warn"] as const) console[method] = () => {};
