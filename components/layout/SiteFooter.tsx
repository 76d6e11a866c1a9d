import { nameOfLanguage } from "@/lib/http/locale.ts";
import { LANGUAGES } from "@/lib/i18n/words.ts";
import { useWords } from "./words.tsx";

interface FooterProps {
  /** The current path with its query, to return to in another language. */
  path: string;
  language: string;
  /** Whether the account has a language setting, which is changed there. */
  hasOwnLocale: boolean;
}

/** Footer of every page. */
export function SiteFooter(props: FooterProps) {
  const words = useWords("layout");
  return (
    <footer class="site-footer">
      <div class="site-footer-inner">
        <span>{words.footer}</span>
        <nav class="cluster" aria-label={words.aboutThisSite}>
          <a href="/events">{words.allEvents}</a>
          <a href="/api">{words.api}</a>
          <LanguageLinks {...props} />
        </nav>
      </div>
    </footer>
  );
}

function LanguageLinks({ path, language, hasOwnLocale }: FooterProps) {
  const words = useWords("layout");
  if (hasOwnLocale) return <a href="/account">{words.language}</a>;
  return LANGUAGES.filter((other) => other !== language).map((other) => (
    <a
      key={other}
      href={`${path}${path.includes("?") ? "&" : "?"}lang=${other}`}
      lang={other}
      hreflang={other}
      rel="nofollow"
    >
      {nameOfLanguage(other)}
    </a>
  ));
}
