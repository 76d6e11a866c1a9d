import { HeadLinks } from "@/components/HeadLinks.tsx";
import { SchemeSwitch } from "@/components/SchemeSwitch.tsx";
import { SiteFooter } from "@/components/SiteFooter.tsx";
import { SiteHeader, SkipLink } from "@/components/SiteHeader.tsx";
import { schemeOf } from "@/lib/design/scheme.ts";
import { define } from "@/utils.ts";
import { PAGE_LANGUAGE } from "@/lib/text/page_language.ts";

/**
 * The frame of every page. A page brings its own `<main id="main">`, which the skip link leads to, and its `<title>` by
 * Head. Pages without islands stay free of scripts, so those that have some anyway register the service worker.
 */
export default define.page(function App({ Component, url, state }) {
  const { caller, cookies, services } = state;
  const { pathname } = url;
  const path = pathname + url.search;
  const scheme = schemeOf(cookies.get("scheme"));
  return (
    <html lang={PAGE_LANGUAGE} data-scheme={scheme ?? undefined}>
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
