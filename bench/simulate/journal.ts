/** A record of an on-sale: the duration of every request and the outcome for every buyer. */
import { percentile } from "../figures.ts";

/** How a buyer's visit ended. */
export type Outcome =
  | "booked"
  | "sold out"
  /** Held seats and released them. */
  | "gave up"
  | "declined"
  /** Others were faster every time. */
  | "outrun"
  /** Got a response that no buyer should get, or got none. */
  | "failed";

export interface Times {
  count: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

export class Journal {
  readonly #times = new Map<string, number[]>();
  readonly outcomes: Partial<Record<Outcome, number>> = {};
  /** Refusals by problem code, and unexpected responses. */
  readonly refusals: Record<string, number> = {};
  /** When each booking was confirmed, since the sale opened. */
  readonly confirmedAtMs: number[] = [];
  /** Descriptions of the first failures. */
  readonly failures: string[] = [];

  /** Records how long something took. */
  took(what: string, ms: number): void {
    const times = this.#times.get(what);
    if (times) times.push(ms);
    else this.#times.set(what, [ms]);
  }

  refused(code: string): void {
    this.refusals[code] = (this.refusals[code] ?? 0) + 1;
  }

  ended(outcome: Outcome): void {
    this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
  }

  failed(error: unknown): void {
    if (this.failures.length < 5) this.failures.push(String(error));
  }

  /** How long each kind of request took. */
  times(): Record<string, Times> {
    return Object.fromEntries(
      [...this.#times].map(([what, unsorted]) => {
        const times = Float64Array.from(unsorted).sort();
        const [p50Ms, p99Ms, maxMs] = [0.5, 0.99, 1].map((share) => percentile(times, share));
        return [what, { count: times.length, p50Ms, p99Ms, maxMs }];
      }),
    );
  }
}
