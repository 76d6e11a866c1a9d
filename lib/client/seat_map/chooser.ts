/** The seat map in a browser: connects the chart, the live statuses, the map and the choice. */
import { signal } from "@preact/signals-core";
import type { HoldView } from "@/lib/board/hold_view.ts";
import { recountBlocks } from "../canvas/hall.ts";
import type { Choice } from "./choice.ts";
import type { showInset } from "./inset.ts";
import type { Keyboard } from "./keyboard.ts";
import { KnownSeats } from "./known_seats.ts";
import type { MapWords } from "./labels.ts";
import type { ChosenSeat, MapEvent, Message } from "./map_event.ts";
import type { DrawnMap, MapPage } from "./map_page.ts";
import type { PointTarget } from "./map_view.ts";
import type { seatMemory } from "./seat_memory.ts";
import type { Tip, tipOf } from "./tip.ts";

/** The modules that choosing needs. The map's island knows where to import them from. */
export interface ChoosingParts {
  Choice: typeof Choice;
  showInset: typeof showInset;
  tipOf: typeof tipOf;
  seatMemory: typeof seatMemory;
}

/** `Parts` may include what the components need as well, in the same chunk. */
export class Chooser<Parts extends ChoosingParts = ChoosingParts> {
  readonly seats = signal<ChosenSeat[]>([]);
  readonly hold = signal<HoldView | null>(null);
  readonly isWorking = signal(false);
  readonly message = signal<Message | null>(null);
  /** The next announcement for screen readers. */
  readonly spoken = signal("");
  readonly tip = signal<Tip | null>(null);
  /** Empty until a script runs. */
  readonly state = signal<"" | "loading" | "live" | "reconnecting" | "incomplete" | "failed">("");
  /** Whether part of the hall is out of sight. */
  readonly isZoomedIn = signal(false);
  /** What choosing needs, once loaded. */
  readonly parts = signal<Parts | null>(null);

  readonly #known: KnownSeats;
  #map: DrawnMap | null = null;
  /** Settles once the map is drawn or has failed. */
  #drawn: Promise<unknown> | null = null;
  /** Update the seat list and the standing areas, once they follow the map. */
  readonly #updateForms: (() => void)[] = [];
  /** Notifies the buyer's other tabs of a change. */
  #tabs: { postMessage(message: null): void } | null = null;
  #choice: Promise<Choice | null> | null = null;
  #keyboard: Promise<Keyboard | null> | null = null;

  readonly #importParts: () => Promise<Parts>;

  constructor(
    event: MapEvent,
    hold: HoldView | null,
    locale: string,
    words: MapWords,
    importParts: () => Promise<Parts>,
  ) {
    this.#importParts = importParts;
    this.#known = new KnownSeats(event, locale, words);
    this.hold.value = hold;
    this.seats.value = hold?.seats ?? [];
  }

