/** The fixture for the seat board's contract: one event on a board under test, with a clock that tests drive. */
import assert from "node:assert/strict";
import {
  type BoardTruth,
  type ClaimOutcome,
  type Delta,
  type Hold,
  type HoldOutcome,
  newHoldId,
  type SeatBoard,
} from "./board.ts";

/** A board under test with its clock and the data that it is built from. */
export interface TestBoard {
  board: SeatBoard;
  clock: { now: number };
  /** By event id; read by the board's source. */
  truth: Map<string, BoardTruth>;
  close(): Promise<void>;
}

export const MINUTE_MS = 60_000;
/** The time from a board's creation to the end of its events. */
export const EVENT_IN_MS = 30 * 24 * 60 * MINUTE_MS;
const SEATS = 12;
export const TTL_MS = 10 * MINUTE_MS;
export const MAX_MS = 20 * MINUTE_MS;
export const ALICE = "u:alice";
export const BOB = "u:bob";

/** One event on a board under test, with shorthands for what the tests do often. */
export class Scene {
  readonly eventId = crypto.randomUUID();

  constructor(readonly test: TestBoard, truth: Partial<BoardTruth> = {}) {
    const endsAt = test.clock.now + EVENT_IN_MS;
    test.truth.set(this.eventId, {
      seatCount: SEATS,
      endsAt,
      chartVersion: 1,
      blocked: [],
      claims: [],
      ...truth,
    });
  }

  get board(): SeatBoard {
    return this.test.board;
  }

  advance(ms: number): void {
    this.test.clock.now += ms;
  }

  request(owner: string, indexes: number[]) {
    return {
      eventId: this.eventId,
      holdId: newHoldId(this.eventId),
      owner,
      seats: priced(indexes),
      chartVersion: 1,
      ttlMs: TTL_MS,
      maxMs: MAX_MS,
    };
  }

  /** Takes seats that must be free. */
  async held(owner: string, indexes: number[]): Promise<Hold> {
    return granted(await this.board.hold(this.request(owner, indexes)));
  }

  async claimed(owner: string, indexes: number[], bookingId = "booking-1"): Promise<Hold> {
    const { id } = await this.held(owner, indexes);
    const result = await this.claim(id, owner, bookingId);
    assert(result.ok);
    return result.hold;
  }

  claim(holdId: string, owner: string, bookingId = "booking-1", idempotencyHash = `hash of ${bookingId}`) {
    return this.board.claim({ holdId, owners: [owner], idempotencyHash, bookingId });
  }

  async statuses(): Promise<string> {
    return (await this.board.snapshot(this.eventId)).statuses;
  }

  /** All deltas since the board was built. */
  async deltas(): Promise<Delta[]> {
    const { epoch } = await this.board.snapshot(this.eventId);
    return await this.deltasSince(epoch, 0);
  }

  async deltasSince(epoch: string, version: number): Promise<Delta[]> {
    const feeds = await this.board.feeds([{ eventId: this.eventId, epoch, version }]);
    const feed = feeds.get(this.eventId);
    assert(feed && "deltas" in feed, "the position is in the feed");
    return feed.deltas;
  }
}

/** Seats with these indexes, all at one price. */
export function priced(indexes: number[], price = 2500): { index: number; price: number }[] {
  return indexes.map((index) => ({ index, price }));
}

/** The hold of a result that must be a success. */
export function granted(result: HoldOutcome | ClaimOutcome): Hold {
  assert(result.ok, `refused: ${JSON.stringify(result)}`);
  return result.hold;
}

/** Registers one test of the contract; `run` gets a scene on a separate board. */
export type Specify = (
  name: string,
  run: (scene: Scene) => Promise<void>,
  truth?: Partial<BoardTruth>,
) => void;

/** Returns the function that registers tests for one adapter, which are ignored if its server is not available. */
export function specifyFor(adapter: string, open: () => Promise<TestBoard>, ignore = false): Specify {
  return (name, run, truth) =>
    Deno.test({
      name: `${adapter} board: ${name}`,
      ignore,
      async fn() {
        const test = await open();
        try {
          await run(new Scene(test, truth));
        } finally {
          await test.close();
        }
      },
    });
}
