/** Light or dark as the visitor chose it; null follows the system. */
export type Scheme = "light" | "dark" | null;

/** Reads the visitor's choice from the cookie `scheme`; the page sets it as `data-scheme` on `<html>`. */
export function schemeOf(cookie: string | null): Scheme {
  const found = /(?:^|;\s*)scheme=(light|dark)(?:;|$)/.exec(cookie ?? "")?.[1];
  return found === "light" || found === "dark" ? found : null;
}
