import { HeadLinks } from "@/components/layout/HeadLinks.tsx";
import { SchemeSwitch } from "@/components/layout/SchemeSwitch.tsx";
import { SiteFooter } from "@/components/layout/SiteFooter.tsx";
import { SiteHeader, SkipLink } from "@/components/layout/SiteHeader.tsx";
import { useWords, WordsProvider } from "@/components/layout/words.tsx";
import { schemeOf } from "@/lib/design/scheme.ts";
import { directionOf } from "@/lib/i18n/words.ts";
import { define } from "@/utils.ts";

/**
 * Browsers skip a page transition when the window is resized or someone navigates on in the meantime, and report that
 * as an uncaught error on both pages unless a handler is in place before the page is shown.
 */
const QUIET_TRANSITIONS =
  'for(const e of["pageswap","pagereveal"])addEventListener(e,e=>e.viewTransition?.ready.catch(()=>{}))';

/**
 * Ignores a form that is sent again within two seconds, as by a double click: browsers show only the last response,
 * which says that a code was already used, or that there is nothing left to do.
 */
const SEND_ONCE = 'addEventListener("submit",e=>{const f=e.target,t=Date.now();' +
  'if(!e.defaultPrevented&&f.getAttribute("method")==="post")2e3>t-f.sentAt?e.preventDefault():f.sentAt=t})';

/**
 * The frame of every page. A page provides its own `<main id="main">`, the skip link's target, and its `<title>`
 * through Head. Pages without islands load no script, so the service worker is registered by pages that load scripts
 * anyway.
 */
export default define.page(function App({ Component, url, state }) {
  const { caller, cookies, language, locale, services, words } = state;
  const path = url.pathname + url.search;
  const scheme = schemeOf(cookies.get("scheme"));
  return (
    <html lang={language} dir={directionOf(language)} data-scheme={scheme ?? undefined}>
      <head>
        <HeadLinks scheme={scheme} />
        <script dangerouslySetInnerHTML={{ __html: `${QUIET_TRANSITIONS};${SEND_ONCE}` }} />
        <title>Aisle</title>
      </head>
      <body>
        <WordsProvider language={language} locale={locale} words={words}>
          <SkipLink />
          {services.config.demonstration && <DemonstrationNotice />}
          <SiteHeader path={path} user={caller.user}>
            <SchemeSwitch next={path} />
          </SiteHeader>
          <Component />
          <SiteFooter path={path} language={language} hasOwnLocale={Boolean(caller.user?.locale)} />
        </WordsProvider>
      </body>
    </html>
  );
});

function DemonstrationNotice() {
  return <p class="demonstration" role="note">{useWords("layout").demonstration}</p>;
}
