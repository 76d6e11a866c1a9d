/** Choosing seats in a browser: brings the chart, the live statuses, the hold and the map together. */
import { signal } from "@preact/signals";
import { type NamedSeat, seatInRow } from "@/lib/seats/seat_name.ts";
import type { SeatStatus } from "@/lib/seats/board.ts";
import type { HoldView } from "@/lib/seats/hold_view.ts";
import { formatMoney } from "@/lib/events/money.ts";
import { lookOf } from "./draw_seats.ts";
import { type Block, countFree, type Hall, prepareHall } from "./hall.ts";
import { HoldClient, type Refusal } from "./hold_client.ts";
import { followSeats } from "./live_seats.ts";
import { MapView } from "./map_view.ts";
import type { Direction } from "./neighbours.ts";
import type { SeatStates } from "./seat_states.ts";
import type { Position } from "./viewport.ts";
import { lookWords, NOT_REACHED, specialsOf } from "./words.ts";

/** What the map has to know of an event. Plain data: it comes with the page. */
export interface MapEvent {
  id: string;
  slug: string;
  currency: string;
  maxSeatsPerBuyer: number;
  zones: { id: string; name: string; colour: number; price: number }[];
  areas: { id: string; name: string; zone: string; left: number }[];
  /** False before the sale has begun: the map is only looked at. */
  canChoose: boolean;
}

export type ChosenSeat = HoldView["seats"][number];

export interface Message {
  text: string;
  /** Seats that could be had instead. */
  offer?: { text: string; seats: string[] };
}

export interface Tip {
  at: Position;
  title: string;
  text: string;
}

/** How often seats that were picked by us, not by the buyer, are picked anew when others were faster. */
const PICKS_MAX = 4;

export class Chooser {
  readonly seats = signal<ChosenSeat[]>([]);
  readonly hold = signal<HoldView | null>(null);
  readonly isWorking = signal(false);
  readonly message = signal<Message | null>(null);
  /** What a screen reader says next. */
  readonly spoken = signal("");
  readonly tip = signal<Tip | null>(null);
  readonly state = signal<"loading" | "live" | "reconnecting" | "failed">("loading");
  /** Free places of each standing area. */
  readonly placesLeft = signal<Record<string, number>>({});
  /** The zone that the map shows strongly. */
  readonly zone = signal<string | null>(null);
  /** The server's clock minus ours, milliseconds. */
  readonly offsetMs = signal(0);

  readonly #event: MapEvent;
  readonly #locale: string;
  readonly #client: HoldClient;
  #hall: Hall | null = null;
  #map: MapView | null = null;
  #states: SeatStates | null = null;
  #focused: number | null = null;
  /** The wanted seats by index. */
  #mine: ReadonlySet<number> = new Set();
  /** What to do when seats that we picked turn out to be gone. */
  #pick: { attempts: number; seats: string[]; again: () => void } | null = null;

