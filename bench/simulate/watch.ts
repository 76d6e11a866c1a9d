/** Seat statuses of an event over time, from the live stream that every open map reads. */

/** The number of seats in each status from a moment on. */
export interface Moment {
  /** After the sale has opened. */
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
  const response = await fetch(`${url}/api/events/${eventId}/stream`, { signal: stopping.signal });
  if (!response.body) throw new Error("the seat stream has no body");
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

  async function follow(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    let text = "";
    for await (const part of body.pipeThrough(new TextDecoderStream())) {
      text += part;
      const end = text.lastIndexOf("\n\n");
      for (const [, data] of text.slice(0, Math.max(0, end)).matchAll(/^data: (.*)$/gm)) {
        fold(JSON.parse(data));
      }
      text = text.slice(end + 1);
    }
  }

  follow(response.body).catch((error) => {
    if (!stopping.signal.aborted) started.reject(error);
  });
  await started.promise;
  return { moments, statuses: () => joined, stop: () => stopping.abort() };
}
