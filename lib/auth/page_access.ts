/** What pages do about who looks at them. */
import type { Middleware } from "fresh";
import { sameSitePath, signInPath } from "@/lib/http/same_site_path.ts";
import type { State } from "@/utils.ts";

/** Sends guests to sign in, and back to the page afterwards; what they typed into a form is not kept. */
export const requireAccount: Middleware<State> = (ctx) => {
  const { caller } = ctx.state;
  const { pathname, search } = ctx.url;
  return caller.user ? ctx.next() : ctx.redirect(signInPath(pathname + search), 303);
};

/** Where one goes after signing in: where one came from, else to the account. */
export function afterSignIn(next: string | null): string {
  return sameSitePath(next) ?? "/account";
}
