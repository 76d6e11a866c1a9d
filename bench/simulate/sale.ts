/**
 * Simulates an on-sale over the public API: each buyer arrives at their own time, whether or not others have been served,
 * and does what a page would do: fetch the seats, choose on the live map, hold, pay, and wait for the outcome.
 *
 * One seat stream serves all maps: another benchmark measures the cost of thousands of streams.
 */
import { seededRandom } from "@/lib/demo/random.ts";
import { requestBytes } from "../load.ts";
import { type Buyer, Chooser } from "./buyers.ts";
import { Connections, type ReceivedResponse } from "./connections.ts";
import { Journal, type Outcome } from "./journal.ts";
import type { Sale } from "./prepare.ts";

/** How many times a buyer tries to hold seats. */
const TRIES_MAX = 8;
/** The longest time a buyer takes to choose again. */
const CHOOSING_AGAIN_MS_MAX = 500;
/** Longer than any healthy response takes. */
const OUTCOME_MS_MAX = 20_000;

export interface SaleOptions {
  url: string;
  sale: Sale;
  buyers: Buyer[];
  /** An access token for each buyer. */
  tokens: string[];
  /** The statuses on the live map: one letter per seat. */
  liveMap: () => string;
  seed: number;
}

/** Runs all buyers; resolves when the last one has left. */
export async function playSale(options: SaleOptions): Promise<Journal> {
  const journal = new Journal();
  const connections = new Connections(options.url);
  const openedAt = performance.now();
  const chooser = new Chooser(options.sale.hall);
  try {
    await Promise.all(options.buyers.map(async (buyer, n) => {
      await pause(buyer.arrivesAtMs);
      const visit = new Visit(options, connections, journal, openedAt, chooser, n);
      const outcome = await visit.buy();
      journal.ended(outcome);
      journal.took("a whole visit", performance.now() - openedAt - buyer.arrivesAtMs);
    }));
    return journal;
  } finally {
    connections.close();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A response that the contract does not allow here. */
class Unexpected extends Error {
  constructor(what: string, { status, body }: ReceivedResponse) {
    super(`${what}: ${status} ${body.slice(0, 200)}`);
  }
}

type Choice = { seats: string[] } | { best: { quantity: number } };

interface Booking {
  id: string;
  status: string;
  final: boolean;
}

/** One buyer's visit. */
class Visit {
  readonly #headers: Record<string, string>;
  readonly #buyer: Buyer;

  constructor(
    readonly options: SaleOptions,
    readonly connections: Connections,
    readonly journal: Journal,
    readonly openedAt: number,
    readonly chooser: Chooser,
    readonly n: number,
  ) {
    this.#buyer = options.buyers[n];
    this.#headers = {
      authorization: `Bearer ${options.tokens[n]}`,
      // Every buyer has a separate address, so that rate limits can stay on.
      "x-forwarded-for": `10.${n >> 16}.${n >> 8 & 255}.${n & 255}`,
    };
  }

  async buy(): Promise<Outcome> {
    try {
      const { hall } = this.options.sale;
      const random = seededRandom(this.options.seed + this.n);
      await this.#fetchSeats();
      for (let tries = 0; tries < TRIES_MAX; tries++) {
        const chosen = this.chooser.choose(this.options.liveMap(), this.#buyer.seats, random);
        if (!chosen) return "sold out";
        // After losing seats once, a buyer takes the best available ones.
        const holdId = await this.#hold(
          tries === 0
            ? { seats: chosen.map((seat) => hall.chart.seats[seat].id) }
            : { best: { quantity: chosen.length } },
        );
        if (holdId !== null) return await this.#checkOut(holdId);
        await pause(random() * CHOOSING_AGAIN_MS_MAX);
      }
      return "outrun";
    } catch (error) {
      this.journal.failed(error);
      return "failed";
    }
  }

  async #fetchSeats(): Promise<void> {
    const response = await this.#send("fetch seats", "GET", `/api/events/${this.options.sale.eventId}/seats`);
    if (response.status !== 200) throw new Unexpected("fetch seats", response);
  }

  /** The id of the hold, or null if others were faster. */
  async #hold(choice: Choice): Promise<string | null> {
    const path = `/api/events/${this.options.sale.eventId}/holds`;
    const response = await this.#send("hold", "POST", path, choice);
    const body = JSON.parse(response.body);
    if (response.status === 201) return body.id;
    this.journal.refused(body.code);
    if (body.code === "seats-unavailable") return null;
    throw new Unexpected("hold", response);
  }

  async #checkOut(holdId: string): Promise<Outcome> {
    const { card, givesUp } = this.#buyer;
    if (givesUp) return await this.#release(holdId, "gave up");
    if (card !== "good") {
      const declined = await this.#pay(holdId, "tok_decline");
      if (declined.status !== "failed") throw new Error(`a declined booking is ${declined.status}`);
      this.journal.refused("payment-declined");
      if (card === "declined") return await this.#release(holdId, "declined");
    }
    const booking = await this.#pay(holdId, "tok_approve");
    if (booking.status !== "confirmed") throw new Error(`a paid booking is ${booking.status}`);
    return "booked";
  }

  /** Books the hold and waits for the pushed outcome, like the page. */
  async #pay(holdId: string, paymentToken: string): Promise<Booking> {
    const headers = { "idempotency-key": crypto.randomUUID() };
    const response = await this.#send("book", "POST", "/api/bookings", { holdId, paymentToken }, headers);
    if (response.status !== 202) throw new Unexpected("book", response);
    const acceptedAt = performance.now();
    const booking = await this.#outcome(JSON.parse(response.body).id);
    if (booking.status === "confirmed") {
      this.journal.took("accepted to confirmed", performance.now() - acceptedAt);
      this.journal.confirmedAtMs.push(performance.now() - this.openedAt);
    }
    return booking;
  }

  async #outcome(bookingId: string): Promise<Booking> {
    const response = await fetch(`${this.options.url}/api/bookings/${bookingId}/stream`, {
      headers: this.#headers,
      signal: AbortSignal.timeout(OUTCOME_MS_MAX),
    });
    // The server ends the stream after a final status, which is the last line of data.
    const booking = /.*^data: (.*)$/ms.exec(await response.text())?.[1];
    if (!booking) throw new Error(`the stream of a booking responded with ${response.status} and no data`);
    return JSON.parse(booking);
  }

  async #release(holdId: string, outcome: Outcome): Promise<Outcome> {
    const response = await this.#send("release", "DELETE", `/api/holds/${holdId}`);
    if (response.status !== 204) throw new Unexpected("release", response);
    return outcome;
  }

  async #send(
    what: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ReceivedResponse> {
    const request = requestBytes(method, path, { ...this.#headers, ...headers }, body);
    const sentAt = performance.now();
    const response = await this.connections.send(request);
    this.journal.took(what, performance.now() - sentAt);
    return response;
  }
}
