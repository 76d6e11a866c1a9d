import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { IslandWords, useWords } from "@/components/layout/words.tsx";
import type { Spoken } from "@/lib/i18n/speak.ts";

/** Shorter pauses count as typing. */
const PAUSE_MS = 150;

/**
 * Submits a filter form as the user types: fetches the page that submitting it would show, and replaces the parts
 * marked `data-live` with that page's; the field being typed in stays untouched. The URL follows, so that reloading,
 * sharing and going back show the same. Renders only errors; announces what was found to screen readers.
 */
export default function LiveSearch({ formId, words }: { formId: string; words: Spoken }) {
  const spoken = useSignal("");
  const failedUrl = useSignal("");
  useEffect(() => {
    const form = document.getElementById(formId) as HTMLFormElement;
    let latest = new AbortController();
    let pause: ReturnType<typeof setTimeout> | undefined;

    async function search(): Promise<void> {
      clearTimeout(pause);
      latest.abort();
      const { signal } = latest = new AbortController();
      const url = urlOf(form);
      history.replaceState(history.state, "", url);
      markBusy(true);
      try {
        const response = await fetch(url, { signal, headers: { accept: "text/html" } });
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        if (!response.ok) throw new Error(`the server responded with ${response.status}`);
        spoken.value = show(page);
        failedUrl.value = "";
      } catch (error) {
        if (signal.aborted) return;
        console.info("Search failed:", error);
        markBusy(false);
        failedUrl.value = url;
      }
    }

    const changed = (event: Event) => {
      // Text that an input method is still composing is not a word yet.
      if ((event as InputEvent).isComposing) return;
      clearTimeout(pause);
      pause = setTimeout(search, PAUSE_MS);
    };
    const submitted = (event: Event) => {
      event.preventDefault();
      search();
    };
    form.addEventListener("input", changed);
    form.addEventListener("compositionend", changed);
    form.addEventListener("submit", submitted);
    return () => {
      clearTimeout(pause);
      latest.abort();
      form.removeEventListener("input", changed);
      form.removeEventListener("compositionend", changed);
      form.removeEventListener("submit", submitted);
    };
  }, []);
  return (
    <IslandWords words={words}>
      <p class="visually-hidden" role="status">{spoken.value}</p>
      {failedUrl.value && <Failed url={failedUrl.value} />}
    </IslandWords>
  );
}

function Failed({ url }: { url: string }) {
  const words = useWords("liveSearch");
  return (
    <div class="notice live-search-failed" data-kind="danger" role="alert">
      <p>{words.failed({ link: (inner) => <a href={url}>{inner}</a> })}</p>
    </div>
  );
}

/** The URL that submitting the form would lead to, without empty fields. */
function urlOf(form: HTMLFormElement): string {
  const search = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim()) search.set(name, value.trim());
  }
  const { pathname } = new URL(form.action);
  return search.size === 0 ? pathname : `${pathname}?${search}`;
}

/** Replaces the live parts of this page; returns what was found, in words. */
function show(page: Document): string {
  const found = page.querySelectorAll("[data-found] > *");
  const words = Array.from(found, (sentence) => sentence.textContent).join(" ");
  const focused = document.activeElement?.id;
  for (const part of livePartsOf(document)) {
    const fresh = page.getElementById(part.id);
    if (!fresh) continue;
    // The parts above the list keep their height, so that nothing moves while the user types.
    if (part.closest("form")) fresh.style.minBlockSize = `${part.offsetHeight}px`;
    part.replaceWith(fresh);
  }
  // Focus inside a replaced part stays there.
  if (focused) document.getElementById(focused)?.focus();
  document.title = page.title;
  return words;
}

function markBusy(isBusy: boolean): void {
  for (const part of livePartsOf(document)) part.ariaBusy = isBusy ? "true" : null;
}

function livePartsOf(page: Document): NodeListOf<HTMLElement> {
  return page.querySelectorAll<HTMLElement>("[data-live]");
}
