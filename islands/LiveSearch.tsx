import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { IslandWords, useWords } from "@/components/layout/words.tsx";
import type { Spoken } from "@/lib/i18n/speak.ts";

/** Pauses shorter than this are typing. */
const PAUSE_MS = 150;

/**
 * Answers a form of filters as one types: asks the server for the page that sending the form would show, and puts its parts
 * marked `data-live` in the place of those here; what one types in stays untouched. The address follows, so that reloading,
 * sharing and coming back show the same. Draws only what went wrong; says what was found to those who listen.
 */
export default function LiveSearch({ formId, words }: { formId: string; words: Spoken }) {
  const spoken = useSignal("");
  const failedAddress = useSignal("");
  useEffect(() => {
    const form = document.getElementById(formId) as HTMLFormElement;
    let latest = new AbortController();
    let pause: ReturnType<typeof setTimeout> | undefined;

    async function search(): Promise<void> {
      clearTimeout(pause);
      latest.abort();
      const { signal } = latest = new AbortController();
      const address = addressOf(form);
      history.replaceState(history.state, "", address);
      markBusy(true);
      try {
        const response = await fetch(address, { signal, headers: { accept: "text/html" } });
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        if (!response.ok) throw new Error(`the server answered ${response.status}`);
        spoken.value = show(page);
        failedAddress.value = "";
      } catch (error) {
        if (signal.aborted) return;
        console.info("Searching failed:", error);
        markBusy(false);
        failedAddress.value = address;
      }
    }

    const changed = (event: Event) => {
      // What an input method has not finished yet is no word.
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
      {failedAddress.value && <Failed address={failedAddress.value} />}
    </IslandWords>
  );
}

function Failed({ address }: { address: string }) {
  const words = useWords("liveSearch");
  return (
    <div class="notice live-search-failed" data-kind="danger" role="alert">
      <p>{words.failed({ link: (inner) => <a href={address}>{inner}</a> })}</p>
    </div>
  );
}

/** Where sending the form would lead; what is empty is left out. */
function addressOf(form: HTMLFormElement): string {
  const search = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim()) search.set(name, value.trim());
  }
  const { pathname } = new URL(form.action);
  return search.size === 0 ? pathname : `${pathname}?${search}`;
}

/** Puts the live parts of a page in the place of those here; answers what was found, in words. */
function show(page: Document): string {
  const found = page.querySelectorAll("[data-found] > *");
  const words = Array.from(found, (sentence) => sentence.textContent).join(" ");
  const focused = document.activeElement?.id;
  for (const part of livePartsOf(document)) {
    const fresh = page.getElementById(part.id);
    if (!fresh) continue;
    // What stands above the list keeps its height, so that nothing moves while one types.
    if (part.closest("form")) fresh.style.minBlockSize = `${part.offsetHeight}px`;
    part.replaceWith(fresh);
  }
  // Who was in a part that is new now stays there.
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
