import { useSignal } from "@preact/signals";
import type { Scheme } from "@/lib/design/scheme.ts";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Turns the lights down or up, at once and for later visits. */
export default function SchemeSwitch({ scheme }: { scheme: Scheme }) {
  const chosen = useSignal(scheme);
  const toggle = () => {
    const dark = chosen.value ? chosen.value === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    chosen.value = dark ? "light" : "dark";
    document.documentElement.dataset.scheme = chosen.value;
    document.cookie = `scheme=${chosen.value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  };
  return (
    <button type="button" class="scheme-switch" onClick={toggle} aria-label="Switch between light and dark">
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" stroke-width="1.75" />
        <path d="M10 2.5a7.5 7.5 0 0 1 0 15Z" fill="currentColor" />
      </svg>
    </button>
  );
}
