/** The language of a response. */
import type { Context, Middleware } from "fresh";
import { voiceFor } from "@/lib/http/locale.ts";
import { isLanguage, wordsIn } from "@/lib/i18n/words.ts";
import type { State } from "@/utils.ts";

const COOKIE = "lang";
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Sets a request's language and locale: the account's, or else the cookie's, or else the browser's. */
export function setLanguage({ req, state }: Pick<Context<State>, "req" | "state">): void {
  const cookie = state.cookies.get(COOKIE);
  const { language, locale } = voiceFor({
    account: state.caller.user?.locale,
    chosen: isLanguage(cookie) ? cookie : null,
    acceptLanguage: req.headers.get("accept-language"),
  });
  state.language = language;
  state.locale = locale;
  state.words = wordsIn(language, locale);
}

/** Remembers the language that a page's URL sets with `?lang=de`, and redirects to the URL without it. */
export const chooseLanguage: Middleware<State> = (ctx) => {
  const { req, state } = ctx;
  const chosen = ctx.url.searchParams.get("lang");
  if (chosen === null || !["GET", "HEAD"].includes(req.method) || isApi(ctx.url.pathname)) return ctx.next();
  if (isLanguage(chosen)) state.cookies.set(COOKIE, chosen, YEAR_SECONDS);
  const clean = new URL(ctx.url);
  clean.searchParams.delete("lang");
  return ctx.redirect(clean.pathname + clean.search, 303);
};

/** Whether a path belongs to the API, which has no pages. */
export function isApi(path: string): boolean {
  return /^\/api(\/|$)/.test(path);
}
