/** Buyers who compete for the same few seats, and write down all that they asked for and were answered. */
import type { Random } from "@/lib/demo/random.ts";
import type { EventFixture } from "@/lib/testing/fixtures.ts";
import { type Action, type Call, type Entry, isDefinite } from "../auditor/history.ts";

/** Less than the 15 s after which the sweeper gives a claim up: who still waits then would be refused rightly. */
const CALL_TIMEOUT_MS = 8_000;
/** Seats at the front of those that are free, which all want. */
const WANTED_SEATS = 16;
const SEATS_PER_HOLD_MAX = 3;
const THINK_MS_MAX = 60;
/** How often a call without an answer is repeated under its key. */
const RETRIES_MAX = 8;
/** Looks at a booking that is not final yet, before its buyer does something else. */
const LOOKS_MAX = 40;
const LOOK_PAUSE_MS = 100;

/** How buyers pay, and how many of a hundred do so. */
const TOKENS: [token: string, share: number][] = [
  ["tok_approve", 62],
  ["tok_decline", 12],
  ["tok_random", 10],
  ["tok_late", 8],
  ["tok_timeout", 8],
];

/** Somebody with an account. */
export interface Account {
  userId: string;
  token: string;
}

/** What the buyer of a hold has seen of it, as a booking says it. */
interface Shown {
  expectedSeats: string[];
  expectedTotal: number;
}

interface Held {
  call: Call;
  shown: Shown;
}

interface Answer {
  call: Call;
  // deno-lint-ignore no-explicit-any -- whatever the server sent; what is used of it ends in the history
  body: any;
}

export interface CrowdOptions {
  url: string;
  accounts: Account[];
  events: EventFixture[];
  random: Random;
  /** Gets an entry for every call, once it has its answer or none will come. */
  history: Entry[];
}

/** Buyers at work until they are told to stop. */
export class Crowd {
  /** Whether holds are changed in a second tab between their buyers' seeing and paying. */
  hasSecondTabs = false;
  /** How many bookings were refused because of it. */
  changedHolds = 0;
  readonly #options: CrowdOptions;
  #stopping = false;
  #running: Promise<unknown>;

  constructor(options: CrowdOptions) {
    this.#options = options;
    this.#running = Promise.all(options.accounts.map((account) => this.#shop(account)));
  }

  /** Lets everybody finish what they are about. */
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

