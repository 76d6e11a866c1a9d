import { HeadLinks } from "@/components/HeadLinks.tsx";
import { SchemeSwitch } from "@/components/SchemeSwitch.tsx";
import { SiteFooter } from "@/components/SiteFooter.tsx";
import { SiteHeader, SkipLink } from "@/components/SiteHeader.tsx";
import ServiceWorker from "@/islands/ServiceWorker.tsx";
import { schemeOf } from "@/lib/design/scheme.ts";
import { define } from "@/utils.ts";

/**
 * The frame of every page. A page brings its own `<main id="main">`, which the skip link leads to, and its `<title>` by
 * Head. Pages without islands stay free of scripts, so the service worker is registered where there are islands anyway.
 */
export default define.page(function App({ Component, url, state }) {
  const { caller, cookies, services } = state;
  const { pathname } = url;
  const path = pathname + url.search;
  const scheme = schemeOf(cookies.get("scheme"));
  return (
    <html lang="en" data-scheme={scheme ?? undefined}>
      <head>
        <HeadLinks admin={pathname.startsWith("/admin")} scheme={scheme} />
        <title>Aisle</title>
      </head>
      <body>
        <SkipLink />
        {services.config.demonstration && <DemonstrationNotice />}
        <SiteHeader path={path} user={caller.user}>
          <SchemeSwitch next={path} />
        </SiteHeader>
        <Component />
        <SiteFooter />
        {hasIslands(pathname) && <ServiceWorker />}
      </body>
    </html>
  );
});

function DemonstrationNotice() {
  return (
    <p class="demonstration" role="note">
      This is a demonstration. No payment is taken, and tickets are not valid.
    </p>
  );
}

/** The pages of the seat map, of paying and of tickets. */
function hasIslands(path: string): boolean {
  return /^\/(events|checkout|bookings)\/./.test(path);
}
