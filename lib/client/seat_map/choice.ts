/**
 * Choosing seats: the buyer's hold, alternatives when others were faster, and the messages about both. Loaded on first
 * use.
 */
import type { HoldView } from "@/lib/board/hold_view.ts";
import { type NamedSeat, seatName, seatsInSentence, semicolonList } from "@/lib/charts/seats_in_words.ts";
import type { SeatStatus } from "@/lib/charts/seat_status.ts";
import { formatMoney } from "@/lib/format/money.ts";
import { HoldClient, type HoldClientOptions, type Refusal } from "./hold_client.ts";
import type { KnownSeats } from "./known_seats.ts";
import type { MapWords } from "./labels.ts";
import type { ChosenSeat, Message } from "./map_event.ts";
import type { SeatMemory } from "./seat_memory.ts";
import { serverNow } from "./server_clock.ts";

/** Maximum attempts to pick seats for the buyer while others keep taking them first. */
const PICKS_MAX = 4;
/** How far our estimate of the server's clock may be off. */
const CLOCK_SLACK_MS = 1_500;

export interface ChoiceOptions {
  known: KnownSeats;
  /** As rendered by the server. */
  hold: HoldView | null;
  memory: SeatMemory;
  fetch: HoldClientOptions["fetch"];
  /** The current choice. `lost`: indexes of seats just lost to someone else. */
  onChange(choice: { seats: ChosenSeat[]; hold: HoldView | null; isWorking: boolean; lost: number[] }): void;
  /** Statuses were corrected ahead of the stream. */
  onCorrected(changed: [index: number, before: SeatStatus][]): void;
  onMessage(message: Message | null): void;
  announce(text: string): void;
  /** Brings seats into view. */
  show(seats: number[]): void;
  /** The server has responded to a change. */
  onResponse(): void;
  /** Loads a module; null without a network, which the page reports. */
  load<Part>(load: () => Promise<Part>): Promise<Part | null>;
}

type Suggestions = typeof import("./suggest.ts");

export class Choice {
  readonly #options: ChoiceOptions;
  readonly #known: KnownSeats;
  readonly #words: MapWords["seatChoice"];
  readonly #client: HoldClient;
  /** What to do when seats that we picked turn out to be taken. */
  #pick: { attempts: number; seats: string[]; again: () => void } | null = null;

