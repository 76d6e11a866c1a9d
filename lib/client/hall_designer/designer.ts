/** The designer of a hall: its drawing, what is selected, which tool is in hand, and what is saved. */
import { batch, computed, signal } from "@preact/signals-core";
import type { ChartZone, Point } from "@/lib/charts/chart.ts";
import type { DrawingOp } from "@/lib/charts/drawing.ts";
import type { ProblemPlace } from "@/lib/charts/problems.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { boxOf } from "../canvas/viewport.ts";
import * as commands from "./commands.ts";
import type { DesignerView } from "./designer_view.ts";
import { DraftClient } from "./draft_client.ts";
import { type Changed, HallDocument, put, remove } from "./document.ts";
import { DrawnHall } from "./drawn_hall.ts";
import { duplicated } from "./duplicate.ts";
import { History } from "./history.ts";
import { LocalStore } from "./local_store.ts";
import { zoneFor } from "./make.ts";
import type { TracedPicture } from "./traced_picture.ts";
import { boxAround, isEmpty, NOTHING, seatsWhere, type Selection, stillThere } from "./selection.ts";
import { type Settings, type ToolName, usualSettings } from "./settings.ts";

export const views = ["drawing", "phone", "desktop"] as const;
export type ShownAs = (typeof views)[number];

/** How far a copy lies from what was copied, until the copy is moved. */
const COPY_OFFSET: Point = [24, 24];

export class Designer {
  readonly tool = signal<ToolName>("select");
  readonly settings = signal<Settings>(usualSettings);
  readonly selection = signal<Selection>(NOTHING);
  /** Grows with every change of the drawing. */
  readonly revision = signal(0);
  /** Changes that were not saved, because others changed the same objects; theirs are shown. */
  readonly conflict = signal<DrawingOp[]>([]);
  /** How the plan is shown: to draw on, or as buyers see it. */
  readonly shownAs = signal<ShownAs>("drawing");
  /** What the hall is drawn over. */
  readonly traced = signal<TracedPicture | null>(null);
  /** Two points of it, clicked to scale it by their distance. */
  readonly tracedPoints = signal<Point[]>([]);
  readonly words: Words["hallDesigner"];
  readonly document: HallDocument;
  readonly drawn: DrawnHall;
  readonly draft: DraftClient;
  readonly newId: () => string;
  readonly #history: History;
  readonly #store: LocalStore;
  /** Set once there is a canvas. */
  view: DesignerView | null = null;
  /** The section that rows are added to. */
  section: string | null = null;
  #copyOffset = COPY_OFFSET;
  /** What `#copyOffset` moves with: the last copy. */
  #copy: Selection | null = null;

  /** Loads the draft of a chart, with what an earlier page left. Rejects if it can't be loaded. */
  static async open(chartId: string, words: Words["hallDesigner"]): Promise<Designer> {
    const { store, kept } = await LocalStore.open(chartId);
    let designer: Designer | null = null;
    const draft = new DraftClient({
      chartId,
      fetch: (...request) => fetch(...request),
      pending: kept.pending,
      keep: (pending) => store.keepPending(pending),
      onOthers: (drawing, isPending) => designer!.#merge(document.differenceTo(drawing, isPending)),
      onConflict: (mine) => designer!.conflict.value = mine,
    });
    const document = new HallDocument(await draft.load());
    document.apply(kept.pending);
    return designer = new Designer(words, document, draft, new History(kept.history), store);
  }

  constructor(
    words: Words["hallDesigner"],
    document: HallDocument,
    draft: DraftClient,
    history: History,
    store: LocalStore,
    newId = randomId,
  ) {
    this.words = words;
    this.document = document;
    this.draft = draft;
    this.drawn = new DrawnHall(document);
    this.newId = newId;
    this.#history = history;
    this.#store = store;
  }

  readonly canUndo = computed(() => this.revision.value >= 0 && this.#history.canUndo);
  readonly canRedo = computed(() => this.revision.value >= 0 && this.#history.canRedo);

  /** How many places each zone has. */
  readonly counts = computed(() => {
    const counts = new Map<string, number>();
    if (this.revision.value < 0) return counts;
    for (const { zone } of this.document.lists.seats.live()) counts.set(zone, (counts.get(zone) ?? 0) + 1);
    return counts;
  });

  set<Name extends keyof Settings>(name: Name, value: Settings[Name]): void {
    this.settings.value = { ...this.settings.value, [name]: value };
  }

  /** Makes a step: applies the operations so that they can be undone, and saves them. */
  run(ops: DrawingOp[] | null): void {
    if (!ops || ops.length === 0) return;
    const { inverse, changed } = this.document.apply(ops);
    this.#history.add({ ops, inverse });
    this.#follow(ops, changed);
  }

  undo(): void {
    this.#replay(this.#history.undo());
  }

  redo(): void {
    this.#replay(this.#history.redo());
  }

  #replay(ops: DrawingOp[] | null): void {
    if (ops) this.#follow(ops, this.document.apply(ops).changed);
  }

  /** Saves ours after all, over what others did. */
  insist(): void {
    this.run(this.conflict.value);
    this.conflict.value = [];
  }

  /** What others did is no step of ours. */
  #merge(ops: DrawingOp[]): void {
    if (ops.length > 0) this.#show(this.document.apply(ops).changed);
  }

