import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Waiting, waitingStage, waitingText } from "@/lib/checkout/waiting.ts";
import { shareStream } from "@/lib/client/seat_map/shared_stream.ts";
import { speak, type Spoken } from "@/lib/i18n/speak.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";

/** Wait between attempts to read the updated page. */
const RETRY_MS = 2_000;

/**
 * Follows a booking and shows its updates: the server renders the page's new state, which replaces the old one without
 * a reload. Renders only an announcement of what has happened, for screen readers.
 */
export default function BookingStatus({ words, bookingId, status, targetId, waiting, waitingId }: {
  /** The words of `waiting`. */
  words: Spoken;
  bookingId: string;
  /** The status that the page shows. */
  status: string;
  /** The element whose content is the booking's state. */
  targetId: string;
  /** How long the booking had waited when the server rendered the page. */
  waiting: Waiting;
  /** The element that says what to expect, as long as there is one. */
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
          // The network was lost in between. Reloading would replace this page with the offline page.
          await untilNetworkMayBeBack();
        }
      }
    };
    const stop = shareStream({
      url: `/api/bookings/${bookingId}/stream`,
      names: ["status"],
      onEvent({ data }) {
        // The network is back.
        if (isSavedPage()) location.reload();
        else show(JSON.parse(data));
        return true;
      },
    });
    const startedAt = performance.now();
    const { waiting: texts } = speak<Pick<Words, "waiting">>(words);
    let stage = waitingStage(waiting);
    const timer = setInterval(() => {
      const element = document.getElementById(waitingId);
      // A saved page doesn't know how long the booking has waited, and doesn't show it.
      if (!element || isSavedPage()) return clearInterval(timer);
      const now = waiting.now + performance.now() - startedAt;
      const text = waitingText(texts, { ...waiting, now });
      if (element.textContent !== text) element.textContent = text;
      // Announced once for each stage, not every second.
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

/** Whether this is a saved page, which the service worker shows without a network. */
function isSavedPage(): boolean {
  return document.getElementById("kept-note")?.hidden === false;
}

/** Waits until the browser reports that it is online, but not for long: browsers do not always know. */
function untilNetworkMayBeBack(): Promise<void> {
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

/** Replaces the page's state with the new one; returns its headline. */
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
  // Even if the browser skips the transition, the update is in place.
  else document.startViewTransition(replace).ready.catch(() => {});
  return state.querySelector("h1")?.textContent ?? "";
}
