/**
 * A model of the board, too simple to be wrong, and the test that a board agrees with it over random schedules. The
 * model ends due holds before every step; a board may end them later, as long as no result shows it.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type ClaimOutcome,
  type HeldSeat,
  type Hold,
  type HoldOutcome,
  newHoldId,
  type Refusal,
} from "./board.ts";
import { MINUTE_MS, priced, Scene, type Specify } from "./contract_scene.ts";

const SEATS = 6;
const HOLDS = 4;
const LIMIT = 4;
const TTL_MS = 10 * MINUTE_MS;
const MAX_MS = 25 * MINUTE_MS;
const REACTIVATED_MS = MINUTE_MS;

interface ModelHold {
  owner: string;
  seats: HeldSeat[];
  claimed: boolean;
  attempt: number;
  key: string;
  expiresAt: number;
  maxExpiresAt: number;
  reactivated: boolean;
}

type Step =
  | { kind: "hold" | "change"; hold: number; owner: string; seats: number[] }
  | { kind: "extend" | "release"; hold: number; owner: string }
  | { kind: "claim"; hold: number; owner: string; key: string; shown: number[] | null }
  | { kind: "reactivate"; hold: number; attempt: number }
  | { kind: "sync"; seat: number; claim: "confirmed" | "blocked" | "none"; ended: number }
  | { kind: "pass"; minutes: number }
  | { kind: "sweep" };

const hold = fc.nat({ max: HOLDS - 1 });
const OWNERS = ["u:1", "u:2"];
const owner = fc.constantFrom(...OWNERS);
const seats = fc.uniqueArray(fc.nat({ max: SEATS - 1 }), { minLength: 1, maxLength: 3 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("hold" as const), hold, owner, seats }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("change" as const), hold, owner, seats }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("extend", "release"), hold, owner }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("claim" as const),
        hold,
        owner,
        key: fc.constantFrom("k1", "k2"),
        shown: fc.option(seats),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("reactivate" as const),
        hold,
        attempt: fc.integer({ min: 1, max: 2 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("sync" as const),
        seat: fc.nat({ max: SEATS - 1 }),
        claim: fc.constantFrom("confirmed", "blocked", "none"),
        ended: hold,
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("pass" as const), minutes: fc.nat({ max: 11 }) }) },
    { weight: 1, arbitrary: fc.constant({ kind: "sweep" as const }) },
  ),
  { maxLength: 60, size: "max" },
);

/** The result of a step on either side: refusals unchanged, holds reduced to what can differ. */
type Outcome =
  | Refusal
  | { ok: false; code: "hold-changed"; hold: Outcome }
  | Pick<ModelHold, "owner" | "seats" | "claimed" | "attempt" | "expiresAt">
  | string;

const NOT_FOUND: Refusal = { ok: false, code: "hold-not-found" };

class Model {
  holds = new Map<number, ModelHold>();
  /** By seat: the hold that has it, whether it is booked or not for sale, or null if it is free. */
  seats: (number | "booked" | "blocked" | null)[] = new Array(SEATS).fill(null);

  constructor(public now: number) {}

  statuses(): string {
    return this.seats.map((seat) =>
      seat === null ? "a" : seat === "booked" ? "b" : seat === "blocked" ? "x" : "h"
    )
      .join("");
  }

  /** The owner's holds that have not expired. */
  liveIds(owner: string): number[] {
    return [...this.holds].filter(([, hold]) =>
      hold.owner === owner && (hold.claimed || hold.expiresAt > this.now)
    ).map(([id]) => id);
  }

