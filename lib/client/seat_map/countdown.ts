/** How much longer a hold lasts, in words and digits. Times are in milliseconds. */
import type { Words } from "@/lib/i18n/words.gen.ts";

export type ClockState = "calm" | "soon" | "last" | "over";

const SOON_MS = 120_000;
const LAST_MS = 60_000;

/**
 * The states that are announced begin two minutes and one minute before the end, while the hold may still be extended.
 */
export function clockState(leftMs: number): ClockState {
  if (leftMs <= 0) return "over";
  if (leftMs <= LAST_MS) return "last";
  return leftMs <= SOON_MS ? "soon" : "calm";
}

/** The whole minutes and seconds left, such as "9:05". */
export function clockText(leftMs: number): string {
  const seconds = Math.max(Math.floor(leftMs / 1000), 0);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** What a screen reader announces when a state begins; empty while there is plenty of time. */
export function clockAnnouncement(
  state: ClockState,
  canExtend: boolean,
  words: Words["seats"]["clock"],
): string {
  switch (state) {
    case "calm":
      return "";
    case "soon":
      return canExtend ? words.soonExtendable : words.soon;
    case "last":
      return canExtend ? words.lastExtendable : words.last;
    case "over":
      return words.ended;
  }
}
