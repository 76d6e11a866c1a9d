/** The contract for holds that are being booked, and for snapshots and feeds. Continues `contract.ts`. */
import assert from "node:assert/strict";
import type { ClaimOutcome, ClaimState, ExpectedHold, Snapshot } from "./board.ts";
import { ALICE, BOB, granted, MINUTE_MS, priced, type Scene, type Specify } from "./contract_scene.ts";

const HOUR_MS = 60 * MINUTE_MS;
const [{ price: SEAT_PRICE }] = priced([0]);

/** Claims a hold of Alice's with a fixed key, expecting what she was shown. */
function claimShown(scene: Scene, holdId: string, expected: ExpectedHold): Promise<ClaimOutcome> {
  const request = { holdId, owners: [ALICE], idempotencyHash: "key one", bookingId: "booking-1" };
  return scene.board.claim({ ...request, expected });
}

/** Expectations that a hold of seats 1 and 2 does not meet. */
const mismatches: [what: string, expected: ExpectedHold][] = [
  ["fewer seats", { seats: [1] }],
  ["more seats", { seats: [1, 2, 3] }],
  ["another seat", { seats: [1, 3] }],
  ["one seat twice", { seats: [1, 1] }],
  ["a seat that the hall does not have", { seats: [1, 2, -1] }],
  ["another total", { total: 2 * SEAT_PRICE - 1 }],
  ["its seats at another total", { seats: [1, 2], total: 0 }],
  ["other seats of the same total", { seats: [2, 3], total: 2 * SEAT_PRICE }],
];

