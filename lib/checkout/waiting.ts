/** What is said of a booking while its payment waits for the bank. Pure; the page says the same on both sides. */

/** From here on it is no longer usual, and from there on it is long. Milliseconds since the booking was placed. */
const SLOW_MS = 10_000;
const SILENT_MS = 30_000;

export interface Waiting {
  /** When it was placed, and when an unanswered payment makes it fail. Milliseconds, like `now`. */
  placedAt: number;
  deadlineAt: number;
  now: number;
}

export type WaitingStage = "usual" | "slow" | "silent" | "late";

/** How far the wait has come. */
export function waitingStage({ placedAt, deadlineAt, now }: Waiting): WaitingStage {
  if (now >= deadlineAt) return "late";
  const waited = now - placedAt;
  return waited < SLOW_MS ? "usual" : waited < SILENT_MS ? "slow" : "silent";
}

/** What to expect, with the time that is left until the deadline once the wait is longer than usual. */
export function waitingText(waiting: Waiting): string {
  const left = timeLeft(waiting.deadlineAt - waiting.now);
  switch (waitingStage(waiting)) {
    case "usual":
      return "It usually takes a few seconds, and this page changes by itself. You can close it, too: we write to you.";
    case "slow":
      return `The bank takes longer than usual. We wait for its answer for up to ${left} more. ` +
        "Your seats are kept meanwhile. You can close this page: we write to you either way.";
    case "silent":
      return `Still no answer from the bank. If none comes within ${left}, your seats are released, and ` +
        "a payment that arrives later gets you the same seats if they are free, or comes back to you. " +
        "You can close this page: we write to you either way.";
    case "late":
      return "The bank did not answer in time. We are closing this payment; this page says in a moment how it ended.";
  }
}

/** "1:05 minutes", "45 seconds". */
function timeLeft(ms: number): string {
  const seconds = Math.max(Math.ceil(ms / 1000), 0);
  if (seconds >= 60) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} minutes`;
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}
