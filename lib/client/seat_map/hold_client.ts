/**
 * The buyer's hold, as the map changes it. What is wanted shows at once; requests run one after another and carry the
 * latest wish, so quick clicks become few requests and never overtake each other.
 */
import type { HoldView } from "@/lib/board/hold_view.ts";
import { learnServerTime } from "./server_clock.ts";

/** Why a wish was not granted, with the members of the API's answer; `failed` when there was no usable answer. */
export interface Refusal {
  code: string;
  /** Seat ids that were not free. */
  unavailable?: string[];
  /** Seat ids that would be left alone, or of a hold that has ended. */
  seats?: string[];
  /** Seat ids of a choice that leaves none alone. */
  instead?: string[];
  limit?: number;
  /** Whose limit it is, if not the buyer's own. */
  scope?: "address";
  bookingId?: string;
}

export interface HoldClientOptions {
  eventId: string;
  /** As the server rendered it. */
  hold: HoldView | null;
  fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** Whether the server is to be asked for these seats. A choice that it would refuse waits until it is changed. */
  canSubmit?: (seats: string[]) => Promise<boolean>;
  /** Something that shows has changed. */
  onChange: () => void;
  /** What was wanted and not granted has been taken back already. */
  onRefusal: (refusal: Refusal) => void;
}

type Answer = { ok: true; hold: HoldView | null } | { ok: false; refusal: Refusal };

export class HoldClient {
  readonly #options: HoldClientOptions;
  #wanted: Set<string>;
  #hold: HoldView | null;
  #working: Promise<void> | null = null;

  constructor(options: HoldClientOptions) {
    this.#options = options;
    this.#hold = options.hold;
    this.#wanted = new Set(seatIds(options.hold));
  }

  /** The hold as the server has it. */
  get hold(): HoldView | null {
    return this.#hold;
  }

  /** The seats that are shown as the buyer's own. */
  get wanted(): ReadonlySet<string> {
    return this.#wanted;
  }

  /** Whether the server still has to hear of a change. */
  get isWorking(): boolean {
    return this.#working !== null;
  }

  /** Whether what is wanted waits for a change, because the server would refuse it as it is. */
  get isWaiting(): boolean {
    return this.#working === null && !this.#isInSync;
  }

  get #isInSync(): boolean {
    return sameMembers(this.#wanted, seatIds(this.#hold));
  }

  /**
   * Adds and removes seats, and tells the server at once or after `waitMs`. Resolves when the server has answered for all
   * that is wanted by then, or the choice waits.
   */
  change(
    { add = [], remove = [], waitMs = 0 }: { add?: string[]; remove?: string[]; waitMs?: number },
  ): Promise<void> {
    for (const id of add) this.#wanted.add(id);
    for (const id of remove) this.#wanted.delete(id);
    return this.#sync(waitMs);
  }

  /** Asks for more time. */
  async extend(): Promise<void> {
    await this.#working;
    if (!this.#hold) return;
    this.#accept(await this.#send("POST", `/api/holds/${this.#hold.id}/extend`));
    this.#options.onChange();
  }

  /**
   * Reads the hold again: the page was away, or the map shows that a seat is not ours any more. What is gone then is a
   * refusal, unless it `isExpected`: the buyer has given it back elsewhere.
   */
  async reload({ isExpected = false } = {}): Promise<void> {
    await this.#working;
    const response = await this.#request("GET", `/api/events/${this.#options.eventId}/holds`);
    if (!response?.ok) return;
    const { items }: { items: HoldView[] } = await response.json();
    const before = seatIds(this.#hold);
    this.#hold = items.find((hold) => hold.id === this.#hold?.id) ?? items.at(-1) ?? null;
    this.#wanted = new Set(seatIds(this.#hold));
    const lost = before.filter((id) => !this.#wanted.has(id));
    this.#options.onChange();
    if (lost.length > 0 && !isExpected) {
      this.#report(
        lost,
        this.#hold ? { code: "seats-unavailable", unavailable: lost } : { code: "not-found" },
      );
    }
  }

  #sync(waitMs: number): Promise<void> {
    this.#working ??= this.#work(waitMs).finally(() => {
      this.#working = null;
      this.#options.onChange();
    });
    this.#options.onChange();
    return this.#working;
  }

  /** Every step ends with the wish granted, taken back or waiting, so this ends when nobody wishes for more. */
  async #work(waitMs: number): Promise<void> {
    const { canSubmit } = this.#options;
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    while (!this.#isInSync) {
      const asked = [...this.#wanted];
      if (canSubmit && !await canSubmit(asked)) {
        if (sameMembers(this.#wanted, asked)) return;
        continue;
      }
      const answer = await this.#submit(asked);
      if (answer.ok) this.#hold = answer.hold;
      else this.#takeBack(asked, answer.refusal);
      this.#options.onChange();
      if (!answer.ok) this.#report(asked, answer.refusal);
    }
  }

  #submit(seats: string[]): Promise<Answer> {
    if (!this.#hold) return this.#send("POST", `/api/events/${this.#options.eventId}/holds`, { seats });
    const path = `/api/holds/${this.#hold.id}`;
    return seats.length === 0 ? this.#send("DELETE", path) : this.#send("PUT", path, { seats });
  }

  /** Seats that are gone are given up; after any other refusal all is as the server has it. */
  #takeBack(asked: string[], { code, unavailable }: Refusal): void {
    if (code === "not-found") this.#hold = null;
    if (code === "seats-unavailable" && unavailable?.some((id) => asked.includes(id))) {
      for (const id of unavailable) this.#wanted.delete(id);
    } else {
      this.#wanted = new Set(seatIds(this.#hold));
    }
  }

  #accept(answer: Answer): void {
    if (answer.ok) {
      this.#hold = answer.hold;
      return;
    }
    const seats = seatIds(this.#hold);
    this.#takeBack(seats, answer.refusal);
    this.#report(seats, answer.refusal);
  }

  /** When the hold has ended, the seats are those that somebody had or wanted with it. */
  #report(seats: string[], refusal: Refusal): void {
    this.#options.onRefusal(refusal.code === "not-found" ? { ...refusal, seats } : refusal);
  }

  async #send(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await this.#request(method, path, body);
    if (response?.status === 204) return { ok: true, hold: null };
    // A proxy's page of an error is no JSON.
    const answer = await response?.json().catch(() => null);
    if (response?.ok && answer) return { ok: true, hold: answer };
    return { ok: false, refusal: { code: "failed", ...answer } };
  }

  async #request(method: string, path: string, body?: unknown): Promise<Response | null> {
    try {
      const response = await this.#options.fetch(path, {
        method,
        // Who leaves the page at once still gets the seat, and the cookie by which it is theirs.
        keepalive: method !== "GET",
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      });
      const date = Date.parse(response.headers.get("date") ?? "");
      // The header has whole seconds: what it leaves out may be nearly one.
      if (!Number.isNaN(date)) learnServerTime(date + 1_000);
      return response;
    } catch {
      // No network: there is no answer, and the caller says so.
      return null;
    }
  }
}

function seatIds(hold: HoldView | null): string[] {
  return hold ? hold.seats.map(({ id }) => id) : [];
}

function sameMembers(set: ReadonlySet<string>, list: string[]): boolean {
  return set.size === list.length && list.every((id) => set.has(id));
}
