/** The user's choice of light or dark; null follows the system. */
export type Scheme = "light" | "dark" | null;

/** Reads the user's choice from a cookie or form; the page sets it as `data-scheme` on `<html>`. */
export function schemeOf(value: string | null | undefined): Scheme {
  return value === "light" || value === "dark" ? value : null;
}
