/** An audience in a separate thread, so that it does not delay the code that produces the deltas. */
import type { AudienceOptions, Received } from "./audience.ts";

/** Commands to the thread, one at a time; each gets one reply. */
export type Command =
  | { do: "open"; options: AudienceOptions }
  | { do: "expect"; goal: number }
  | { do: "received"; deadlineMs: number }
  | { do: "close" };

export type Reply = { received?: Received } | { error: string };

export class AudienceThread {
  readonly #worker = new Worker(new URL("worker.ts", import.meta.url), { type: "module" });

  /** Starts the thread and connects all clients. `requestedAtMs` must be in shared memory. */
  static async open(options: AudienceOptions): Promise<AudienceThread> {
    const thread = new AudienceThread();
    await thread.#run({ do: "open", options });
    return thread;
  }

  /** See {@link Audience.expect}. */
  async expect(goal: number): Promise<void> {
    await this.#run({ do: "expect", goal });
  }

  /** See {@link Audience.received}. */
  async received(deadlineMs: number): Promise<Received> {
    return (await this.#run({ do: "received", deadlineMs })).received!;
  }

  async close(): Promise<void> {
    await this.#run({ do: "close" });
    this.#worker.terminate();
  }

  async #run(command: Command): Promise<{ received?: Received }> {
    const replied = Promise.withResolvers<Reply>();
    this.#worker.onmessage = ({ data }: MessageEvent<Reply>) => replied.resolve(data);
    this.#worker.postMessage(command);
    const reply = await replied.promise;
    if ("error" in reply) throw new Error(reply.error);
    return reply;
  }
}
