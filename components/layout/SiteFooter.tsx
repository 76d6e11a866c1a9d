import { useWords } from "./words.tsx";

/** Footer of every page. */
export function SiteFooter() {
  const words = useWords("layout");
  return (
    <footer class="site-footer">
      <div class="site-footer-inner">
        <span>{words.footer}</span>
        <nav class="cluster" aria-label={words.aboutThisSite}>
          <a href="/events">{words.allEvents}</a>
          <a href="/api">{words.api}</a>
        </nav>
      </div>
    </footer>
  );
}
