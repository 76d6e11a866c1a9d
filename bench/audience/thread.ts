/** An audience in a separate thread, so that it does not delay the code that makes the deltas. */
import type { AudienceOptions, Heard } from "./audience.ts";

/** Requests to the thread, one at a time; each gets one reply. */
export type Question =
  | { ask: "open"; options: AudienceOptions }
  | { ask: "expect"; goal: number }
  | { ask: "heard"; deadlineMs: number }
  | { ask: "close" };

export type Answer = { heard?: Heard } | { error: string };

export class AudienceThread {
  readonly #worker = new Worker(new URL("worker.ts", import.meta.url), { type: "module" });

  /** Starts the thread and connects all clients. `askedAtMs` must be in shared memory. */
  static async open(options: AudienceOptions): Promise<AudienceThread> {
    const thread = new AudienceThread();
    await thread.#ask({ ask: "open", options });
    return thread;
  }

  /** See {@link Audience.expect}. */
  async expect(goal: number): Promise<void> {
    await this.#ask({ ask: "expect", goal });
  }

  /** See {@link Audience.heard}. */
  async heard(deadlineMs: number): Promise<Heard> {
    return (await this.#ask({ ask: "heard", deadlineMs })).heard!;
  }

  async close(): Promise<void> {
    await this.#ask({ ask: "close" });
    this.#worker.terminate();
  }

  async #ask(question: Question): Promise<{ heard?: Heard }> {
    const answered = Promise.withResolvers<Answer>();
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => answered.resolve(data);
    this.#worker.postMessage(question);
    const answer = await answered.promise;
    if ("error" in answer) throw new Error(answer.error);
    return answer;
  }
}
