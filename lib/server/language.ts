/** The language in which a request is answered. */
import type { Context, Middleware } from "fresh";
import { voiceFor } from "@/lib/http/locale.ts";
import { isLanguage, wordsIn } from "@/lib/i18n/words.ts";
import type { State } from "@/utils.ts";

const COOKIE = "lang";
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Sets a request's language and locale: those of the caller's account, else of the cookie, else of the browser. */
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

/** Keeps the language that a page's address asks for by `?lang=de`, and leads to the address without it. */
export const chooseLanguage: Middleware<State> = (ctx) => {
  const { req, state } = ctx;
  const chosen = ctx.url.searchParams.get("lang");
  if (chosen === null || !["GET", "HEAD"].includes(req.method) || isApi(ctx.url.pathname)) return ctx.next();
  if (isLanguage(chosen)) state.cookies.set(COOKIE, chosen, YEAR_SECONDS);
  const clean = new URL(ctx.url);
  clean.searchParams.delete("lang");
  return ctx.redirect(clean.pathname + clean.search, 303);
};

/** Whether an address is of the API, which has no pages. */
export function isApi(path: string): boolean {
  return /^\/api(\/|$)/.test(path);
}
