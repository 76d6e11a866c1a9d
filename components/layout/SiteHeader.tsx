import type { ComponentChildren } from "preact";
import { may, type Role } from "@/lib/auth/permissions.ts";
import { signInPath } from "@/lib/http/wire/same_site_path.ts";
import { Mark } from "./Mark.tsx";
import { useWords } from "./words.tsx";

/** What the header shows of the signed-in user. */
export interface HeaderUser {
  name: string;
  role: Role;
}

/** The first keyboard stop; the page's `<main>` has the id `main`. */
export function SkipLink() {
  return <a class="skip-link" href="#main">{useWords("layout").skipToContent}</a>;
}

/**
 * Header of every page. `path` is the current path with its query, for marking the current link and for returning after
 * signing in; `children` go to the right of the navigation (the scheme switch).
 */
export function SiteHeader({ path, user, children }: {
  path: string;
  user: HeaderUser | null;
  children?: ComponentChildren;
}) {
  const [pathname] = path.split("?");
  const current = (href: string) => pathname === href || pathname.startsWith(`${href}/`) ? "page" : "false";
  const words = useWords("layout");
  const isSigningIn = pathname === "/login" || pathname === "/register";
  return (
    <header class="site-header">
      <div class="site-header-inner">
        <a class="wordmark" href="/">
          <Mark />
          <span>Aisle</span>
        </a>
        <nav class="site-nav" aria-label={words.mainNavigation}>
          <a href="/events" aria-current={current("/events")}>{words.events}</a>
          {user && may(user.role, "list-events") && (
            <a href="/admin" aria-current={current("/admin")}>{words.admin}</a>
          )}
        </nav>
        {children}
        {user && <AccountMenu user={user} />}
        {!user && !isSigningIn && <a class="button button-small" href={signInHref(path)}>{words.signIn}</a>}
      </div>
    </header>
  );
}

function AccountMenu({ user }: { user: HeaderUser }) {
  const words = useWords("layout");
  return (
    <details class="menu">
      <summary>
        <span class="initial" aria-hidden="true">{[...user.name][0]?.toUpperCase()}</span>
        <span dir="auto">{user.name}</span>
      </summary>
      <div class="menu-items">
        <a href="/account">{words.account}</a>
        <a href="/account/bookings">{words.bookingsAndTickets}</a>
        <a href="/account/messages">{words.messages}</a>
        <form method="post" action="/logout">
          <button type="submit">{words.signOut}</button>
        </form>
      </div>
    </details>
  );
}

/** The sign-in page, leading back to the current page; from the home page to the account. */
function signInHref(path: string): string {
  return path === "/" ? "/login" : signInPath(path);
}
