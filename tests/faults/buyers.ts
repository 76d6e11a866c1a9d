/** Buyers who compete for the same few seats and record every request and response. */
import type { Random } from "@/lib/demo/random.ts";
import type { EventFixture } from "@/lib/testing/fixtures.ts";
import { type Action, type Call, type Entry, isDefinite } from "../auditor/history.ts";

/** Less than the 15 s after which the sweeper gives up on a claim: a refusal after that would be correct. */
const CALL_TIMEOUT_MS = 8_000;
/** All buyers choose from this many of the first free seats. */
const WANTED_SEATS = 16;
const SEATS_PER_HOLD_MAX = 3;
const THINK_MS_MAX = 60;
/** How many times a call without a response is repeated with its key. */
const RETRIES_MAX = 8;
/** How many times a buyer reads a booking that is not final before doing something else. */
const READS_MAX = 40;
const READ_PAUSE_MS = 100;

/** The tokens that buyers pay with, and how many of a hundred use each. */
const TOKENS: [token: string, share: number][] = [
  ["tok_approve", 62],
  ["tok_decline", 12],
  ["tok_random", 10],
  ["tok_late", 8],
  ["tok_timeout", 8],
];

/** A buyer's account, or a guest's browser. */
export interface Account {
  /** The id of the account, or of the visitor. */
  userId: string;
  /** With every request: who it is from. */
  credentials: Record<string, string>;
  /** A guest's address, which a booking needs. */
  email?: string;
}

/** What the buyer has seen of a hold, in the form that a booking request takes. */
interface Shown {
  expectedSeats: string[];
  expectedTotal: number;
}

interface Held {
  call: Call;
  shown: Shown;
}

/** A call and the body of its response. */
interface Exchange {
  call: Call;
  // deno-lint-ignore no-explicit-any -- whatever the server sent; the auditor checks what is used of it
  body: any;
}

export interface CrowdOptions {
  url: string;
  accounts: Account[];
  events: EventFixture[];
  random: Random;
  /** Receives an entry for every call once it has a response or has failed. */
  history: Entry[];
}

/** Buyers who shop until they are stopped. */
export class Crowd {
  /** Whether buyers change their holds in a second tab before they pay. */
  hasSecondTabs = false;
  /** How many bookings were refused because their holds had changed. */
  changedHolds = 0;
  readonly #options: CrowdOptions;
  #stopping = false;
  #running: Promise<unknown>;

  constructor(options: CrowdOptions) {
    this.#options = options;
    this.#running = Promise.all(options.accounts.map((account) => this.#shop(account)));
  }