  /** Loads the chart, draws the map and follows the seats, for the lifetime of the page. */
  start(page: MapPage): void {
    const { event } = this.#known;
    this.#tabs = page.connectTabs(
      event.id,
      () => this.prepare().then((choice) => choice?.reload({ isExpected: true })),
    );
    page.onReturn(() => this.choose((choice) => choice.reload()));
    page.followFloors((floor) => this.#showFloor(floor));
    this.state.value = "loading";
    if (this.hold.value) this.prepare();
    page.replayPrice();
    let pointed: PointTarget | null = null;
    this.#drawn = page.loadHall(event.id).then((hall) => {
      this.#known.hall = hall;
      this.#map = page.drawMap({
        known: this.#known,
        onSeat: (index, waitMs) => this.choose((choice) => choice.toggle(index, waitMs)),
        onArea: (areaId, change) => this.choose((choice) => choice.changeArea(areaId, change)),
        onZoom: (isZoomedIn) => {
          this.isZoomedIn.value = isZoomedIn;
          this.#loadParts().then((parts) => parts?.showInset(this.#map!, isZoomedIn));
        },
        onPoint: async (target) => {
          pointed = target;
          const parts = target && await this.#loadParts();
          if (pointed === target) this.tip.value = parts && parts.tipOf(this.#known, target!);
        },
      });
      this.#showMine();
      this.#bindForms(page);
      page.followSeats({
        eventId: event.id,
        onSnapshot: ({ statuses }) => {
          this.#known.statuses = statuses;
          this.#applyStatuses();
        },
        onChange: (changed) => this.#applyStatuses(changed),
        onLive: (isLive) =>
          this.state.value = isLive ? "live" : this.#known.statuses ? "reconnecting" : "loading",
        // The server's page for a deleted event offers a way on.
        onDeleted: () => page.reload(),
      });
    }).catch(() => this.state.value = "failed");
  }

  /** Applies a change to the choice; before the sale, only announces that the sale hasn't begun. */
  async choose(act: (choice: Choice) => void): Promise<void> {
    if (!this.#known.event.canChoose) {
      this.#announce(this.#known.words.seatChoice.notYet);
      return;
    }
    const choice = await this.prepare();
    await this.#drawn;
    if (choice) act(choice);
  }

  /** Loads the code for choosing before it is needed. Null without a network, which the page reports. */
  prepare(): Promise<Choice | null> {
    return this.#choice ??= this.#loadParts().then((parts) => {
      // Retry next time.
      if (!parts) this.#choice = null;
      return parts && new parts.Choice({
        known: this.#known,
        hold: this.hold.value,
        memory: parts.seatMemory(this.#known.event.id),
        fetch: (path, init) => fetch(path, init),
        onChange: ({ seats, hold, isWorking, lost }) => {
          this.hold.value = hold;
          this.isWorking.value = isWorking;
          this.seats.value = seats;
          this.#showMine(lost);
        },
        onCorrected: (changed) => this.#applyStatuses(changed),
        onMessage: (message) => this.message.value = message,
        announce: (text) => this.#announce(text),
        show: (seats) => this.#map?.show(seats),
        onResponse: () => this.#tabs?.postMessage(null),
        load: (load) => this.#load(load),
      });
    });
  }

  /** Handles a key pressed on the map; the empty string means that the map gained focus. */
  async press(key: string): Promise<void> {
    this.#keyboard ??= this.#load(() => import("./keyboard.ts")).then((part) =>
      part && new part.Keyboard({
        known: this.#known,
        onFocus: (seat) => this.#map?.focus(seat),
        onTake: (seat) => this.choose((choice) => choice.toggle(seat)),
        onZoom: (factor) => this.zoomBy(factor),
        announce: (text) => this.#announce(text),
      })
    );
    const keyboard = await this.#keyboard;
    if (keyboard) keyboard.press(key);
    else this.#keyboard = null;
  }

  /** The map has lost focus. */
  blur(): void {
    this.#map?.focus(null);
  }

  /** Zooms in or out by a factor; 0 fits the whole hall. */
  zoomBy(factor: number): void {
    if (factor === 0) this.#map?.fit();
    else this.#map?.zoomBy(factor);
  }

  /** Handles a click or a change in the legend: highlights the zones selected. */
  async filter(target: Element, legend: Element): Promise<void> {
    const part = await this.#load(() => import("./zone_filter.ts"));
    const filter = part?.readFilter(this.#known.event, target, legend);
    await this.#drawn;
    if (filter) this.#map?.showZones(filter.zones, filter.shouldMove);
  }

  async #loadParts(): Promise<Parts | null> {
    return this.parts.value ??= await this.#load(this.#importParts);
  }

  /** Shows one floor, and allows only its seats to be picked. The empty string shows all. */
  #showFloor(floor: string): void {
    this.#known.floor = floor || null;
    this.#map?.showFloor();
  }

  /** Keeps the seat list and the standing areas, where the page has them, in step with the map. */
  async #bindForms(page: MapPage): Promise<void> {
    if (!this.#known.event.canChoose) return;
    const { list, areas } = page.forms();
    const lists = list && await this.#load(() => import("./live_list.ts"));
    const onToggle = (index: number) => this.choose((choice) => choice.toggle(index));
    if (lists) this.#updateForms.push(lists.bindList(list, this.#known, onToggle));
    const standing = areas && await this.#load(() => import("./live_areas.ts"));
    if (standing) this.#updateForms.push(standing.bindAreas(areas, this.#known));
  }

  #applyStatuses(changed?: Parameters<DrawnMap["showStatuses"]>[0]): void {
    const { hall, statuses } = this.#known;
    recountBlocks(hall!, statuses!, changed);
    this.#map?.showStatuses(changed);
    for (const update of this.#updateForms) update();
    if (this.hold.value) this.prepare().then((choice) => choice?.check());
  }

  #showMine(lost: number[] = []): void {
    const before = this.#known.mine;
    this.#known.mine = new Set(this.#known.indexesOf(this.seats.value.map(({ id }) => id)));
    this.#map?.showMine(before, lost);
    for (const update of this.#updateForms) update();
  }

  /** Loads a module that only some buyers need, on first use. Null without a network, which the page reports. */
  async #load<Part>(load: () => Promise<Part>): Promise<Part | null> {
    try {
      return await load();
    } catch {
      this.state.value = "incomplete";
      return null;
    }
  }

  #announce(text: string): void {
    this.spoken.value = text;
  }
}