/** Claiming, reactivating and syncing. */
export function claimContract(specify: Specify): void {
  specify("a claimed hold has no time limit", async (scene) => {
    const hold = await scene.held(ALICE, [1]);
    const result = await scene.claim(hold.id, ALICE, "booking-1");
    assert.deepEqual(result, {
      ok: true,
      hold: { ...hold, status: "claimed", attempt: 1, bookingId: "booking-1" },
    });
    scene.advance(24 * HOUR_MS);
    assert.equal((await scene.board.sweep([scene.eventId])).ended, 0);
    assert.equal((await scene.board.get(hold.id, [ALICE]))?.status, "claimed");
    const refused = await scene.board.hold(scene.request(BOB, [1]));
    assert.deepEqual(refused, { ok: false, code: "seats-unavailable", unavailable: [1] });
    assert.equal((await scene.deltas()).length, 1);
  });

  specify(
    "claiming again returns the same result for the same key and refuses another key",
    async (scene) => {
      const { id } = await scene.held(ALICE, [1]);
      const first = await scene.claim(id, ALICE, "booking-1", "key one");
      assert.deepEqual(await scene.claim(id, ALICE, "booking-2", "key one"), first);
      assert.deepEqual(await scene.claim(id, ALICE, "booking-2", "key two"), {
        ok: false,
        code: "hold-claimed",
        bookingId: "booking-1",
      });
    },
  );

  for (const [what, expected] of mismatches) {
    specify(`a hold is not claimed when its buyer was shown ${what}`, async (scene) => {
      const hold = await scene.held(ALICE, [1, 2]);
      const before = await scene.board.snapshot(scene.eventId);
      const result = await claimShown(scene, hold.id, expected);
      assert.deepEqual(result, { ok: false, code: "hold-changed", hold });
      assert.deepEqual(await scene.board.get(hold.id, [ALICE]), hold);
      assert.deepEqual(await scene.board.snapshot(scene.eventId), before);
    });
  }

  specify(
    "a hold that matches what its buyer was shown is claimed, whatever the seats' order and the details left out",
    async (scene) => {
      const total = 2 * SEAT_PRICE;
      for (const expected of [{ seats: [2, 1], total }, { seats: [1, 2] }, { total }, {}]) {
        const { id } = await scene.held(ALICE, [1, 2]);
        const result = await claimShown(scene, id, expected);
        assert(result.ok);
        assert.deepEqual(await claimShown(scene, id, { total: 1 }), result, "already claimed with this key");
        await scene.board.sync({ eventId: scene.eventId, seats: [], ended: [{ holdId: id, attempt: 1 }] });
      }
    },
  );

  specify("of a concurrent change and claim, exactly one is refused", async (scene) => {
    for (let run = 0; run < 20; run++) {
      const { id } = await scene.held(ALICE, [1]);
      const [changed, claimed] = await Promise.all([
        scene.board.change({ holdId: id, owners: [ALICE], seats: priced([1, 2]) }),
        claimShown(scene, id, { seats: [1], total: SEAT_PRICE }),
      ]);
      assert.notEqual(changed.ok, claimed.ok);
      if (claimed.ok) assert.deepEqual(claimed.hold.seats, priced([1]));
      else await scene.board.release(id, [ALICE]);
      await scene.board.sync({ eventId: scene.eventId, seats: [], ended: [{ holdId: id, attempt: 1 }] });
    }
  });

  specify("a claimed hold can't be changed, extended or released", async (scene) => {
    const hold = await scene.claimed(ALICE, [1]);
    const refused = { ok: false, code: "hold-claimed", bookingId: "booking-1" };
    const change = { holdId: hold.id, owners: [ALICE], seats: priced([2]) };
    assert.deepEqual(await scene.board.change(change), refused);
    assert.deepEqual(await scene.board.extend(hold.id, [ALICE], HOUR_MS), refused);
    assert.deepEqual(await scene.board.release(hold.id, [ALICE]), refused);
    assert.equal(await scene.statuses(), "ahaaaaaaaaaa");
  });

  specify("claimed seats don't count towards the limit on active holds", async (scene) => {
    await scene.claimed(ALICE, [1]);
    granted(await scene.board.hold({ ...scene.request(ALICE, [2]), limit: { owners: [ALICE], seats: 1 } }));
  });

  specify(
    "a hold becomes active again after a decline, the first time with a guaranteed minimum of time",
    async (scene) => {
      const hold = await scene.claimed(ALICE, [1]);
      scene.advance(hold.expiresAt - scene.test.clock.now - 10_000);
      assert.deepEqual(await scene.board.reactivate(hold.id, 1, MINUTE_MS), { active: true });
      const active = await scene.board.get(hold.id, [ALICE]);
      const expiresAt = scene.test.clock.now + MINUTE_MS;
      assert.equal(active?.status, "active");
      assert.equal(active?.expiresAt, expiresAt);
      assert.equal(active?.bookingId, undefined);
      assert.deepEqual(await scene.board.reactivate(hold.id, 1, MINUTE_MS), { active: true }, "repeated");

      scene.advance(MINUTE_MS - 10_000);
      const second = await scene.claim(hold.id, ALICE, "booking-2");
      assert(second.ok && second.hold.attempt === 2);
      assert.deepEqual(await scene.board.reactivate(hold.id, 2, MINUTE_MS), { active: true });
      assert.equal((await scene.board.get(hold.id, [ALICE]))?.expiresAt, expiresAt);
      scene.advance(5_000);
      assert((await scene.claim(hold.id, ALICE, "booking-3")).ok);
      scene.advance(5_000);
      assert.deepEqual(await scene.board.reactivate(hold.id, 3, MINUTE_MS), { active: false });
      assert.equal(await scene.statuses(), "aaaaaaaaaaaa");
    },
  );

  specify("a decline of another attempt changes nothing", async (scene) => {
    const hold = await scene.claimed(ALICE, [1]);
    assert.deepEqual(await scene.board.reactivate(hold.id, 2, MINUTE_MS), { active: false });
    assert.equal((await scene.board.get(hold.id, [ALICE]))?.status, "claimed");
  });

  specify(
    "after a decline, a hold that has lost a seat ends and frees the seats it still owns",
    async (scene) => {
      const hold = await scene.claimed(ALICE, [1, 2]);
      await sync(scene, [[1, "confirmed"]]);
      assert.deepEqual(await scene.board.reactivate(hold.id, 1, MINUTE_MS), { active: false });
      assert.equal(await scene.board.get(hold.id, [ALICE]), null);
      assert.equal(await scene.statuses(), "abaaaaaaaaaa");
    },
  );

  specify("the hold of a rescued booking starts out claimed", async (scene) => {
    const request = scene.request(ALICE, [1, 2]);
    const result = await scene.board.hold({ ...request, claimedBy: { bookingId: "rescued" } });
    const hold = granted(result);
    assert.deepEqual([hold.status, hold.attempt, hold.bookingId], ["claimed", 1, "rescued"]);
    scene.advance(HOUR_MS);
    assert.equal((await scene.board.sweep([scene.eventId])).ended, 0);
    assert.equal(await scene.statuses(), "ahhaaaaaaaaa");
  });

  specify(
    "syncing a confirmed booking marks its seats booked and ends its hold in one delta",
    async (scene) => {
      const hold = await scene.claimed(ALICE, [1, 2]);
      await sync(scene, [[1, "confirmed"], [2, "confirmed"]], [{ holdId: hold.id, attempt: 1 }]);
      assert.deepEqual((await scene.deltas()).slice(1), [{ version: 2, seats: [[1, "b"], [2, "b"]] }]);
      assert.equal(await scene.board.get(hold.id, [ALICE]), null);
      await sync(scene, [[1, "confirmed"], [2, "confirmed"]], [{ holdId: hold.id, attempt: 1 }]);
      assert.equal((await scene.deltas()).length, 2);
    },
  );

  specify("syncing a failed booking frees its seats and ends its hold", async (scene) => {
    const hold = await scene.claimed(ALICE, [1, 2]);
    await sync(scene, [[1, "none"], [2, "none"]], [{ holdId: hold.id, attempt: 1 }]);
    assert.equal(await scene.statuses(), "aaaaaaaaaaaa");
    await scene.held(BOB, [1, 2]);
  });

  specify("syncing does not end an active hold or one claimed by another attempt", async (scene) => {
    const claimed = await scene.claimed(ALICE, [1]);
    const active = await scene.held(BOB, [2]);
    await sync(scene, [[1, "none"], [2, "none"], [3, "none"]], [
      { holdId: claimed.id, attempt: 2 },
      { holdId: active.id, attempt: 0 },
      { holdId: "unknown", attempt: 1 },
    ]);
    assert.equal(await scene.statuses(), "ahhaaaaaaaaa");
    assert(await scene.board.get(claimed.id, [ALICE]));
    assert(await scene.board.get(active.id, [BOB]));
  });

  specify(
    "a claim overrides another owner's hold, which can no longer be claimed with that seat",
    async (scene) => {
      const hold = await scene.held(ALICE, [1, 2, 3]);
      await sync(scene, [[1, "confirmed"], [2, "pending"]]);
      assert.equal(await scene.statuses(), "abhhaaaaaaaa");
      const lost = { ok: false, code: "seats-unavailable", unavailable: [1, 2] };
      assert.deepEqual(await scene.claim(hold.id, ALICE), lost);
      const keepAll = { holdId: hold.id, owners: [ALICE], seats: priced([1, 2, 3, 4]) };
      assert.deepEqual(await scene.board.change(keepAll), lost);
      await scene.board.release(hold.id, [ALICE]);
      assert.equal(await scene.statuses(), "abhaaaaaaaaa");
    },
  );

  specify("syncing a pending booking leaves the seat with its hold", async (scene) => {
    const hold = await scene.claimed(ALICE, [1]);
    await scene.board.sync({
      eventId: scene.eventId,
      seats: [{ index: 1, claim: "pending", holdId: hold.id }],
      ended: [],
    });
    assert.deepEqual(await scene.board.reactivate(hold.id, 1, MINUTE_MS), { active: true });
  });

  specify("the seat of a due hold is available once synced", async (scene) => {
    const hold = await scene.held(ALICE, [1]);
    const reactivated = await scene.claimed(ALICE, [2]);
    await scene.board.reactivate(reactivated.id, 1, MINUTE_MS);
    scene.advance(hold.expiresAt - scene.test.clock.now);
    await sync(scene, [[1, "none"], [2, "none"]]);
    assert.equal(await scene.statuses(), "aaaaaaaaaaaa");
  });

  specify("a seat taken off sale or put on sale is synced", async (scene) => {
    await sync(scene, [[0, "none"], [1, "blocked"]]);
    assert.equal(await scene.statuses(), "axaaaaaaaaaa");
  }, { blocked: [0] });

  specify("stuck claims are those older than the given age", async (scene) => {
    const old = await scene.claimed(ALICE, [1], "booking-1");
    scene.advance(15_001);
    await scene.claimed(BOB, [2], "booking-2");
    await scene.held(BOB, [3]);
    assert.deepEqual(await scene.board.stuckClaims([scene.eventId], 15_000), [
      { eventId: scene.eventId, holdId: old.id, attempt: 1, bookingId: "booking-1", owner: ALICE },
    ]);
    await scene.board.reactivate(old.id, 1, MINUTE_MS);
    assert.deepEqual(await scene.board.stuckClaims([scene.eventId], 15_000), []);
  });
}