  /** Resolves when all buyers have finished their current visits. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
  }

  async #shop(account: Account): Promise<void> {
    while (!this.#stopping) {
      await this.#think();
      await this.#visit(account);
    }
  }

  /** One visit: chooses seats, holds them, and usually books them. */
  async #visit(account: Account): Promise<void> {
    const { random } = this.#options;
    const event = this.#pick(this.#options.events);
    const held = await this.#hold(account, event);
    if (!held) return;
    const { call: hold, shown } = held;
    if (random() < 0.1) await this.#release(this.#pick(this.#options.accounts), hold);
    const intent = random();
    // Some let their hold expire.
    if (intent < 0.08) return;
    if (intent < 0.16) return await this.#release(account, hold);
    const secondTab = this.hasSecondTabs && this.#change(account, event, held);
    await this.#think();
    let booking = await this.#book(account, hold, shown);
    await secondTab;
    if (booking?.status === "failed" && random() < 0.5) booking = await this.#book(account, hold, shown);
    if (booking?.status === "failed") await this.#release(account, hold);
    if (booking?.status === "confirmed" && random() < 0.4) {
      await this.#call(account, "cancel", "POST", `/api/bookings/${booking.id}/cancel`, {
        bookingId: booking.id,
      });
    }
  }

  async #hold(account: Account, { eventId, chart }: EventFixture): Promise<Held | null> {
    const { random } = this.#options;
    const { body: board } = await this.#call(account, null, "GET", `/api/events/${eventId}/seats`, {
      eventId,
    });
    if (typeof board?.statuses !== "string") return null;
    const free = chart.seats.filter((_, index) => board.statuses[index] === "a").slice(0, WANTED_SEATS);
    if (free.length === 0) return null;
    const count = 1 + Math.floor(random() * SEATS_PER_HOLD_MAX);
    const from = Math.floor(random() * free.length);
    const seats = free.slice(from, from + count).map(({ id }) => id);
    const { call, body } = await this.#call(account, "hold", "POST", `/api/events/${eventId}/holds`, {
      eventId,
    }, { seats });
    if (call.status !== 201) return null;
    const indexes = new Map(chart.seats.map(({ id }, index) => [id, index]));
    call.holdId = body.id;
    call.seats = body.seats.map(({ id }: { id: string }) => indexes.get(id)!);
    call.expiresAt = Date.parse(body.expiresAt);
    return { call, shown: shownOf(body) };
  }

  /** Removes a seat from a hold, or adds one. */
  async #change(account: Account, { chart }: EventFixture, { call: { holdId }, shown }: Held): Promise<void> {
    const { random } = this.#options;
    await this.#think();
    const [, ...fewer] = shown.expectedSeats;
    const more = [...new Set([...shown.expectedSeats, this.#pick(chart.seats).id])];
    const seats = fewer.length > 0 && random() < 0.5 ? fewer : more;
    await this.#call(account, "change", "PUT", `/api/holds/${holdId}`, { holdId }, { seats });
  }

  /** Requests the release of the account's own hold, or of another buyer's, which must have no effect. */
  async #release(account: Account, { holdId, userId }: Call): Promise<void> {
    await this.#call(account, "release", "DELETE", `/api/holds/${holdId}`, { holdId, ownerId: userId });
  }

  /** Books the hold with a new key and follows the booking; null if it was refused or its outcome is unknown. */
  async #book(account: Account, hold: Call, shown: Shown): Promise<Exchange["body"]> {
    const { holdId } = hold;
    const key = this.#newKey();
    const { email } = account;
    const request = { holdId, paymentToken: this.#pickToken(), ...shown, ...email && { email } };
    for (let tries = 0; tries <= RETRIES_MAX; tries++) {
      const { call, body } = await this.#call(
        account,
        "book",
        "POST",
        "/api/bookings",
        { holdId, key, shownTotal: shown.expectedTotal },
        request,
        {
          "idempotency-key": key,
        },
      );
      if (call.bookingId) return await this.#follow(account, body);
      if (call.code === "hold-changed") {
        this.changedHolds++;
        return await this.#book(account, hold, shownOf(body.hold));
      }
      if (isDefinite(call)) return null;
      await this.#think(500);
    }
    return null;
  }

  async #follow(account: Account, booking: Exchange["body"]): Promise<Exchange["body"]> {
    let latest = booking;
    for (let reads = 0; reads < READS_MAX && !latest.final; reads++) {
      await pause(READ_PAUSE_MS);
      const { call, body } = await this.#call(account, "read", "GET", `/api/bookings/${booking.id}`, {
        bookingId: booking.id,
      });
      if (call.status === 200) latest = body;
    }
    return latest;
  }

  /** Makes a call and, unless `action` is null, records it. A call that fails has no status. */
  async #call(
    { userId, credentials }: Account,
    action: Action | null,
    method: string,
    path: string,
    about: Partial<Call>,
    request?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Exchange> {
    const { url, history } = this.#options;
    const call: Call = {
      kind: "call",
      userId,
      action: action ?? "read",
      sentAt: Date.now(),
      respondedAt: null,
      status: null,
      ...about,
    };
    let body;
    try {
      const response = await fetch(url + path, {
        method,
        headers: {
          ...credentials,
          ...(request === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        body: request === undefined ? undefined : JSON.stringify(request),
        signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      });
      const text = await response.text();
      body = text ? JSON.parse(text) : undefined;
      call.status = response.status;
      call.respondedAt = Date.now();
      if (!response.ok) call.code = body?.code;
      else if (body?.status && body?.code) recordBooking(call, body);
    } catch {
      // No response, or only part of one: the history calls that unknown.
    }
    if (action) history.push(call);
    return { call, body };
  }

  #newKey(): string {
    return Array.from({ length: 4 }, () => Math.floor(this.#options.random() * 2 ** 32).toString(36)).join(
      "-",
    );
  }

  #pick<T>(list: T[]): T {
    return list[Math.floor(this.#options.random() * list.length)];
  }

  #pickToken(): string {
    let rest = this.#options.random() * 100;
    for (const [token, share] of TOKENS) {
      rest -= share;
      if (rest < 0) return token;
    }
    return TOKENS[0][0];
  }

  /** Waits for a random time up to `msMax`, as people do. */
  #think(msMax = THINK_MS_MAX): Promise<void> {
    return pause(this.#options.random() * msMax);
  }
}

function shownOf({ seats, total }: { seats: { id: string }[]; total: number }): Shown {
  return { expectedSeats: seats.map(({ id }) => id), expectedTotal: total };
}

/** Records the booking that the response contains. */
function recordBooking(call: Call, body: { id: string; status: string; final: boolean }): void {
  call.bookingId = body.id;
  call.booking = { status: body.status, final: body.final };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