  #follow(ops: DrawingOp[], changed: Changed): void {
    this.draft.add(ops);
    this.#store.keepHistory(this.#history.kept());
    this.#show(changed);
  }

  #show(changed: Changed): void {
    const boxes = this.drawn.follow(changed);
    batch(() => {
      this.select(stillThere(this.document, this.selection.value));
      this.revision.value++;
    });
    this.view?.invalidate(boxes);
  }

  select(selection: Selection): void {
    this.selection.value = selection;
    this.view?.select(selection);
    const [first] = selection.seats;
    if (first !== undefined) this.section = this.document.lists.seats.at(first)?.section ?? null;
  }

  selectAll(): void {
    const { areas, shapes } = this.document.lists;
    const keys = [
      ...areas.live().map(({ id }) => `areas/${id}`),
      ...shapes.live().map(({ id }) => `shapes/${id}`),
    ];
    this.select({
      seats: seatsWhere(this.document, ({ area }) => area === undefined),
      others: new Set(keys),
    });
  }

  /** The zone to draw in, created if there is none. */
  zone() {
    return zoneFor(this.document, this.settings.value.zone, this.words.zoneName({ number: "1" }), this.newId);
  }

  /** Shows the plan to draw on, or as buyers see it, without anything that only the designer draws. */
  showAs(shownAs: ShownAs): void {
    this.shownAs.value = shownAs;
    this.view?.showPlain(shownAs !== "drawing");
  }

  trace(picture: TracedPicture | null): void {
    this.traced.value = picture;
    this.tracedPoints.value = [];
    this.view?.trace(picture);
  }

  addZone(): void {
    const zones = this.document.lists.zones.live();
    const used = new Set(zones.map(({ colour }) => colour));
    const colour = [1, 2, 3, 4, 5, 6].find((colour) => !used.has(colour)) ?? zones.length % 6 + 1;
    const name = this.words.zoneName({ number: String(zones.length + 1) });
    const zone: ChartZone = { id: this.newId(), name, colour };
    this.run([put("zones", zone)]);
    this.set("zone", zone.id);
  }

  changeZone(zone: ChartZone): void {
    this.run([put("zones", zone)]);
  }

  /** Removes a zone that nothing is in. */
  removeZone(id: string): void {
    this.run([remove("zones", id)]);
  }

  moveSelected(dx: number, dy: number): void {
    const selection = this.selection.value;
    if (selection === this.#copy) this.#copyOffset = [this.#copyOffset[0] + dx, this.#copyOffset[1] + dy];
    this.run(commands.moveBy(this.document, selection, dx, dy));
    if (this.#copy) this.#copy = this.selection.value;
  }

  removeSelected(): void {
    this.run(commands.removeSelected(this.document, this.selection.value));
  }

  /** Copies what is selected, as far from it as the last copy was moved, and selects the copy. */
  duplicate(): void {
    const selection = this.selection.value;
    if (isEmpty(selection)) return;
    if (selection !== this.#copy) this.#copyOffset = COPY_OFFSET;
    const { ops, keys } = duplicated(this.document, selection, this.#copyOffset, this.newId);
    this.run(ops);
    const seats = keys.filter((key) => key.startsWith("seats/"))
      .map((key) => this.document.lists.seats.slotOf(key.slice("seats/".length))!);
    this.select({ seats: new Set(seats), others: new Set(keys.filter((key) => !key.startsWith("seats/"))) });
    this.#copy = this.selection.value;
  }

  /** Makes the hall as large as what is drawn, with some room around it. */
  fitHall(margin = 60): void {
    this.selectAll();
    const box = boxAround(this.document, this.selection.value);
    if (!box) return;
    const moved = commands.moveBy(this.document, this.selection.value, margin - box.left, margin - box.top);
    const { focus } = this.document.hall;
    this.run([...moved, {
      put: "hall",
      value: {
        width: Math.ceil(box.right - box.left + 2 * margin),
        height: Math.ceil(box.bottom - box.top + 2 * margin),
        ...focus && { focus: [focus[0] + margin - box.left, focus[1] + margin - box.top] },
      },
    }]);
    this.select(NOTHING);
    this.view?.camera.fit();
  }

  /** Selects what a problem is about, and brings it into view. */
  goTo({ seats = [], area, section, point }: ProblemPlace): void {
    const { lists } = this.document;
    const slots = section !== undefined
      ? seatsWhere(this.document, (seat) => seat.section === section)
      : new Set(seats.map((id) => lists.seats.slotOf(id)).filter((slot) => slot !== undefined));
    const selection = stillThere(this.document, {
      seats: slots,
      others: new Set(area === undefined ? [] : [`areas/${area}`]),
    });
    this.select(selection);
    this.tool.value = "select";
    const box = boxAround(this.document, selection) ?? (point && boxOf([point]));
    if (!box) return;
    const pad = 120;
    this.view?.camera.fitBox({
      left: box.left - pad,
      top: box.top - pad,
      right: box.right + pad,
      bottom: box.bottom + pad,
    });
  }
}

/** No id comes twice, whoever draws: an id that was published once belongs to its seat for ever. */
function randomId(): string {
  return crypto.getRandomValues(new Uint8Array(9)).reduce(
    (id, byte) => id + byte.toString(36).padStart(2, "0"),
    "",
  );
}