/** Snapshots, versions and feeds. */
export function feedContract(specify: Specify): void {
  specify("the deltas after any version turn its snapshot into the latest one", async (scene) => {
    const snapshots: Snapshot[] = [await scene.board.snapshot(scene.eventId)];
    const after = async () => snapshots.push(await scene.board.snapshot(scene.eventId));
    const hold = await scene.held(ALICE, [1, 2, 3]);
    await after();
    await scene.board.change({ holdId: hold.id, owners: [ALICE], seats: priced([3, 4]) });
    await after();
    await sync(scene, [[7, "confirmed"]]);
    await after();
    await scene.board.release(hold.id, [ALICE]);
    await after();
    const latest = snapshots.at(-1)!;
    for (const { epoch, version, statuses } of snapshots) {
      const letters = [...statuses];
      let expected = version;
      for (const delta of await scene.deltasSince(epoch, version)) {
        assert.equal(delta.version, ++expected, "versions grow by one");
        for (const [index, status] of delta.seats) letters[index] = status;
      }
      assert.deepEqual([letters.join(""), expected], [latest.statuses, latest.version]);
    }
  });

  specify("a snapshot is read again exactly if it has changed since its position", async (scene) => {
    const { board, eventId } = scene;
    let latest = await board.snapshot(eventId);
    const assertChanged = async () => {
      const changed = await board.snapshotUnlessAt(eventId, latest);
      assert.deepEqual(changed, await board.snapshot(eventId));
      assert(changed);
      latest = changed;
      assert.equal(await board.snapshotUnlessAt(eventId, latest), null);
    };
    assert.equal(await board.snapshotUnlessAt(eventId, latest), null);
    const hold = await scene.held(ALICE, [1, 2]);
    await assertChanged();
    await board.release(hold.id, [ALICE]);
    await assertChanged();
    await board.reset(eventId);
    await assertChanged();
    assert.deepEqual(await board.snapshotUnlessAt(eventId, { ...latest, epoch: "other" }), latest);
  });

  specify("a position in another epoch, in the future or of an unknown event gets a reset", async (scene) => {
    const { epoch } = await scene.board.snapshot(scene.eventId);
    await scene.held(ALICE, [1]);
    const feed = async (position: { eventId: string; epoch: string; version: number }) =>
      (await scene.board.feeds([position])).get(position.eventId);
    const { eventId } = scene;
    assert.deepEqual(await feed({ eventId, epoch: "other", version: 1 }), { reset: true });
    assert.deepEqual(await feed({ eventId, epoch, version: 2 }), { reset: true });
    assert.deepEqual(await feed({ eventId, epoch, version: 1 }), { epoch, deltas: [] });
    const unknown = crypto.randomUUID();
    assert.deepEqual(await feed({ eventId: unknown, epoch, version: 0 }), { reset: true });
  });

  specify("a position trimmed from the feed gets a reset; one still in it gets the deltas", async (scene) => {
    const { epoch } = await scene.board.snapshot(scene.eventId);
    const changes = 10_200;
    for (let done = 0; done < changes; done += 100) {
      await Promise.all(
        Array.from({ length: 100 }, (_, n) => sync(scene, [[0, n % 2 === 0 ? "confirmed" : "none"]])),
      );
    }
    const [{ version }] = (await scene.board.snapshots([scene.eventId])).values();
    assert.equal(version, changes);
    const position = { eventId: scene.eventId, epoch };
    const trimmed = await scene.board.feeds([{ ...position, version: 0 }]);
    assert.deepEqual(trimmed.get(scene.eventId), { reset: true });
    assert.equal((await scene.deltasSince(epoch, changes - 9_000)).length, 9_000);
  });

  specify(
    "a reset board has a new epoch, the source's claims and the holds that still fit",
    async (scene) => {
      const before = await scene.board.snapshot(scene.eventId);
      const kept = await scene.held(ALICE, [1]);
      const clashing = await scene.held(ALICE, [2, 3]);
      const claimed = await scene.claimed(BOB, [4], "booking-1");
      scene.test.truth.get(scene.eventId)!.claims = [
        { index: 3, claim: "confirmed", holdId: "other", bookingId: "booking-2" },
        { index: 4, claim: "pending", holdId: claimed.id, bookingId: "booking-1" },
      ];
      await scene.board.reset(scene.eventId);
      const after = await scene.board.snapshot(scene.eventId);
      assert.equal(after.statuses, "ahabhaaaaaaa");
      assert.notEqual(after.epoch, before.epoch);
      assert.equal(await scene.board.get(clashing.id, [ALICE]), null);
      assert.deepEqual(await scene.board.get(kept.id, [ALICE]), kept);
      assert.deepEqual(await scene.board.list(scene.eventId, [ALICE]), [kept]);
      assert.deepEqual(await scene.board.reactivate(claimed.id, 1, MINUTE_MS), { active: true });
      scene.advance(HOUR_MS);
      assert.equal((await scene.board.sweep([scene.eventId])).ended, 2);
      assert.equal(await scene.statuses(), "aaabaaaaaaaa");
    },
  );

  specify("holds for another chart version do not survive a reset", async (scene) => {
    const hold = await scene.held(ALICE, [1]);
    Object.assign(scene.test.truth.get(scene.eventId)!, { chartVersion: 2, seatCount: 3 });
    await scene.board.reset(scene.eventId);
    assert.equal(await scene.statuses(), "aaa");
    assert.equal(await scene.board.get(hold.id, [ALICE]), null);
    assert.deepEqual(await scene.board.list(scene.eventId, [ALICE]), []);
  });
}

function sync(
  scene: Scene,
  seats: [index: number, claim: ClaimState][],
  ended: { holdId: string; attempt: number }[] = [],
): Promise<void> {
  return scene.board.sync({
    eventId: scene.eventId,
    seats: seats.map(([index, claim]) =>
      claim === "pending" ? { index, claim, holdId: "another-hold" } : { index, claim }
    ),
    ended,
  });
}
