import { useEffect } from "preact/hooks";

/**
 * Shows which of several tickets is current. In full screen it starts with the chosen ticket, keeps the screen awake,
 * and returns to the last one shown. Renders nothing: the tickets may be added to the page after this, so it listens on
 * the document.
 */
export default function TicketSlides() {
  useEffect(() => {
    const listening = new AbortController();
    const listen = (name: string, listener: (event: Event) => void) =>
      document.addEventListener(name, listener, { capture: true, signal: listening.signal });
    let chosen: string | null = null;
    let lock: Promise<WakeLockSentinel | null> | null = null;
    const update = () => {
      const isShown = document.querySelector(".ticket-full:popover-open") !== null;
      if (isShown && document.visibilityState === "visible") lock ??= keepAwake();
      else {
        lock?.then((held) => held?.release());
        lock = null;
      }
    };
    const mark = ({ target }: Pick<Event, "target">) => {
      if (target instanceof Element && target.matches(".tickets")) markShown(shownOf(target));
    };
    mark({ target: document.querySelector(".tickets") });
    listen("scroll", mark);
    listen("click", ({ target }) => {
      chosen = target instanceof Element
        ? target.closest("[data-slide]")?.getAttribute("data-slide") ?? null
        : null;
    });
    listen("toggle", () => {
      update();
      if (lock && chosen) document.getElementById(chosen)?.scrollIntoView({ behavior: "instant" });
    });
    listen("beforetoggle", (event) => {
      const slides = document.querySelector(".ticket-full:popover-open > .ticket-slides");
      if (!slides || (event as ToggleEvent).newState !== "closed") return;
      const ticket = document.querySelector(".tickets")!.children[shownOf(slides)];
      ticket?.scrollIntoView({ behavior: "instant", block: "nearest" });
    });
    listen("visibilitychange", update);
    return () => listening.abort();
  }, []);
  return null;
}

/** The index of the ticket in the middle of a row, which can be swiped. */
function shownOf(row: Element): number {
  const { left, width } = row.getBoundingClientRect();
  return [...row.children].findIndex((ticket) => ticket.getBoundingClientRect().right > left + width / 2);
}

function markShown(shown: number): void {
  for (const [n, link] of document.querySelectorAll(".ticket-steps a").entries()) {
    link.setAttribute("aria-current", String(n === shown));
  }
}

async function keepAwake(): Promise<WakeLockSentinel | null> {
  try {
    return await navigator.wakeLock?.request("screen") ?? null;
  } catch {
    // Browsers refuse it when the battery is low; the ticket is shown anyway.
    return null;
  }
}
