/** The seat map in a browser: brings the chart, the live statuses, the map and the choice together. */
import { signal } from "@preact/signals";
import type { HoldView } from "@/lib/seats/hold_view.ts";
import type { Choice } from "./choice.ts";
import { followFloors } from "./floors.ts";
import { countFree, type Hall, prepareHall } from "./hall.ts";
import type { Keyboard } from "./keyboard.ts";
import { KnownSeats } from "./known_seats.ts";
import { followSeats } from "./live_seats.ts";
import type { ChosenSeat, MapEvent, Message } from "./map_event.ts";
import { MapView, type PointTarget } from "./map_view.ts";
import type { Tip } from "./tip.ts";

export class Chooser {
  readonly seats = signal<ChosenSeat[]>([]);
  readonly hold = signal<HoldView | null>(null);
  readonly isWorking = signal(false);
  readonly message = signal<Message | null>(null);
  /** What a screen reader says next. */
  readonly spoken = signal("");
  readonly tip = signal<Tip | null>(null);
  readonly state = signal<"loading" | "live" | "reconnecting" | "incomplete" | "failed">("loading");
  /** Free places of each standing area. */
  readonly placesLeft = signal<Record<string, number>>({});
  /** Whether some of the hall is out of sight. */
  readonly isNear = signal(false);
  /** What shows the choice and the standing areas, once it is loaded. */
  readonly chosenParts = signal<typeof import("@/components/map/LiveChoice.tsx") | null>(null);
  readonly areaParts = signal<typeof import("@/components/map/StandingAreas.tsx") | null>(null);
  /** The server's clock minus ours, milliseconds. */
  readonly offsetMs = signal(0);

  readonly #known: KnownSeats;
  #map: MapView | null = null;
  /** Settled once there is a map, or none can be had. */
  #drawn: Promise<unknown> | null = null;
  /** What is said at the pointer, once that is loaded. */
  #tipOf: (target: PointTarget) => Tip | null = () => null;
  /** Shows in the list of seats what has changed, once the list goes with the map. */
  #updateList = () => {};
  /** Tells the same buyer's other tabs of a change. */
  #tabs: BroadcastChannel | null = null;
  #choice: Promise<Choice | null> | null = null;
  #keyboard: Promise<Keyboard | null> | null = null;

  constructor(event: MapEvent, hold: HoldView | null, locale: string) {
    this.#known = new KnownSeats(event, locale);
    this.placesLeft.value = Object.fromEntries(event.areas.map(({ id, left }) => [id, left]));
    this.hold.value = hold;
    this.seats.value = hold?.seats ?? [];
  }

