/** How much longer a hold lasts, in words and figures. Times are milliseconds. */
import type { Words } from "@/lib/i18n/words.gen.ts";

export type ClockState = "calm" | "soon" | "last" | "over";

const SOON_MS = 120_000;
const LAST_MS = 60_000;

/** Two minutes and one minute before the end are announced; then more time can be had. */
export function clockState(leftMs: number): ClockState {
  if (leftMs <= 0) return "over";
  if (leftMs <= LAST_MS) return "last";
  return leftMs <= SOON_MS ? "soon" : "calm";
}

/** Whole minutes and seconds that are left, "9:05". */
export function clockText(leftMs: number): string {
  const seconds = Math.max(Math.floor(leftMs / 1000), 0);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** What a screen reader says when a state begins; nothing while all is calm. */
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
