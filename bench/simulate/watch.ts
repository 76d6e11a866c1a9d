/** Seat statuses of an event over time, from the live stream that every open map reads. */
import { eventsOf } from "../events.ts";

/** The number of seats in each status, from this time until the next moment. */
export interface Moment {
  /** Since the sale opened. */
  atMs: number;
  available: number;
  held: number;
  booked: number;
}

export interface Watch {
  /** One for each event of the stream. */
  moments: Moment[];
  /** The current statuses, one letter per seat. */
  statuses(): string;
  stop(): void;
}

interface StreamData {
  statuses?: string;
  seats?: [index: number, status: string][];
}

/** Follows the stream; resolves once it has started. Times are relative to the call. */
export async function watchSeats(url: string, eventId: string): Promise<Watch> {
  const stopping = new AbortController();
  const startedAt = performance.now();
  const moments: Moment[] = [];
  let letters: string[] = [];
  let joined = "";
  const started = Promise.withResolvers<void>();

  function fold({ statuses, seats = [] }: StreamData): void {
    if (statuses !== undefined) letters = [...statuses];
    for (const [index, status] of seats) letters[index] = status;
    joined = letters.join("");
    const count = (status: string) => letters.filter((letter) => letter === status).length;
    const [available, held, booked] = [count("a"), count("h"), count("b")];
    moments.push({ atMs: performance.now() - startedAt, available, held, booked });
    started.resolve();
  }

  async function follow(): Promise<void> {
    const { signal } = stopping;
    for await (const data of eventsOf<StreamData>(`${url}/api/events/${eventId}/stream`, { signal })) {
      fold(data);
    }
  }

  follow().catch((error) => {
    if (!stopping.signal.aborted) started.reject(error);
  });
  await started.promise;
  return { moments, statuses: () => joined, stop: () => stopping.abort() };
}
