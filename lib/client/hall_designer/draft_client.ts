/**
 * Saves the drawing as it changes: the objects that changed, some seconds after the last change, and again when the
 * connection is back. What isn't saved yet is kept in the browser.
 */
import { signal } from "@preact/signals-core";
import type { Drawing, DrawingOp } from "@/lib/charts/drawing.ts";
import type { ProblemPlace } from "@/lib/charts/problems.ts";

/** A problem as the API reports it. */
export interface DraftProblem {
  code: string;
  level: "error" | "warning";
  message: string;
  at: ProblemPlace;
}

interface Draft {
  chart: Drawing;
  problems: DraftProblem[];
  more: number;
}

export type SavedState = "saved" | "unsaved" | "saving" | "offline" | "failed";

/** A save waits for this long without a change. */
const QUIET_MS = 2_000;
/** How long to wait before another attempt. */
const RETRY_MS = 5_000;
const TIMEOUT_MS = 30_000;
/** The most changes in one request, which the API limits to 8 MiB; the rest follows in the next one. */
const OPS_MAX = 20_000;

/** Where a chart's draft is read and saved. */
export function draftUrl(chartId: string): string {
  return `/api/admin/charts/${chartId}/draft`;
}

export interface DraftClientOptions {
  chartId: string;
  fetch: typeof fetch;
  /** What an earlier page left unsaved. */
  pending: DrawingOp[];
  /** Keeps what isn't saved over a reload. */
  keep(pending: DrawingOp[]): void;
  /** Someone else has changed the drawing: this is how it is now, apart from what isn't saved yet. */
  onOthers(drawing: Drawing, isPending: (key: string) => boolean): void;
  /** Others changed the same objects, so that these changes were not saved. */
  onConflict(mine: DrawingOp[]): void;
}

export class DraftClient {
  readonly state = signal<SavedState>("saved");
  readonly problems = signal<DraftProblem[]>([]);
  /** How many more problems there are than are listed. */
  readonly more = signal(0);
  /** The server's sentence about the last refusal. */
  readonly refusal = signal("");
  readonly #options: DraftClientOptions;
  readonly #pending: Pending;
  /** Being saved. */
  #sent: DrawingOp[] = [];
  /** The revision of the draft that was seen last, whole. */
  #revision = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<boolean> | null = null;

  constructor(options: DraftClientOptions) {
    this.#options = options;
    this.#pending = new Pending(options.pending);
  }

  /** The drawing as it is on the server, with its problems. Rejects if it can't be loaded. */
  async load(): Promise<Drawing> {
    const response = await this.#request(draftUrl(this.#options.chartId));
    if (!response.ok) throw new Error(`the draft could not be loaded (${response.status})`);
    const { chart, problems, more } = await response.json() as Draft;
    this.#revision = revisionOf(response);
    this.problems.value = problems;
    this.more.value = more;
    if (this.#pending.size > 0) this.#schedule(0);
    return chart;
  }

  /** Saves these changes soon. */
  add(ops: readonly DrawingOp[]): void {
    this.#pending.add(ops);
    this.#keep();
    if (this.state.value !== "offline") this.state.value = "unsaved";
    this.#schedule(QUIET_MS);
  }

  /** Saves what is left to save now. Returns whether everything is saved. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    while (this.#saving || this.#pending.size > 0) {
      if (!await this.#save()) return false;
    }
    return true;
  }

  /** Saves everything and looks for problems. Returns whether that worked. */
  async check(): Promise<boolean> {
    if (!await this.flush()) return false;
    try {
      await this.#loadOthers();
      return true;
    } catch {
      this.state.value = "offline";
      return false;
    }
  }

  /** Publishes what is saved. Returns null if that worked, otherwise a sentence that says why not, if there is one. */
  async publish(): Promise<string | null> {
    if (!await this.flush()) return this.refusal.value;
    const headers = { "if-match": this.#etag };
    const response = await this.#request(`/api/admin/charts/${this.#options.chartId}/publish`, {
      method: "POST",
      headers,
    });
    const body = await response.json();
    if (body.problems) {
      this.problems.value = body.problems;
      this.more.value = body.more;
    }
    if (!response.ok) return body.detail ?? body.title;
    await this.#loadOthers();
    return null;
  }

  get #etag(): string {
    return `"${this.#revision}"`;
  }

  #keep(): void {
    this.#options.keep([...this.#sent, ...this.#pending.list()]);
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), ms);
  }

  #save(): Promise<boolean> {
    this.#saving ??= this.#saveOnce().finally(() => this.#saving = null);
    return this.#saving;
  }

  async #saveOnce(): Promise<boolean> {
    this.state.value = "saving";
    this.#sent = this.#pending.take(OPS_MAX);
    try {
      const response = await this.#request(draftUrl(this.#options.chartId), {
        method: "PATCH",
        headers: { "content-type": "application/json", "if-match": this.#etag },
        body: JSON.stringify({ ops: this.#sent }),
      });
      const body = await response.json();
      if (response.ok || body.code === "conflict") {
        await this.#saved(revisionOf(response), body.objects ?? []);
        return true;
      }
      if (response.status !== 429 && response.status < 500) {
        this.refusal.value = body.detail ?? body.title;
        return this.#unsaved("failed");
      }
    } catch {
      // No connection, or not in time.
    }
    this.#schedule(RETRY_MS);
    return this.#unsaved("offline");
  }

  async #saved(revision: number, conflicts: { key: string }[]): Promise<void> {
    const lost = new Set(conflicts.map(({ key }) => key));
    const mine = this.#sent.filter((op) => lost.has(keyOfOp(op)));
    this.#sent = [];
    this.#keep();
    const isNext = revision === this.#revision + 1;
    if (isNext) this.#revision = revision;
    else await this.#loadOthers();
    if (mine.length > 0) this.#options.onConflict(mine);
    this.state.value = this.#pending.size > 0 ? "unsaved" : "saved";
  }

  async #loadOthers(): Promise<void> {
    this.#options.onOthers(await this.load(), (key) => this.#pending.has(key));
  }

  /** What was sent is still to be saved. */
  #unsaved(state: SavedState): false {
    this.#pending.putBack(this.#sent);
    this.#sent = [];
    this.state.value = state;
    return false;
  }

  #request(url: string, init: RequestInit = {}): Promise<Response> {
    return this.#options.fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
  }
}

function revisionOf(response: Response): number {
  return Number(/"(\d+)"/.exec(response.headers.get("etag") ?? "")?.[1] ?? 0);
}

function keyOfOp(op: DrawingOp): string {
  return "put" in op ? op.put : op.remove;
}

/** The last change of each object, in the order in which they have to be made. */
export class Pending {
  readonly #ops = new Map<string, DrawingOp>();

  constructor(ops: readonly DrawingOp[]) {
    this.add(ops);
  }

  get size(): number {
    return this.#ops.size;
  }

  has(key: string): boolean {
    return this.#ops.has(key);
  }

  list(): DrawingOp[] {
    return [...this.#ops.values()];
  }

  add(ops: readonly DrawingOp[]): void {
    for (const op of ops) this.#ops.set(keyOfOp(op), op);
  }

  /** Takes out the first operations. */
  take(count: number): DrawingOp[] {
    const taken = this.list().slice(0, count);
    for (const op of taken) this.#ops.delete(keyOfOp(op));
    return taken;
  }

  /** Operations that were taken out come first again, except where there are newer ones. */
  putBack(ops: readonly DrawingOp[]): void {
    const newer = this.list();
    this.#ops.clear();
    this.add(ops);
    this.add(newer);
  }
}
