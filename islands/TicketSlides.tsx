import { useEffect } from "preact/hooks";

/**
 * Says which of several tickets is shown. While they fill the screen: begins with the one that was asked for, keeps the
 * screen awake, and goes back to the one that was shown last. Draws nothing: the tickets may come into the page later than
 * this, so it listens to the whole page.
 */
export default function TicketSlides() {
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
    const mark = ({ target }: Pick<Event, "target">) => {
      if (target instanceof Element && target.matches(".tickets")) markShown(shownOf(target));
    };
    mark({ target: document.querySelector(".tickets") });
    listen("scroll", mark);
    listen("click", ({ target }) => {
      asked = target instanceof Element
        ? target.closest("[data-slide]")?.getAttribute("data-slide") ?? null
        : null;
    });
    listen("toggle", () => {
      update();
      if (lock && asked) document.getElementById(asked)?.scrollIntoView({ behavior: "instant" });
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

/** Which of the tickets in this row, which is swiped, is in its middle. */
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
    // Browsers refuse it when the battery is low, and the ticket is shown all the same.
    return null;
  }
}
