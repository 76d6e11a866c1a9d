import { useWords } from "./words.tsx";

/**
 * Switches between light and dark, now and for later visits. A form, so that it works without a script; the style sheet
 * shows the button for the scheme not in use. `next` is the path to return to.
 */
export function SchemeSwitch({ next }: { next: string }) {
  return (
    <form method="post" action="/scheme">
      <input type="hidden" name="next" value={next} />
      <SchemeButton scheme="dark" />
      <SchemeButton scheme="light" />
    </form>
  );
}

function SchemeButton({ scheme }: { scheme: "dark" | "light" }) {
  return (
    <button
      type="submit"
      class="scheme-switch"
      name="scheme"
      value={scheme}
      aria-label={useWords("layout").switchScheme({ scheme })}
    >
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" stroke-width="1.75" />
        <path d="M10 2.5a7.5 7.5 0 0 1 0 15Z" fill="currentColor" />
      </svg>
    </button>
  );
}