  apply(step: Step): Outcome {
    for (const [id, hold] of this.holds) if (!hold.claimed && hold.expiresAt <= this.now) this.#end(id);
    if (step.kind === "pass") this.now += step.minutes * MINUTE_MS;
    if (step.kind === "pass" || step.kind === "sweep") return "";
    if (step.kind === "sync") return this.#sync(step);
    const hold = this.holds.get(step.hold);
    if (step.kind === "reactivate") return this.#reactivate(step.hold, step.attempt);
    if (step.kind === "hold" && !hold) return this.#give(step.hold, step.owner, step.seats);
    if (!hold || hold.owner !== step.owner) return step.kind === "release" ? "" : NOT_FOUND;
    if (step.kind === "hold") return outcome(hold);
    const sameKey = step.kind === "claim" && hold.key === step.key;
    if (hold.claimed) {
      return sameKey ? outcome(hold) : { ok: false, code: "hold-claimed", bookingId: `b${hold.attempt}` };
    }
    switch (step.kind) {
      case "release":
        this.#end(step.hold);
        return "";
      case "change":
        return this.#give(step.hold, step.owner, step.seats);
      case "extend": {
        const expiresAt = Math.min(this.now + TTL_MS, hold.maxExpiresAt);
        if (expiresAt <= hold.expiresAt) return { ok: false, code: "extension-cap" };
        return outcome(Object.assign(hold, { expiresAt }));
      }
      case "claim": {
        const { shown } = step;
        const differs = shown && (shown.length !== hold.seats.length ||
          hold.seats.some(({ index }) => !shown.includes(index)));
        if (differs) return { ok: false, code: "hold-changed", hold: outcome(hold) };
        const unavailable = hold.seats.map((seat) => seat.index).filter((i) => this.seats[i] !== step.hold);
        if (unavailable.length > 0) return { ok: false, code: "seats-unavailable", unavailable };
        return outcome(Object.assign(hold, { claimed: true, attempt: hold.attempt + 1, key: step.key }));
      }
    }
  }

  /** Makes these the seats of a new or existing hold. */
  #give(id: number, owner: string, wanted: number[]): Outcome {
    const hold = this.holds.get(id);
    const has = hold?.seats.map((seat) => seat.index) ?? [];
    const others = [...this.holds].filter(([other, { owner: otherOwner, claimed }]) =>
      other !== id && otherOwner === owner && !claimed
    );
    const held = others.flatMap(([, other]) => other.seats).length;
    if (wanted.length > has.length && held + wanted.length > LIMIT) {
      return { ok: false, code: "limit-exceeded" };
    }
    // A seat that the hold has lost does not return to it when the other hold frees the seat.
    const canHave = (i: number) => this.seats[i] === id || (this.seats[i] === null && !has.includes(i));
    const unavailable = wanted.filter((i) => !canHave(i));
    if (unavailable.length > 0) {
      return { ok: false, code: "seats-unavailable", unavailable: unavailable.sort((a, b) => a - b) };
    }
    for (const i of has) if (!wanted.includes(i) && this.seats[i] === id) this.seats[i] = null;
    for (const i of wanted) this.seats[i] = id;
    const fresh = { claimed: false, attempt: 0, key: "", reactivated: false };
    const times = { expiresAt: this.now + TTL_MS, maxExpiresAt: this.now + MAX_MS };
    const next = { owner, ...fresh, ...times, ...hold, seats: priced(wanted) };
    this.holds.set(id, next);
    return outcome(next);
  }

  #reactivate(id: number, attempt: number): Outcome {
    const hold = this.holds.get(id);
    if (!hold || hold.attempt !== attempt) return "ended";
    if (!hold.claimed) return "active";
    const least = hold.reactivated ? 0 : this.now + REACTIVATED_MS;
    hold.expiresAt = Math.max(hold.expiresAt, least);
    hold.maxExpiresAt = Math.max(hold.maxExpiresAt, hold.expiresAt);
    if (hold.expiresAt <= this.now || hold.seats.some(({ index }) => this.seats[index] !== id)) {
      this.#end(id);
      return "ended";
    }
    hold.claimed = false;
    hold.reactivated = true;
    return "active";
  }

  #sync({ seat, claim, ended }: Extract<Step, { kind: "sync" }>): Outcome {
    const hold = this.holds.get(ended);
    if (hold?.claimed && hold.attempt === 1) this.#end(ended);
    const holder = this.seats[seat];
    if (claim === "confirmed") this.seats[seat] = "booked";
    else if (claim === "blocked") this.seats[seat] = "blocked";
    else if (typeof holder !== "number") this.seats[seat] = null;
    return "";
  }

  #end(id: number): void {
    this.seats = this.seats.map((holder) => holder === id ? null : holder);
    this.holds.delete(id);
  }
}