  constructor(options: ChoiceOptions) {
    this.#options = options;
    this.#known = options.known;
    this.#words = options.known.words.seatChoice;
    this.#client = new HoldClient({
      eventId: options.known.event.id,
      hold: options.hold,
      fetch: options.fetch,
      canSubmit: options.known.event.orphans === "refuse" ? (seats) => this.#canSubmit(seats) : undefined,
      onChange: () => this.#changed(),
      onRefusal: (refusal) => this.#refused(refusal),
    });
  }

  /** Takes a seat or gives it back. The request goes out after `waitMs`, unless the change is undone before then. */
  toggle(index: number, waitMs = 0): void {
    const seat = this.#known.hall!.chart.seats[index];
    this.#known.focused = index;
    if (this.#client.wanted.has(seat.id)) return this.remove([seat.id], waitMs);
    const state = this.#known.stateOf(index);
    if (state !== "a") {
      return this.#options.announce(this.#words.notFree({ seat: this.#nameOf(seat), state }));
    }
    this.#take([seat.id], [], waitMs);
    this.#announceTaken([index]);
  }

  /** Gives seats back. */
  remove(ids: string[], waitMs = 0): void {
    this.#take([], ids, waitMs);
    // Nobody else could have taken them: show them as free at once; the stream will confirm it.
    this.#correct(ids, "h", "a");
    const names = this.#seatsOf(this.#known.indexesOf(ids)).map((seat) => this.#nameOf(seat));
    this.#options.announce(this.#words.givenBack(this.#withTotal(names)));
  }

  /** Takes the offered seats, and gives others back if the offer says so. */
  takeOffer({ take, giveBack = [] }: NonNullable<Message["offer"]>): void {
    this.#take(take, giveBack);
    this.#correct(giveBack, "h", "a");
    this.#options.show(this.#known.indexesOf(take));
    this.#announceTaken(this.#known.indexesOf(take));
  }

  /** Takes the best free seats together, in one zone or any, replacing those from the previous search. */
  async takeBest(quantity: number, zone: string | undefined): Promise<void> {
    const parts = await this.#options.load(() => import("./suggest.ts"));
    const chart = this.#known.hall?.chart;
    if (!parts || !chart) return;
    const before = this.#options.memory.found().filter((id) => this.#client.wanted.has(id));
    const byHand = [...this.#client.wanted].filter((id) => !before.includes(id));
    this.#pickSeats(
      (isFree) =>
        parts.suggestBest(chart, isFree, { zone, quantity }, new Set(this.#known.indexesOf(before))),
      (found) =>
        parts.bestTexts(chart, found, this.#seatsOf(this.#known.indexesOf(byHand)), this.#known.words),
      before,
    );
  }

  /** Adds or removes one place in a standing area. */
  changeArea(areaId: string, change: 1 | -1): void {
    if (change === -1) {
      const last = [...this.#client.wanted].findLast((id) => this.#known.areaOf(id) === areaId);
      if (last) this.remove([last]);
      return;
    }
    const places = this.#known.hall?.blocks.find(({ area }) => area?.id === areaId)?.seats ?? [];
    this.#pickSeats((isFree) => {
      const free = places.filter(isFree);
      // A random one: buyers who all took the first would collide.
      return free.length > 0 ? [free[Math.floor(Math.random() * free.length)]] : null;
    });
  }

  async extend(): Promise<void> {
    await this.#client.extend();
    this.#options.onResponse();
  }

  /** Reloads the hold, which may have expired or changed. `isExpected`: the buyer changed it elsewhere. */
  reload(options?: { isExpected: boolean }): Promise<void> {
    return this.#client.reload(options);
  }

  /** Compares the hold with the statuses of its seats in the stream, and reloads the hold if they differ. */
  check(): void {
    const { hold, isWorking, isWaiting } = this.#client;
    const { statuses } = this.#known;
    if (!hold || isWorking || isWaiting) return;
    const gone = this.#known.indexesOf(hold.seats.map(({ id }) => id)).filter((index) =>
      statuses![index] !== "h"
    );
    if (gone.length === 0) return;
    const isOver = Date.parse(hold.expiresAt) <= serverNow() + CLOCK_SLACK_MS;
    // Free before the hold expires, and not someone else's: they were given back in another tab.
    this.reload({ isExpected: !isOver && gone.every((index) => statuses![index] === "a") });
  }

  #take(add: string[], remove: string[] = [], waitMs = 0): Promise<void> {
    this.#options.onMessage(null);
    this.#pick = null;
    return this.#change(add, remove, waitMs);
  }

  async #change(add: string[], remove: string[], waitMs = 0): Promise<void> {
    await this.#client.change({ add, remove, waitMs });
    this.#options.onResponse();
    // Orphans left by seats that we picked matter only where the event refuses them.
    if (!this.#pick || this.#client.isWaiting) await this.#warnAboutOrphan();
  }

  /** Takes free seats of our choosing; if others are faster, chooses again. */
  #pickSeats(
    choose: (isFree: (index: number) => boolean) => number[] | null,
    textsOf?: (found: number[]) => string[],
    before: string[] = [],
    attempts = PICKS_MAX,
  ): void {
    if (!this.#known.hall || !this.#known.statuses) return;
    const { seats } = this.#known.hall.chart;
    const found = choose(this.#known.isFree);
    if (!found) {
      this.#refused({ code: "seats-unavailable" });
      return;
    }
    const ids = found.map((index) => seats[index].id);
    const giveBack = before.filter((id) => !ids.includes(id));
    this.#take(ids, giveBack);
    this.#correct(giveBack, "h", "a");
    if (textsOf) this.#options.memory.rememberFound([...before, ...ids]);
    this.#pick = {
      attempts: attempts - 1,
      seats: ids,
      again: () => {
        this.#change([], ids);
        this.#pickSeats(choose, textsOf, [], attempts - 1);
      },
    };
    if (seats[found[0]].area === undefined) this.#options.show(found);
    const texts = textsOf?.(found) ?? [];
    if (texts.length > 0) this.#options.onMessage({ texts });
    this.#announceTaken(found);
  }

  async #refused(refusal: Refusal): Promise<void> {
    const lostIds = refusal.code === "seats-unavailable" ? refusal.unavailable ?? [] : [];
    this.#correct(lostIds, "a", "h");
    const pick = this.#pick;
    this.#pick = null;
    if (pick && pick.attempts > 0 && lostIds.some((id) => pick.seats.includes(id))) return pick.again();
    const lost = this.#known.indexesOf(lostIds);
    this.#changed(lost);
    const parts = await this.#options.load(() => import("./suggest.ts"));
    if (!parts) return;
    const about = this.#known.indexesOf(refusal.code === "leaves-orphan" ? refusal.seats ?? [] : lostIds);
    const text = parts.refusalText(refusal, this.#seatsOf(about), this.#known.words);
    this.#showMessage({ texts: [text], offer: this.#offerAfter(refusal, lost, parts) }, about);
  }

  /** What to offer after a refusal: the same seats again, a choice without orphans, or replacements for lost seats. */
  #offerAfter({ code, seats = [], instead }: Refusal, lost: number[], parts: Suggestions): Message["offer"] {
    const { hall, statuses, isFree } = this.#known;
    if (code === "not-found" && seats.length > 0) {
      // They may still show as held, by the hold that has just ended.
      const former = this.#known.indexesOf(seats).filter((index) => statuses?.[index] !== "b");
      this.#options.memory.rememberExpired(seats);
      return former.length > 0 ? this.#offerOf(former, this.#words.takeAgain) : undefined;
    }
    if (instead && hall) {
      const giveBack = [...this.#client.wanted].filter((id) => !instead.includes(id));
      return { ...this.#offerOf(this.#known.indexesOf(instead)), giveBack };
    }
    const found = hall && lost.length > 0 && parts.suggestInstead(hall.chart, isFree, lost);
    return found ? this.#offerOf(found) : undefined;
  }

  /** Warns gently when the choice leaves an orphan, and offers a fix. */
  async #warnAboutOrphan(): Promise<void> {
    const found = await this.#findOrphan(this.#known.mine, this.#client.isWaiting);
    if (!found || this.#client.isWorking) return;
    const { fix, parts } = found;
    const [take, giveBack] = [fix.take, fix.giveBack].map((list) => this.#seatsOf(list).map(({ id }) => id));
    const orphan = this.#seatsOf([fix.orphan]);
    const { words } = this.#known;
    const text = this.#client.isWaiting
      ? parts.refusalText({ code: "leaves-orphan" }, orphan, words)
      : this.#words.leavesOrphan({ seats: seatsInSentence(orphan, words.seats) });
    this.#showMessage({ texts: [text], offer: { ...this.#offerOf(fix.instead), take, giveBack } }, [
      fix.orphan,
    ]);
  }

  /** Shows a message about seats, and brings them and the seats offered instead into view. */
  #showMessage(message: Message, about: number[]): void {
    this.#options.onMessage(message);
    const seats = this.#known.indexesOf(message.offer?.take ?? []).concat(about);
    if (seats.length > 0) this.#options.show(seats);
  }

  /** Announces to screen readers what was taken: full seat names with prices, and the total. */
  #announceTaken(indexes: number[]): void {
    const names = indexes.map((index) => {
      const seat = this.#known.hall!.chart.seats[index];
      const price = this.#known.zone(seat.zone).priceText;
      return this.#words.pricedSeat({ seat: this.#nameOf(seat), price });
    });
    this.#options.announce(this.#words.taken(this.#withTotal(names)));
  }

  /** The seats' names, with the number of seats now chosen and their total. */
  #withTotal(names: string[]): { seats: string; count: number; total: string } {
    const { event: { currency }, locale, words } = this.#known;
    const chosen = this.#chosenSeats();
    const total = chosen.reduce((sum, { price }) => sum + price, 0);
    return {
      seats: semicolonList(names, words.seats),
      count: chosen.length,
      total: formatMoney(total, currency, locale, { short: true }),
    };
  }

  #nameOf(seat: NamedSeat): string {
    return seatName(seat, this.#known.words.seats);
  }

  /** Whether the event allows this choice; where we can't tell, the server decides. */
  async #canSubmit(ids: string[]): Promise<boolean> {
    return await this.#findOrphan(new Set(this.#known.indexesOf(ids)), true) === null;
  }

  /**
   * An orphan that the choice leaves needlessly; with `isNew`, only one that the current hold doesn't already leave.
   */
  async #findOrphan(mine: ReadonlySet<number>, isNew: boolean) {
    const { hall, statuses, isFree } = this.#known;
    if (!hall || !statuses || mine.size === 0) return null;
    const parts = await this.#options.load(() => import("./suggest.ts"));
    const heldBefore = isNew ? this.#known.indexesOf(this.#client.hold?.seats.map(({ id }) => id) ?? []) : [];
    const fix = parts?.fixOrphan(hall.chart, isFree, mine, new Set(heldBefore));
    return parts && fix ? { fix, parts } : null;
  }

  #offerOf(found: number[], textOf = this.#words.takeInstead) {
    const seats = this.#seatsOf(found);
    const text = textOf({ seats: seatsInSentence(seats, this.#known.words.seats) });
    return { text, take: seats.map(({ id }) => id) };
  }

  #seatsOf(indexes: number[]): (NamedSeat & { id: string })[] {
    return indexes.map((index) => this.#known.hall!.chart.seats[index]);
  }

  /** Reports the current choice. */
  #changed(lost: number[] = []): void {
    const { hold, isWorking, isWaiting } = this.#client;
    this.#options.onChange({ seats: this.#chosenSeats(), hold, isWorking: isWorking || isWaiting, lost });
  }

  #chosenSeats(): ChosenSeat[] {
    const { hold, wanted } = this.#client;
    const known = new Map(hold?.seats.map((seat) => [seat.id, seat]));
    return [...wanted].flatMap((id) => known.get(id) ?? this.#chosenSeat(id) ?? []);
  }

  /** A seat as the panel shows it before the server has confirmed its price. */
  #chosenSeat(seatId: string): ChosenSeat | null {
    const [index] = this.#known.indexesOf([seatId]);
    if (index === undefined) return null;
    const { id, zone, section, row, number } = this.#known.hall!.chart.seats[index];
    return { id, zone, section, row, number, price: this.#known.zone(zone).price };
  }

  /** Replaces one status with another until the stream says otherwise. */
  #correct(ids: string[], from: SeatStatus, to: SeatStatus): void {
    const { statuses } = this.#known;
    const changed = this.#known.indexesOf(ids).filter((index) => statuses?.[index] === from);
    for (const index of changed) statuses![index] = to;
    this.#options.onCorrected(changed.map((index) => [index, from]));
  }
}
