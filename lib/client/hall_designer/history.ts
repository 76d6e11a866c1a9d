/** Undo and redo: the steps that were made, each with the operations that make it and that undo it. */
import type { DrawingOp } from "@/lib/charts/drawing.ts";

export interface Step {
  ops: DrawingOp[];
  inverse: DrawingOp[];
}

/** The steps of an editor, to be kept over a reload. */
export interface KeptHistory {
  steps: Step[];
  /** How many of them are done; the rest has been undone. */
  done: number;
}

export const STEPS_MAX = 500;
/** At least this many steps can always be undone, however large they are. */
export const STEPS_MIN = 200;
/** The most operations in all steps together: beyond it, the oldest are forgotten, down to {@link STEPS_MIN} steps. */
export const OPS_MAX = 400_000;

export class History {
  #steps: Step[];
  #done: number;
  #ops: number;

  constructor({ steps, done }: KeptHistory = { steps: [], done: 0 }) {
    this.#steps = steps;
    this.#done = done;
    this.#ops = steps.reduce((sum, step) => sum + sizeOf(step), 0);
  }

  get canUndo(): boolean {
    return this.#done > 0;
  }

  get canRedo(): boolean {
    return this.#done < this.#steps.length;
  }

  /** Adds a step that was made. What had been undone can no longer be redone. */
  add(step: Step): void {
    for (const dropped of this.#steps.splice(this.#done)) this.#ops -= sizeOf(dropped);
    this.#steps.push(step);
    this.#done++;
    this.#ops += sizeOf(step);
    while (
      this.#steps.length > STEPS_MAX || (this.#ops > OPS_MAX && this.#steps.length > STEPS_MIN)
    ) {
      this.#ops -= sizeOf(this.#steps.shift()!);
      this.#done--;
    }
  }

  /** The operations that undo the last step; null if there is none. */
  undo(): DrawingOp[] | null {
    return this.canUndo ? this.#steps[--this.#done].inverse : null;
  }

  /** The operations that redo the step undone last; null if there is none. */
  redo(): DrawingOp[] | null {
    return this.canRedo ? this.#steps[this.#done++].ops : null;
  }

  /** For keeping over a reload: the newest steps, as many as are worth their room. */
  kept(): KeptHistory {
    return { steps: this.#steps, done: this.#done };
  }
}

function sizeOf({ ops, inverse }: Step): number {
  return ops.length + inverse.length;
}
