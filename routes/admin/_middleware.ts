import { type Action, may } from "@/lib/auth/permissions.ts";
import { Problem } from "@/lib/http/problem.ts";
import { signInPath } from "@/lib/http/same_site_path.ts";
import { define } from "@/utils.ts";

/** Lets in who may do what a page is for. Whose event it is, the pages find out themselves. */
export default define.middleware(async (ctx) => {
  const { url, state: { caller } } = ctx;
  if (!caller.user) return ctx.redirect(signInPath(url.pathname + url.search), 303);
  if (!may(caller.user.role, actionOf(url.pathname))) throw new Problem("forbidden");
  const response = await ctx.next();
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
  return response;
});

function actionOf(path: string): Action {
  if (path === "/admin" || path === "/admin/events") return "list-events";
  if (path === "/admin/checkin") return "check-in";
  return path.startsWith("/admin/deadletters") ? "dead-letters" : "edit-events";
}
