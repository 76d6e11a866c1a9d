/**
 * The buyer's hold, as changed on the map. The wanted seats show at once; requests run one at a time and carry the
 * latest choice, so that quick clicks become few requests that never overtake each other.
 */
import type { HoldView } from "@/lib/board/hold_view.ts";
import { learnServerTime } from "./server_clock.ts";

/** Why a change was refused, with the members of the API's problem; `failed` when there was no usable response. */
export interface Refusal {
  code: string;
  /** Ids of seats that were not free. */
  unavailable?: string[];
  /** Ids of seats that would be orphans, or that belonged to a hold that has ended. */
  seats?: string[];
  /** Ids of the seats of a choice without orphans. */
  instead?: string[];
  limit?: number;
  /** Whose limit was reached, if not the buyer's own. */
  scope?: "address";
  bookingId?: string;
}

export interface HoldClientOptions {
  eventId: string;
  /** As rendered by the server. */
  hold: HoldView | null;
  fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** Whether to send this choice. One that the server would refuse waits until it is changed. */
  canSubmit?: (seats: string[]) => Promise<boolean>;
  /** Something visible has changed. */
  onChange: () => void;
  /** A change was refused; it has been rolled back already. */
  onRefusal: (refusal: Refusal) => void;
}

type Outcome = { ok: true; hold: HoldView | null } | { ok: false; refusal: Refusal };

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

  /** The hold as last confirmed by the server. */
  get hold(): HoldView | null {
    return this.#hold;
  }

  /** The seats shown as the buyer's own. */
  get wanted(): ReadonlySet<string> {
    return this.#wanted;
  }

  /** Whether a change has yet to reach the server. */
  get isWorking(): boolean {
    return this.#working !== null;
  }

  /** Whether the choice is waiting to be changed, because the server would refuse it. */
  get isWaiting(): boolean {
    return this.#working === null && !this.#isInSync;
  }

  get #isInSync(): boolean {
    return sameMembers(this.#wanted, seatIds(this.#hold));
  }

  /**
   * Adds and removes seats, and sends the change at once or after `waitMs`. Resolves when the server has responded to
   * everything wanted by then, or the choice is waiting.
   */
  change(
    { add = [], remove = [], waitMs = 0 }: { add?: string[]; remove?: string[]; waitMs?: number },
  ): Promise<void> {
    for (const id of add) this.#wanted.add(id);
    for (const id of remove) this.#wanted.delete(id);
    return this.#sync(waitMs);
  }

  /** Extends the hold. */
  async extend(): Promise<void> {
    await this.#working;
    if (!this.#hold) return;
    this.#accept(await this.#send("POST", `/api/holds/${this.#hold.id}/extend`));
    this.#options.onChange();
  }

  /**
   * Reloads the hold after the page was hidden, or when the map shows that a seat is no longer ours. Lost seats are
   * reported as a refusal, unless `isExpected`: the buyer gave them back elsewhere.
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

  /** Every pass ends with the change granted, rolled back or waiting, so the loop ends when nothing more is wanted. */
  async #work(waitMs: number): Promise<void> {
    const { canSubmit } = this.#options;
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    while (!this.#isInSync) {
      const requested = [...this.#wanted];
      if (canSubmit && !await canSubmit(requested)) {
        if (sameMembers(this.#wanted, requested)) return;
        continue;
      }
      const outcome = await this.#submit(requested);
      if (outcome.ok) this.#hold = outcome.hold;
      else this.#rollBack(requested, outcome.refusal);
      this.#options.onChange();
      if (!outcome.ok) this.#report(requested, outcome.refusal);
    }
  }

  #submit(seats: string[]): Promise<Outcome> {
    if (!this.#hold) return this.#send("POST", `/api/events/${this.#options.eventId}/holds`, { seats });
    const path = `/api/holds/${this.#hold.id}`;
    return seats.length === 0 ? this.#send("DELETE", path) : this.#send("PUT", path, { seats });
  }

  /** Drops seats that are gone; after any other refusal, reverts to the server's hold. */
  #rollBack(requested: string[], { code, unavailable }: Refusal): void {
    if (code === "not-found") this.#hold = null;
    if (code === "seats-unavailable" && unavailable?.some((id) => requested.includes(id))) {
      for (const id of unavailable) this.#wanted.delete(id);
    } else {
      this.#wanted = new Set(seatIds(this.#hold));
    }
  }

  #accept(outcome: Outcome): void {
    if (outcome.ok) {
      this.#hold = outcome.hold;
      return;
    }
    const seats = seatIds(this.#hold);
    this.#rollBack(seats, outcome.refusal);
    this.#report(seats, outcome.refusal);
  }

  /** Reports a refusal, with the `seats` that were held or wanted if the hold has ended. */
  #report(seats: string[], refusal: Refusal): void {
    this.#options.onRefusal(refusal.code === "not-found" ? { ...refusal, seats } : refusal);
  }

  async #send(method: string, path: string, body?: unknown): Promise<Outcome> {
    const response = await this.#request(method, path, body);
    if (response?.status === 204) return { ok: true, hold: null };
    // A proxy's error page is not JSON.
    const content = await response?.json().catch(() => null);
    if (response?.ok && content) return { ok: true, hold: content };
    return { ok: false, refusal: { code: "failed", ...content } };
  }

  async #request(method: string, path: string, body?: unknown): Promise<Response | null> {
    try {
      const response = await this.#options.fetch(path, {
        method,
        // A buyer who leaves the page at once still gets the seat, and the cookie that makes it theirs.
        keepalive: method !== "GET",
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      });
      const date = Date.parse(response.headers.get("date") ?? "");
      // The header has whole seconds; the server's clock may be almost a second ahead of it.
      if (!Number.isNaN(date)) learnServerTime(date + 1_000);
      return response;
    } catch {
      // No network: there is no response, which the caller reports.
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
