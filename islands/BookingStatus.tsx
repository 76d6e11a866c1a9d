import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Waiting, waitingStage, waitingText } from "@/lib/checkout/waiting.ts";
import { shareStream } from "@/lib/client/seat_map/shared_stream.ts";
import { speak, type Spoken } from "@/lib/i18n/speak.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";

/** Between two tries to read the page's news. */
const RETRY_MS = 2_000;

/**
 * Waits for news of a booking and shows them: the server draws the page's new state, and it takes the place of the old one
 * without a reload. Draws nothing itself, but says what has happened to those who listen.
 */
export default function BookingStatus({ words, bookingId, status, targetId, waiting, waitingId }: {
  /** Those of `waiting`. */
  words: Spoken;
  bookingId: string;
  /** What the page shows now. */
  status: string;
  /** The element whose content is the booking's state. */
  targetId: string;
  /** How long was waited when the server rendered the page. */
  waiting: Waiting;
  /** The element that says what to expect, while there is one. */
  waitingId: string;
}) {
  const spoken = useSignal("");
  useEffect(() => {
    let shown = status;
    const show = async (booking: { status: string; final: boolean }) => {
      // The stream has ended, and the browser must not open it again.
      if (booking.final) stop();
      const news = `${booking.status} ${booking.final}`;
      if (news === shown) return;
      shown = news;
      while (shown === news) {
        try {
          spoken.value = await showUpdate(targetId);
          return;
        } catch {
          // The network went away in between. Reloading would put the offline page in the place of this one.
          await networkMayBeBack();
        }
      }
    };
    const stop = shareStream({
      url: `/api/bookings/${bookingId}/stream`,
      names: ["status"],
      onEvent({ data }) {
        // The network is back.
        if (isKept()) location.reload();
        else show(JSON.parse(data));
        return true;
      },
    });
    const startedAt = performance.now();
    const { waiting: texts } = speak<Pick<Words, "waiting">>(words);
    let stage = waitingStage(waiting);
    const timer = setInterval(() => {
      const element = document.getElementById(waitingId);
      // How long it has waited is not known to a kept page, which does not show it.
      if (!element || isKept()) return clearInterval(timer);
      const now = waiting.now + performance.now() - startedAt;
      const text = waitingText(texts, { ...waiting, now });
      if (element.textContent !== text) element.textContent = text;
      // Aloud once for each stage, and not with every second.
      if (stage !== waitingStage({ ...waiting, now })) spoken.value = text;
      stage = waitingStage({ ...waiting, now });
    }, 1_000);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, []);
  return <p class="visually-hidden" role="status">{spoken.value}</p>;
}

/** Whether this is a page from before, which the service worker shows without a network. */
function isKept(): boolean {
  return document.getElementById("kept-note")?.hidden === false;
}

/** Waits until the browser says that it is online, or a little while: it does not always know. */
function networkMayBeBack(): Promise<void> {
  return new Promise((resolve) => {
    const proceed = () => {
      removeEventListener("online", proceed);
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(proceed, RETRY_MS);
    addEventListener("online", proceed);
  });
}

/** Puts the page's new state in the place of the old one; answers its headline. */
async function showUpdate(targetId: string): Promise<string> {
  const response = await fetch(location.href, { headers: { accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const state = fresh.getElementById(targetId);
  if (!response.ok || !state) {
    location.reload();
    return "";
  }
  const replace = () => {
    document.getElementById(targetId)?.replaceWith(state);
    document.title = fresh.title;
  };
  if (matchMedia("(prefers-reduced-motion: reduce)").matches || !document.startViewTransition) replace();
  // A transition that the browser skips has still put the news in place.
  else document.startViewTransition(replace).ready.catch(() => {});
  return state.querySelector("h1")?.textContent ?? "";
}