  constructor(event: MapEvent, hold: HoldView | null, locale: string) {
    this.#event = event;
    this.#locale = locale;
    this.placesLeft.value = Object.fromEntries(event.areas.map(({ id, left }) => [id, left]));
    this.#client = new HoldClient({
      eventId: event.id,
      hold,
      fetch: (path, init) => fetch(path, init),
      onChange: () => this.#showChoice(),
      onRefusal: (refusal) => this.#refused(refusal),
      onServerTime: (now) => this.offsetMs.value = now - Date.now(),
    });
    this.#showChoice();
  }

  /** Loads the chart, draws the map and follows the seats, until the returned function is called. */
  start(canvas: HTMLCanvasElement): () => void {
    const stops: (() => void)[] = [];
    let stopped = false;
    this.#loadHall().then((hall) => {
      if (stopped) return;
      this.#hall = hall;
      const map = this.#map = new MapView(canvas, {
        hall,
        wordsOf: (block) => this.#wordsOf(block),
        onSeat: (index) => this.toggle(index),
        onArea: (areaId) => this.changeArea(areaId, 1),
        onPoint: (target) => this.tip.value = target && this.#tipOf(target),
      });
      stops.push(() => map.close());
      this.#showChoice();
      stops.push(followSeats({
        eventId: this.#event.id,
        onSnapshot: (states) => this.#takeSnapshot(states),
        onChange: (changed) => this.#takeChanges(changed),
        onLive: (isLive) => this.state.value = isLive ? "live" : this.#states ? "reconnecting" : "loading",
      }));
    }).catch(() => this.state.value = "failed");
    return () => {
      stopped = true;
      for (const stop of stops) stop();
    };
  }

  /** Takes a seat, or gives it back. */
  toggle(index: number): void {
    const seat = this.#hall!.chart.seats[index];
    this.#focused = index;
    if (!this.#event.canChoose) return this.#say("The sale has not begun yet.");
    if (this.#client.wanted.has(seat.id)) return this.remove([seat.id]);
    const look = this.#lookOf(index);
    if (look !== "a") return this.#say(`${seatInRow(seat)} is ${lookWords(look)}.`);
    this.#take([seat.id]);
    this.#say(`${seatInRow(seat)} is yours now.`);
  }

  /** Gives seats back. */
  remove(ids: string[]): void {
    this.message.value = null;
    this.#client.change({ remove: ids });
    // Nobody else could have them: show them as free at once, and let the stream confirm it.
    for (const id of ids) this.#setStatus(id, "h", "a");
    this.#say(`Given back. ${this.#client.wanted.size} chosen.`);
  }

  /** Takes seats that were offered. */
  takeOffer(seats: string[]): void {
    this.#take(seats);
    this.#map?.show(this.#indexesOf(seats));
  }

  /** The best free seats next to each other, of a zone or of all. */
  async takeBest(quantity: number, zone: string | undefined): Promise<void> {
    const suggestions = await this.#load(() => import("./suggest.ts"));
    if (!suggestions) return;
    this.#pickSeats((isFree) => suggestions.suggestBest(this.#hall!.chart, isFree, { zone, quantity }));
  }

  /** One place of a standing area more or less. */
  changeArea(areaId: string, change: 1 | -1): void {
    if (!this.#event.canChoose) return;
    if (change === -1) {
      const last = this.seats.value.findLast(({ id }) => this.#areaOf(id) === areaId);
      if (last) this.remove([last.id]);
      return;
    }
    const places = this.#hall?.blocks.find(({ area }) => area?.id === areaId)?.seats ?? [];
    this.#pickSeats((isFree) => {
      const free = places.filter(isFree);
      // Not the first one: others take places at the same moment.
      return free.length > 0 ? [free[Math.floor(Math.random() * free.length)]] : null;
    });
  }

  /** How many places of a standing area are chosen. */
  chosenIn(areaId: string): number {
    return this.seats.value.filter(({ id }) => this.#areaOf(id) === areaId).length;
  }

  /** Moves the keyboard's ring; the first time it goes to a chosen seat, else to a free one in the middle. */
  async step(direction: Direction | null): Promise<void> {
    const keyboard = await this.#load(() => import("./neighbours.ts"));
    if (!keyboard || !this.#hall || !this.#map) return;
    const { chart } = this.#hall;
    const [chosen] = this.#mine;
    const from = this.#focused;
    const next = from === null || direction === null
      ? from ?? chosen ?? keyboard.firstSeat(chart, (seat) => this.#lookOf(seat) === "a")
      : keyboard.neighbour(chart.seats, from, direction, (seat) => this.#lookOf(seat) !== "x");
    if (next === null) return this.#say("No seat further that way.");
    const seat = chart.seats[next];
    if (seat.area !== undefined) {
      return this.#say("This hall has standing places. Choose how many beside the map.");
    }
    this.#focused = next;
    this.#map.focus(next);
    this.#say(keyboard.spokenSeat(seat, this.#price(this.#priceOf(seat.zone)), this.#lookOf(next)));
  }

  /** Takes the seat that the keyboard is on. */
  toggleFocused(): void {
    if (this.#focused === null) this.step(null);
    else this.toggle(this.#focused);
  }

  /** The keyboard has left the map. */
  blur(): void {
    this.#map?.focus(null);
  }

  zoomBy(factor: number): void {
    this.#map?.zoomBy(factor);
  }

  fit(): void {
    this.#map?.fit();
  }

  /** Shows one zone strongly, or all again. */
  showZone(zone: string): void {
    this.zone.value = this.zone.value === zone ? null : zone;
    this.#map?.setZone(this.zone.value);
  }

  extend(): Promise<void> {
    return this.#client.extend();
  }

  /** Reads the hold again: its time may be over, or the page was away. */
  reload(): Promise<void> {
    return this.#client.reload();
  }

  async #loadHall(): Promise<Hall> {
    const response = await fetch(`/api/events/${this.#event.id}/chart`);
    if (!response.ok) throw new Error(`the chart could not be loaded (${response.status})`);
    return prepareHall(await response.json());
  }

  #take(ids: string[]): void {
    this.message.value = null;
    this.#pick = null;
    this.#client.change({ add: ids });
  }

  /** Takes free seats that we choose; others may be faster, then we choose again. */
  #pickSeats(choose: (isFree: (index: number) => boolean) => number[] | null, attempts = PICKS_MAX): void {
    if (!this.#hall || !this.#states) return;
    const { seats } = this.#hall.chart;
    const found = choose((index) => this.#lookOf(index) === "a");
    if (!found) {
      this.#refused({ code: "seats-unavailable" });
      return;
    }
    const ids = found.map((index) => seats[index].id);
    this.#take(ids);
    this.#pick = {
      attempts: attempts - 1,
      seats: ids,
      again: () => {
        this.#client.change({ remove: ids });
        this.#pickSeats(choose, attempts - 1);
      },
    };
    if (seats[found[0]].area === undefined) this.#map?.show(found);
    this.#say(`${found.map((index) => seatInRow(seats[index])).join("; ")} taken for you.`);
  }

  #takeSnapshot(states: SeatStates): void {
    this.#states = states;
    this.#map?.setStatuses(states.statuses);
    this.#countPlaces();
    const held = this.#indexesOf(this.hold.value?.seats.map(({ id }) => id) ?? []);
    if (held.some((index) => states.statuses[index] !== "h")) this.#client.reload();
  }

  #takeChanges(changed: [index: number, before: SeatStatus][]): void {
    const { statuses } = this.#states!;
    this.#map?.setStatuses(statuses, changed);
    this.#countPlaces();
    const held = new Set(this.#indexesOf(this.hold.value?.seats.map(({ id }) => id) ?? []));
    const isLost = changed.some(([index]) => held.has(index) && statuses[index] !== "h");
    if (isLost && !this.#client.isWorking) this.#client.reload();
  }

  #countPlaces(): void {
    if (this.#event.areas.length === 0) return;
    const { blocks } = this.#hall!;
    countFree(this.#hall!, this.#states!.statuses);
    this.placesLeft.value = Object.fromEntries(blocks.map(({ id, free }) => [id, free]));
  }

  async #refused(refusal: Refusal): Promise<void> {
    const lostIds = refusal.code === "seats-unavailable" ? refusal.unavailable ?? [] : [];
    for (const id of lostIds) this.#setStatus(id, "a", "h");
    const pick = this.#pick;
    this.#pick = null;
    if (pick && pick.attempts > 0 && lostIds.some((id) => pick.seats.includes(id))) return pick.again();
    const lost = this.#indexesOf(lostIds);
    this.#map?.setMine(this.#mine, lost);
    const seats = this.#hall ? lost.map((index) => this.#hall!.chart.seats[index]) : [];
    const words = await this.#load(() => import("./suggest.ts"));
    if (!words) return;
    const text = words.refusalWords(refusal, seats);
    const found = lost.length > 0 && this.#hall &&
      words.suggestInstead(this.#hall.chart, (index) => this.#lookOf(index) === "a", lost);
    this.message.value = { text, offer: found ? this.#offerOf(found, words.seatsInWords) : undefined };
  }

  #offerOf(found: number[], inWords: (seats: NamedSeat[]) => string): Message["offer"] {
    const seats = found.map((index) => this.#hall!.chart.seats[index]);
    const ids = seats.map(({ id }) => id);
    return { text: `Take ${inWords(seats)} instead`, seats: ids };
  }

  /** A part that only some buyers need, loaded when it is first needed. Null without a network, which is said. */
  async #load<Part>(load: () => Promise<Part>): Promise<Part | null> {
    try {
      return await load();
    } catch {
      this.message.value = { text: NOT_REACHED };
      return null;
    }
  }

  /** Shows what is wanted by now, on the map and in the panel. */
  #showChoice(): void {
    const { hold, wanted, isWorking } = this.#client;
    const known = new Map(hold?.seats.map((seat) => [seat.id, seat]));
    this.hold.value = hold;
    this.isWorking.value = isWorking;
    this.seats.value = [...wanted].flatMap((id) => known.get(id) ?? this.#chosenSeat(id) ?? []);
    this.#mine = new Set(this.#indexesOf([...wanted]));
    this.#map?.setMine(this.#mine);
  }

  #chosenSeat(seatId: string): ChosenSeat | null {
    const [index] = this.#indexesOf([seatId]);
    if (index === undefined) return null;
    const { id, zone, section, row, number } = this.#hall!.chart.seats[index];
    return { id, zone, section, row, number, price: this.#priceOf(zone) };
  }

  #setStatus(seatId: string, from: SeatStatus, to: SeatStatus): void {
    const [index] = this.#indexesOf([seatId]);
    const statuses = this.#states?.statuses;
    if (index === undefined || !statuses || statuses[index] !== from) return;
    statuses[index] = to;
    this.#map?.setStatuses(statuses);
  }

  #indexesOf(seatIds: string[]): number[] {
    return seatIds.flatMap((id) => this.#hall?.indexById.get(id) ?? []);
  }

  #areaOf(seatId: string): string | undefined {
    const [index] = this.#indexesOf([seatId]);
    return index === undefined ? undefined : this.#hall!.chart.seats[index].area;
  }

  #lookOf(index: number) {
    return lookOf({ mine: this.#mine, statuses: this.#states?.statuses ?? null }, index);
  }

  #priceOf(zoneId: string): number {
    return this.#event.zones.find(({ id }) => id === zoneId)?.price ?? 0;
  }

  #price(amount: number): string {
    return formatMoney(amount, this.#event.currency, this.#locale, { short: true });
  }

  #wordsOf(block: Block): { name: string; short: string; lines: string[] } {
    const { zones, free } = block;
    const cheapest = this.#price(Math.min(...zones.map((zone) => this.#priceOf(zone))));
    return {
      name: block.name,
      short: block.id,
      lines: free === 0
        ? ["Sold out"]
        : [zones.length > 1 ? `from ${cheapest}` : cheapest, `${free.toLocaleString(this.#locale)} left`],
    };
  }

  #tipOf({ seat: index, block, at }: { seat?: number; block?: Block; at: Position }): Tip {
    if (index === undefined) {
      const { name, lines } = this.#wordsOf(block!);
      return { at, title: name, text: lines.join(" · ") };
    }
    const seat = this.#hall!.chart.seats[index];
    const look = this.#lookOf(index);
    return {
      at,
      title: `${seat.section} · Row ${seat.row} · Seat ${seat.number}`,
      text: look === "a" || look === "m"
        ? [
          this.#event.zones.find(({ id }) => id === seat.zone)?.name,
          this.#price(this.#priceOf(seat.zone)),
          specialsOf(seat.flags),
        ]
          .filter(Boolean).join(" · ")
        : lookWords(look),
    };
  }

  #say(text: string): void {
    this.spoken.value = text;
  }
}
