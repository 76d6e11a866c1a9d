/** Limits how many streams an address and a buyer may have open at a time in one process. */
import { type Caller, ownersOf } from "@/lib/auth/caller.ts";
import { Problem } from "./problem.ts";
import { networksOf } from "./wire/address.ts";

export const STREAMS_PER_ADDRESS_MAX = 300;
export const STREAMS_PER_BUYER_MAX = 20;
const RETRY_AFTER_SECONDS = 15;

/** The reader of a stream. */
export type StreamReader = Pick<Caller, "address" | "user" | "visitorId">;

export class StreamCaps {
  readonly #open = new Map<string, number>();

  /**
   * Counts a stream and returns a function that releases its slot.
   * @throws {Problem} `rate-limited`
   */
  acquire(reader: StreamReader): () => void {
    const caps = capsOf(reader);
    if (caps.some(([key, max]) => (this.#open.get(key) ?? 0) >= max)) {
      throw new Problem("rate-limited", {
        detail: ({ problems }) => problems["rate-limited"].streams,
        headers: { "retry-after": String(RETRY_AFTER_SECONDS) },
      });
    }
    for (const [key] of caps) this.#add(key, 1);
    return () => caps.forEach(([key]) => this.#add(key, -1));
  }

  #add(key: string, change: 1 | -1): void {
    const open = (this.#open.get(key) ?? 0) + change;
    if (open === 0) this.#open.delete(key);
    else this.#open.set(key, open);
  }
}

function capsOf(reader: StreamReader): [key: string, max: number][] {
  const { network, site } = networksOf(reader.address);
  const caps: [string, number][] = [[network, STREAMS_PER_ADDRESS_MAX]];
  if (site) caps.push([site, STREAMS_PER_ADDRESS_MAX * 10]);
  const owner = ownersOf(reader).at(0);
  if (owner) caps.push([owner, STREAMS_PER_BUYER_MAX]);
  return caps;
}
