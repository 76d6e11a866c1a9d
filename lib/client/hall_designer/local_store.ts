/**
 * What the browser keeps of a drawing over a reload: the history, step by step, and what isn't saved yet. Without
 * IndexedDB (private windows), nothing is kept, and everything else works.
 */
import type { DrawingOp } from "@/lib/charts/drawing.ts";
import type { KeptHistory, Step } from "./history.ts";

const DATABASE = "aisle-halls";
/** Steps are kept one by one, so that a change writes only its own. */
const STEPS = "steps";
const STATES = "states";

interface KeptState {
  /** The keys of the steps, in order. */
  steps: number[];
  done: number;
  pending: DrawingOp[];
}

export interface Kept {
  history: KeptHistory;
  pending: DrawingOp[];
}

const NOTHING: Kept = { history: { steps: [], done: 0 }, pending: [] };

export class LocalStore {
  readonly #chartId: string;
  readonly #database: IDBDatabase | null;
  readonly #keys = new Map<Step, number>();
  #next = 1;
  #pending: DrawingOp[] = [];
  #history: KeptHistory = NOTHING.history;

  private constructor(chartId: string, database: IDBDatabase | null) {
    this.#chartId = chartId;
    this.#database = database;
  }

  static async open(chartId: string): Promise<{ store: LocalStore; kept: Kept }> {
    const store = new LocalStore(chartId, await openDatabase().catch(() => null));
    return { store, kept: await store.#read().catch(() => NOTHING) };
  }

  keepPending(pending: DrawingOp[]): void {
    this.#pending = pending;
    this.#write([], []);
  }

  keepHistory(history: KeptHistory): void {
    this.#history = history;
    const steps = new Set(history.steps);
    const dropped = [...this.#keys].filter(([step]) => !steps.has(step));
    for (const [step] of dropped) this.#keys.delete(step);
    const added = history.steps.filter((step) => !this.#keys.has(step));
    for (const step of added) this.#keys.set(step, this.#next++);
    this.#write(added, dropped.map(([, key]) => key));
  }

  async #read(): Promise<Kept> {
    if (!this.#database) return NOTHING;
    const transaction = this.#database.transaction([STEPS, STATES]);
    const state: KeptState | undefined = await result(transaction.objectStore(STATES).get(this.#chartId));
    if (!state) return NOTHING;
    const all = transaction.objectStore(STEPS);
    const steps: (Step | undefined)[] = await Promise.all(
      state.steps.map((key) => result(all.get([this.#chartId, key]))),
    );
    if (steps.includes(undefined)) return { ...NOTHING, pending: state.pending };
    state.steps.forEach((key, n) => this.#keys.set(steps[n]!, key));
    this.#next = Math.max(0, ...state.steps) + 1;
    this.#pending = state.pending;
    this.#history = { steps: steps as Step[], done: state.done };
    return { history: { ...this.#history, steps: [...this.#history.steps] }, pending: state.pending };
  }

  #write(added: Step[], dropped: number[]): void {
    if (!this.#database) return;
    const transaction = this.#database.transaction([STEPS, STATES], "readwrite");
    const steps = transaction.objectStore(STEPS);
    for (const key of dropped) steps.delete([this.#chartId, key]);
    for (const step of added) steps.put(step, [this.#chartId, this.#keys.get(step)!]);
    const state: KeptState = {
      steps: this.#history.steps.map((step) => this.#keys.get(step)!),
      done: this.#history.done,
      pending: this.#pending,
    };
    transaction.objectStore(STATES).put(state, this.#chartId);
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STEPS);
    request.result.createObjectStore(STATES);
  };
  return result(request);
}

function result<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
