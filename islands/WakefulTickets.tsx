import { useEffect } from "preact/hooks";

/**
 * While tickets fill the screen: shows the one that was asked for first, and keeps the screen awake. Draws nothing: the
 * tickets may come into the page later than this, so it listens to the whole page.
 */
export default function WakefulTickets() {
  useEffect(() => {
    const listening = new AbortController();
    const listen = (name: string, listener: (event: Event) => void) =>
      document.addEventListener(name, listener, { capture: true, signal: listening.signal });
    let asked: string | null = null;
    let lock: Promise<WakeLockSentinel | null> | null = null;
    const update = () => {
      const isShown = document.querySelector(".ticket-full:popover-open") !== null;
      if (isShown && document.visibilityState === "visible") lock ??= keepAwake();
      else {
        lock?.then((held) => held?.release());
        lock = null;
      }
    };
    listen("click", ({ target }) => {
      asked = target instanceof Element
        ? target.closest("[data-slide]")?.getAttribute("data-slide") ?? null
        : null;
    });
    listen("toggle", () => {
      update();
      if (lock && asked) document.getElementById(asked)?.scrollIntoView({ behavior: "instant" });
    });
    listen("visibilitychange", update);
    return () => listening.abort();
  }, []);
  return null;
}

async function keepAwake(): Promise<WakeLockSentinel | null> {
  try {
    return await navigator.wakeLock?.request("screen") ?? null;
  } catch {
    // Browsers refuse it when the battery is low, and the ticket is shown all the same.
    return null;
  }
}