  /** Loads the chart, draws the map and follows the seats, until the returned function is called. */
  start(canvas: HTMLCanvasElement): () => void {
    const tabs = this.#tabs = new BroadcastChannel(`hold of ${this.#known.event.id}`);
    tabs.onmessage = () => this.prepare().then((choice) => choice?.reload({ isExpected: true }));
    const stops = [() => tabs.close(), followFloors((floor) => this.#showFloor(floor))];
    let stopped = false;
    const { canChoose, areas } = this.#known.event;
    if (canChoose && areas.length > 0) {
      this.#load(() => import("@/components/map/StandingAreas.tsx")).then((part) =>
        this.areaParts.value = part
      );
    }
    if (this.hold.value) this.prepare();
    // Before the script runs, a price can be chosen, but nobody listens.
    const price = document.querySelector<HTMLSelectElement>("#price-limit");
    if (price?.value) price.dispatchEvent(new Event("change", { bubbles: true }));
    this.#drawn = this.#loadHall().then((hall) => {
      if (stopped) return;
      this.#known.hall = hall;
      const map = this.#map = new MapView(canvas, {
        known: this.#known,
        hall,
        wordsOf: (block) => this.#known.wordsOf(block),
        onSeat: (index) => this.choose((choice) => choice.toggle(index)),
        onArea: (areaId) => this.choose((choice) => choice.changeArea(areaId, 1)),
        onNear: (isNear) => this.isNear.value = isNear,
        onPoint: (target) => this.tip.value = target && this.#tipOf(target),
      });
      stops.push(() => map.close());
      this.#showMine();
      this.#followList();
      stops.push(followSeats({
        eventId: this.#known.event.id,
        onSnapshot: ({ statuses }) => {
          this.#known.statuses = statuses;
          this.#takeStatuses();
        },
        onChange: (changed) => this.#takeStatuses(changed),
        onLive: (isLive) =>
          this.state.value = isLive ? "live" : this.#known.statuses ? "reconnecting" : "loading",
        // The page that says so has ways on.
        onDeleted: () => location.reload(),
      }));
    }).catch(() => this.state.value = "failed");
    return () => {
      stopped = true;
      for (const stop of stops) stop();
    };
  }

  /** Changes what is chosen, where choosing is possible. */
  async choose(act: (choice: Choice) => void): Promise<void> {
    if (!this.#known.event.canChoose) {
      this.#say("The sale has not begun yet.");
      return;
    }
    const choice = await this.prepare();
    if (choice) act(choice);
  }

  /** Loads what changes the choice: soon it will be needed. Null without a network, which is said. */
  prepare(): Promise<Choice | null> {
    const parts = () =>
      Promise.all([
        import("./choice.ts"),
        import("@/components/map/LiveChoice.tsx"),
        import("./tip.ts"),
        import("./inset.ts"),
      ]);
    return this.#choice ??= this.#load(parts).then((loaded) => {
      const [part, chosenParts, tips] = loaded ?? [null, null, null];
      this.chosenParts.value = chosenParts;
      if (tips) this.#tipOf = (target) => tips.tipOf(this.#known, target);
      // Tried anew the next time.
      if (!part) this.#choice = null;
      return part && new part.Choice({
        known: this.#known,
        hold: this.hold.value,
        onChange: ({ seats, hold, isWorking, lost }) => {
          this.hold.value = hold;
          this.isWorking.value = isWorking;
          this.seats.value = seats;
          this.#showMine(lost);
        },
        onCorrected: (changed) => this.#takeStatuses(changed),
        onMessage: (message) => this.message.value = message,
        say: (text) => this.#say(text),
        show: (seats) => this.#map?.show(seats),
        onServerTime: (now) => this.offsetMs.value = now - Date.now(),
        onAnswered: () => this.#tabs?.postMessage(null),
        load: (load) => this.#load(load),
      });
    });
  }

  /** How many places of a standing area are chosen. */
  chosenIn(areaId: string): number {
    return this.seats.value.filter(({ id }) => this.#known.areaOf(id) === areaId).length;
  }

  /** A key was pressed on the map; the empty string when the keyboard has come to it. */
  async press(key: string): Promise<void> {
    this.#keyboard ??= this.#load(() => import("./keyboard.ts")).then((part) =>
      part && new part.Keyboard({
        known: this.#known,
        onFocus: (seat) => this.#map?.focus(seat),
        onTake: (seat) => this.choose((choice) => choice.toggle(seat)),
        onZoom: (factor) => this.zoomBy(factor),
        say: (text) => this.#say(text),
      })
    );
    const keyboard = await this.#keyboard;
    if (keyboard) keyboard.press(key);
    else this.#keyboard = null;
  }

  /** The keyboard has left the map. */
  blur(): void {
    this.#map?.focus(null);
  }

  /** Nearer or further; 0: all of the hall. */
  zoomBy(factor: number): void {
    if (factor === 0) this.#map?.fit();
    else this.#map?.zoomBy(factor);
  }

  /** Something was pressed or changed in the legend: shows the zones that are asked for. */
  async filter(target: Element, legend: Element): Promise<void> {
    const part = await this.#load(() => import("./zone_filter.ts"));
    const asked = part?.readFilter(this.#known.event, target, legend);
    await this.#drawn;
    if (asked) this.#map?.showZones(asked.zones, asked.isNear);
  }

  /** Shows on this canvas which part of the hall is in sight. */
  async showInset(canvas: HTMLCanvasElement): Promise<void> {
    const part = await this.#load(() => import("./inset.ts"));
    if (part && this.#map) part.showInset(canvas, this.#map);
  }

  hideInset(): void {
    if (this.#map) this.#map.onDrawn = null;
  }

  /** Shows one floor of the hall, whose other floors can't be picked from meanwhile; the empty string: all. */
  #showFloor(floor: string): void {
    this.#known.floor = floor || null;
    this.#map?.showFloor();
  }

  async #loadHall(): Promise<Hall> {
    const response = await fetch(`/api/events/${this.#known.event.id}/chart`);
    if (!response.ok) throw new Error(`the chart could not be loaded (${response.status})`);
    return prepareHall(await response.json());
  }

  /** The list of seats, where the page shows one, goes with the map. */
  async #followList(): Promise<void> {
    const list = document.querySelector<HTMLFormElement>("form[data-follows-map]");
    if (!list || !this.#known.event.canChoose) return;
    const part = await this.#load(() => import("./followed_list.ts"));
    if (!part) return;
    const onToggle = (index: number) => this.choose((choice) => choice.toggle(index));
    this.#updateList = part.followMap(list, this.#known, onToggle);
  }

  #takeStatuses(changed?: Parameters<MapView["showStatuses"]>[0]): void {
    const { hall, statuses, event } = this.#known;
    countFree(hall!, statuses!, changed);
    this.#map?.showStatuses(changed);
    if (event.areas.length > 0) {
      this.placesLeft.value = Object.fromEntries(hall!.blocks.map(({ id, free }) => [id, free]));
    }
    this.#updateList();
    if (this.hold.value) this.prepare().then((choice) => choice?.check());
  }

  #showMine(lost: number[] = []): void {
    const before = this.#known.mine;
    this.#known.mine = new Set(this.#known.indexesOf(this.seats.value.map(({ id }) => id)));
    this.#map?.showMine(before, lost);
    this.#updateList();
  }

  /** A part that only some buyers need, loaded when it is first needed. Null without a network, which is said. */
  async #load<Part>(load: () => Promise<Part>): Promise<Part | null> {
    try {
      return await load();
    } catch {
      this.state.value = "incomplete";
      return null;
    }
  }

  #say(text: string): void {
    this.spoken.value = text;
  }
}
