/** What a buyer does over the public API during an on-sale, each request timed. */
import { requestBytes } from "../load.ts";
import type { Connections, ReceivedResponse } from "./connections.ts";
import type { Journal } from "./journal.ts";
import type { Caller, Sale } from "./prepare.ts";

/** Longer than any healthy response takes. */
const OUTCOME_MS_MAX = 20_000;

/** What all visits of a sale share. */
export interface OpenSale {
  sale: Sale;
  connections: Connections;
  journal: Journal;
  /** By `performance.now()`. */
  openedAtMs: number;
}

export type Choice = { seats: string[] } | { best: { quantity: number } };

/** A response that the contract does not allow here. */
class Unexpected extends Error {
  constructor(what: string, { status, body }: ReceivedResponse) {
    super(`${what}: ${status} ${body.slice(0, 200)}`);
  }
}

/** One buyer's visit. */
export class Visit {
  readonly #open: OpenSale;
  readonly #headers: Record<string, string>;
  readonly #guest: Caller["guest"];

  /** `n` is the buyer's number, which determines their address. */
  constructor(open: OpenSale, { headers, guest }: Caller, n: number) {
    this.#open = open;
    this.#guest = guest;
    this.#headers = {
      ...headers,
      // Every buyer has a separate address, so that rate limits can stay on.
      "x-forwarded-for": `10.${n >> 16}.${n >> 8 & 255}.${n & 255}`,
    };
  }

  async fetchSeats(): Promise<void> {
    const response = await this.#send("fetch seats", "GET", `/api/events/${this.#open.sale.eventId}/seats`);
    if (response.status !== 200) throw new Unexpected("fetch seats", response);
  }

  /** The id of the hold, or null if others were faster. */
  async hold(choice: Choice): Promise<string | null> {
    const path = `/api/events/${this.#open.sale.eventId}/holds`;
    const response = await this.#send("hold", "POST", path, choice);
    const body = JSON.parse(response.body);
    if (response.status === 201) return body.id;
    this.#open.journal.refused(body.code);
    if (body.code === "seats-unavailable") return null;
    throw new Unexpected("hold", response);
  }

  /** Books the hold and waits for the pushed outcome, like the page. @throws {Error} if it is not as expected. */
  async pay(holdId: string, paymentToken: string, expected: "confirmed" | "failed"): Promise<void> {
    const { journal, openedAtMs } = this.#open;
    const headers = { "idempotency-key": crypto.randomUUID() };
    const body = { holdId, paymentToken, ...this.#guest };
    const response = await this.#send("book", "POST", "/api/bookings", body, headers);
    if (response.status !== 202) throw new Unexpected("book", response);
    const acceptedAtMs = performance.now();
    const { status } = await this.#outcome(JSON.parse(response.body).id);
    if (status !== expected) throw new Error(`a booking that should be ${expected} is ${status}`);
    if (status === "failed") return journal.refused("payment-declined");
    journal.took("accepted to confirmed", performance.now() - acceptedAtMs);
    journal.confirmedAtMs.push(performance.now() - openedAtMs);
  }

  async #outcome(bookingId: string): Promise<{ status: string }> {
    const request = requestBytes("GET", `/api/bookings/${bookingId}/stream`, this.#headers);
    const response = await inTime(this.#open.connections.send(request));
    // The server ends the stream after a final status, which is the last line of data.
    const booking = /.*^data: (.*)$/ms.exec(response.body)?.[1];
    if (!booking) throw new Unexpected("follow a booking", response);
    return JSON.parse(booking);
  }

  async release(holdId: string): Promise<void> {
    const response = await this.#send("release", "DELETE", `/api/holds/${holdId}`);
    if (response.status !== 204) throw new Unexpected("release", response);
  }

  async #send(
    what: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ReceivedResponse> {
    const request = requestBytes(method, path, { ...this.#headers, ...headers }, body);
    const sentAtMs = performance.now();
    const response = await this.#open.connections.send(request);
    this.#open.journal.took(what, performance.now() - sentAtMs);
    return response;
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`no outcome in ${OUTCOME_MS_MAX} ms`)),
    OUTCOME_MS_MAX,
  );
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