  /** One visit: choose seats, hold them, and most often book them. */
  async #visit(account: Account): Promise<void> {
    const { random } = this.#options;
    const event = this.#pick(this.#options.events);
    const held = await this.#hold(account, event);
    if (!held) return;
    const { call: hold, shown } = held;
    if (random() < 0.1) await this.#release(this.#pick(this.#options.accounts), hold);
    const intent = random();
    // Some leave their hold to its end.
    if (intent < 0.08) return;
    if (intent < 0.16) return await this.#release(account, hold);
    const secondTab = this.hasSecondTabs && this.#change(account, event, held);
    await this.#think();
    let booking = await this.#book(account, hold, shown);
    await secondTab;
    if (booking?.status === "failed" && random() < 0.5) booking = await this.#book(account, hold, shown);
    if (booking?.status === "failed") await this.#release(account, hold);
    if (booking?.status === "confirmed" && random() < 0.4) {
      await this.#ask(account, "cancel", "POST", `/api/bookings/${booking.id}/cancel`, {
        bookingId: booking.id,
      });
    }
  }

  async #hold(account: Account, { eventId, chart }: EventFixture): Promise<Held | null> {
    const { random } = this.#options;
    const { body: board } = await this.#ask(account, null, "GET", `/api/events/${eventId}/seats`, {
      eventId,
    });
    if (typeof board?.statuses !== "string") return null;
    const free = chart.seats.filter((_, index) => board.statuses[index] === "a").slice(0, WANTED_SEATS);
    if (free.length === 0) return null;
    const count = 1 + Math.floor(random() * SEATS_PER_HOLD_MAX);
    const from = Math.floor(random() * free.length);
    const seats = free.slice(from, from + count).map(({ id }) => id);
    const { call, body } = await this.#ask(account, "hold", "POST", `/api/events/${eventId}/holds`, {
      eventId,
    }, { seats });
    if (call.status !== 201) return null;
    const indexes = new Map(chart.seats.map(({ id }, index) => [id, index]));
    call.holdId = body.id;
    call.seats = body.seats.map(({ id }: { id: string }) => indexes.get(id)!);
    call.expiresAt = Date.parse(body.expiresAt);
    return { call, shown: shownOf(body) };
  }

  /** Gives back a seat of a hold, or takes more. */
  async #change(account: Account, { chart }: EventFixture, { call: { holdId }, shown }: Held): Promise<void> {
    const { random } = this.#options;
    await this.#think();
    const [, ...fewer] = shown.expectedSeats;
    const more = [...new Set([...shown.expectedSeats, this.#pick(chart.seats).id])];
    const seats = fewer.length > 0 && random() < 0.5 ? fewer : more;
    await this.#ask(account, "change", "PUT", `/api/holds/${holdId}`, { holdId }, { seats });
  }

  /** Asks to release a hold, one's own or another's, which must do nothing. */
  async #release(account: Account, { holdId, userId }: Call): Promise<void> {
    await this.#ask(account, "release", "DELETE", `/api/holds/${holdId}`, { holdId, ownerId: userId });
  }

  /** Books the hold under a new key and follows the booking; null when it was refused or is not heard of. */
  async #book(account: Account, hold: Call, shown: Shown): Promise<Answer["body"]> {
    const { holdId } = hold;
    const key = this.#newKey();
    const request = { holdId, paymentToken: this.#pickToken(), ...shown };
    for (let tries = 0; tries <= RETRIES_MAX; tries++) {
      const { call, body } = await this.#ask(
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

  async #follow(account: Account, booking: Answer["body"]): Promise<Answer["body"]> {
    let latest = booking;
    for (let looks = 0; looks < LOOKS_MAX && !latest.final; looks++) {
      await pause(LOOK_PAUSE_MS);
      const { call, body } = await this.#ask(account, "look", "GET", `/api/bookings/${booking.id}`, {
        bookingId: booking.id,
      });
      if (call.status === 200) latest = body;
    }
    return latest;
  }

  /** Makes a call and, unless `action` is null, writes it down. A call that fails has no status. */
  async #ask(
    { userId, token }: Account,
    action: Action | null,
    method: string,
    path: string,
    about: Partial<Call>,
    request?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const { url, history } = this.#options;
    const call: Call = {
      kind: "call",
      userId,
      action: action ?? "look",
      sentAt: Date.now(),
      answeredAt: null,
      status: null,
      ...about,
    };
    let body;
    try {
      const response = await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(request === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        body: request === undefined ? undefined : JSON.stringify(request),
        signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      });
      const text = await response.text();
      body = text ? JSON.parse(text) : undefined;
      call.status = response.status;
      call.answeredAt = Date.now();
      if (!response.ok) call.code = body?.code;
      else if (body?.status && body?.code) readBooking(call, body);
    } catch {
      // No answer, or half of one: that is what a history calls unknown.
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

  /** Takes a moment, as people do; less than a tenth of a second unless told. */
  #think(msMax = THINK_MS_MAX): Promise<void> {
    return pause(this.#options.random() * msMax);
  }
}

function shownOf({ seats, total }: { seats: { id: string }[]; total: number }): Shown {
  return { expectedSeats: seats.map(({ id }) => id), expectedTotal: total };
}

/** The answer is a booking. */
function readBooking(call: Call, body: { id: string; status: string; final: boolean }): void {
  call.bookingId = body.id;
  call.booking = { status: body.status, final: body.final };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