function outcome({ owner, seats, claimed, attempt, expiresAt }: ModelHold): Outcome {
  return { owner, seats, claimed, attempt, expiresAt };
}

/** Applies the step to a real board. */
async function applyToBoard(step: Step, scene: Scene, holdIds: string[], model: Model): Promise<Outcome> {
  const { board } = scene;
  const seenHold = ({ owner, seats, status, attempt, expiresAt }: Hold): Outcome => (
    { owner, seats, claimed: status === "claimed", attempt, expiresAt }
  );
  const seen = (result: ClaimOutcome | HoldOutcome): Outcome => {
    if (result.ok) return seenHold(result.hold);
    return result.code === "hold-changed" ? { ...result, hold: seenHold(result.hold) } : result;
  };
  switch (step.kind) {
    case "hold": {
      const limit = { owners: [step.owner], seats: LIMIT };
      const request = { ...scene.request(step.owner, step.seats), holdId: holdIds[step.hold], limit };
      return seen(await board.hold({ ...request, ttlMs: TTL_MS, maxMs: MAX_MS }));
    }
    case "change": {
      const limit = { owners: [step.owner], seats: LIMIT };
      const owners = [step.owner];
      return seen(
        await board.change({ holdId: holdIds[step.hold], owners, seats: priced(step.seats), limit }),
      );
    }
    case "extend":
      return seen(await board.extend(holdIds[step.hold], [step.owner], TTL_MS));
    case "release": {
      const result = await board.release(holdIds[step.hold], [step.owner]);
      return result.ok ? "" : result;
    }
    case "claim": {
      const bookingId = `b${(model.holds.get(step.hold)?.attempt ?? 0)}`;
      const expected = step.shown ? { seats: step.shown } : undefined;
      const request = { holdId: holdIds[step.hold], owners: [step.owner], idempotencyHash: step.key };
      return seen(await scene.board.claim({ ...request, bookingId, expected }));
    }
    case "reactivate": {
      const { active } = await board.reactivate(holdIds[step.hold], step.attempt, REACTIVATED_MS);
      return active ? "active" : "ended";
    }
    case "sync": {
      const { eventId } = scene;
      const ended = [{ holdId: holdIds[step.ended], attempt: 1 }];
      await board.sync({ eventId, seats: [{ index: step.seat, claim: step.claim }], ended });
      return "";
    }
    case "pass":
      scene.advance(step.minutes * MINUTE_MS);
      return "";
    case "sweep":
      await board.sweep([scene.eventId]);
      return "";
  }
}

/**
 * Registers the test that a board agrees with the model, and the board's feed with its statuses, over `runs` random
 * schedules.
 */
export function modelContract(specify: Specify, { runs }: { runs: number }): void {
  specify("in any schedule it returns what the model does", async ({ test }) => {
    await fc.assert(
      fc.asyncProperty(steps, async (schedule) => {
        const scene = new Scene(test, { seatCount: SEATS });
        const holdIds = Array.from({ length: HOLDS }, () => newHoldId(scene.eventId));
        const model = new Model(test.clock.now);
        const { epoch } = await scene.board.snapshot(scene.eventId);
        for (const step of [...schedule, { kind: "sweep" as const }]) {
          const expected = model.apply(step);
          assert.deepEqual(await applyToBoard(step, scene, holdIds, model), expected);
          if (step.kind === "sweep") assert.equal(await scene.statuses(), model.statuses());
          for (const owner of OWNERS) {
            const listed = await scene.board.list(scene.eventId, [owner]);
            const expected = model.liveIds(owner).map((id) => holdIds[id]);
            assert.deepEqual(listed.map((hold) => hold.id).sort(), expected.sort());
          }
        }
        const folded = new Array<string>(SEATS).fill("a");
        const deltas = await scene.deltasSince(epoch, 0);
        assert(deltas.length <= schedule.length + 1, "a step has at most one delta");
        for (const [n, delta] of deltas.entries()) {
          assert.equal(delta.version, n + 1, "versions have no gaps");
          for (const [index, status] of delta.seats) folded[index] = status;
        }
        assert.equal(folded.join(""), await scene.statuses());
      }),
      { numRuns: runs },
    );
  });
}
