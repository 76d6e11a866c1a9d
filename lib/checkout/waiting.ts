/** What a booking's page says while its payment waits for the bank. Pure: server and browser say the same. */

import type { Words } from "@/lib/i18n/words.gen.ts";

/** When a wait becomes slow, and when it becomes worrying. Milliseconds since the booking was placed. */
const SLOW_MS = 10_000;
const SILENT_MS = 30_000;

export interface Waiting {
  /** When the booking was placed, and when it fails if the bank does not respond. Milliseconds, like `now`. */
  placedAt: number;
  deadlineAt: number;
  now: number;
}

export type WaitingStage = "usual" | "slow" | "silent" | "late";

/** Which stage the wait has reached. */
export function waitingStage({ placedAt, deadlineAt, now }: Waiting): WaitingStage {
  if (now >= deadlineAt) return "late";
  const waited = now - placedAt;
  return waited < SLOW_MS ? "usual" : waited < SILENT_MS ? "slow" : "silent";
}

/** What to expect, with the time left until the deadline once the wait is longer than usual. */
export function waitingText(words: Words["waiting"], waiting: Waiting): string {
  const left = timeLeft(waiting.deadlineAt - waiting.now);
  switch (waitingStage(waiting)) {
    case "usual":
      return words.usual;
    case "slow":
      return words.slow(left);
    case "silent":
      return words.silent(left);
    case "late":
      return words.late;
  }
}

/** The time left as a clock, "1:05", and in seconds, and which of them to show. */
function timeLeft(ms: number): { unit: "minutes" | "seconds"; clock: string; seconds: number } {
  const seconds = Math.max(Math.ceil(ms / 1000), 0);
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return { unit: seconds >= 60 ? "minutes" : "seconds", clock, seconds };
}
