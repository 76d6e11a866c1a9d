/** Footer of every page. */
export function SiteFooter() {
  return (
    <footer class="site-footer">
      <div class="site-footer-inner">
        <span>Aisle, seats without the scramble.</span>
        <nav class="cluster" aria-label="About this site">
          <a href="/events">All events</a>
          <a href="/api">API</a>
        </nav>
      </div>
    </footer>
  );
}
