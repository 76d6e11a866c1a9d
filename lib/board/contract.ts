/**
 * The contract of every seat board, run against each adapter. Tests drive the clock, so nothing waits for real time.
 * Each adapter's own tests cover losing and rebuilding a board.
 */
import assert from "node:assert/strict";
import { UnknownEvent } from "@/lib/errors.ts";
import { COOL_DOWN_MS, newHoldId } from "./board.ts";
import { ALICE, BOB, granted, MAX_MS, MINUTE_MS, priced, type Specify, TTL_MS } from "./contract_scene.ts";

/** Taking, changing, extending and ending holds, and their limits. */
export function holdContract(specify: Specify): void {
  specify("a hold takes all its seats and publishes them in one delta", async (scene) => {
    const hold = await scene.held(ALICE, [3, 1]);
    assert.deepEqual(hold, {
      id: hold.id,
      eventId: scene.eventId,
      owner: ALICE,
      status: "active",
      seats: priced([3, 1]),
      chartVersion: 1,
      expiresAt: scene.test.clock.now + TTL_MS,
      maxExpiresAt: scene.test.clock.now + MAX_MS,
      attempt: 0,
    });
    assert.equal(await scene.statuses(), "ahahaaaaaaaa");
    assert.deepEqual(await scene.deltas(), [{ version: 1, seats: [[1, "h"], [3, "h"]] }]);
  });

  specify("a hold takes no seats if one is taken, and lists the taken ones", async (scene) => {
    await scene.held(ALICE, [1, 2]);
    assert.deepEqual(await scene.board.hold(scene.request(BOB, [2, 3, 1])), {
      ok: false,
      code: "seats-unavailable",
      unavailable: [1, 2],
    });
    assert.equal(await scene.statuses(), "ahhaaaaaaaaa");
    assert.equal((await scene.deltas()).length, 1);
  });

  specify("seats that are not for sale, claimed or not in the chart can't be held", async (scene) => {
    assert.equal(await scene.statuses(), "xbhaaaaaaaaa");
    const result = await scene.board.hold(scene.request(ALICE, [0, 1, 2, 3, 12]));
    assert.deepEqual(result, { ok: false, code: "seats-unavailable", unavailable: [0, 1, 2, 12] });
  }, {
    blocked: [0],
    claims: [
      { index: 1, claim: "confirmed", holdId: "gone", bookingId: "b1" },
      { index: 2, claim: "pending", holdId: "gone", bookingId: "b2" },
    ],
  });

  specify(
    "repeating a request with the same hold id returns the same hold and changes nothing",
    async (scene) => {
      const request = scene.request(ALICE, [5]);
      const first = granted(await scene.board.hold(request));
      scene.advance(MINUTE_MS);
      assert.deepEqual(granted(await scene.board.hold(request)), first);
      assert.equal((await scene.deltas()).length, 1);
    },
  );

  specify("another owner's hold id is not found", async (scene) => {
    const { id } = await scene.held(ALICE, [5]);
    const result = await scene.board.hold({ ...scene.request(BOB, [6]), holdId: id });
    assert.deepEqual(result, { ok: false, code: "hold-not-found" });
  });

  specify("exactly one of fifty buyers racing for the same four seats wins", async (scene) => {
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, n) => scene.board.hold(scene.request(`v:${n}`, [0, 1, 2, 3]))),
    );
    assert.equal(results.filter((result) => result.ok).length, 1);
    assert.equal(await scene.statuses(), "hhhhaaaaaaaa");
  });

  specify("only the owner of a hold sees, changes, extends, claims or releases it", async (scene) => {
    const { id } = await scene.held(ALICE, [4]);
    const notFound = { ok: false, code: "hold-not-found" };
    assert.equal(await scene.board.get(id, [BOB]), null);
    assert.deepEqual(
      await scene.board.change({ holdId: id, owners: [BOB], seats: priced([4, 5]) }),
      notFound,
    );
    assert.deepEqual(await scene.board.extend(id, [BOB], TTL_MS), notFound);
    assert.deepEqual(await scene.claim(id, BOB), notFound);
    assert.deepEqual(await scene.board.release(id, [BOB]), { ok: true });
    assert.equal(await scene.statuses(), "aaaahaaaaaaa");
    assert.equal((await scene.board.get(id, [BOB, ALICE]))?.id, id);
  });

  specify("releasing frees the seats, and releasing again does nothing", async (scene) => {
    const { id } = await scene.held(ALICE, [4, 5]);
    assert.deepEqual(await scene.board.release(id, [ALICE]), { ok: true });
    assert.deepEqual(await scene.board.release(id, [ALICE]), { ok: true });
    assert.equal(await scene.board.get(id, [ALICE]), null);
    assert.deepEqual((await scene.deltas()).at(-1), { version: 2, seats: [[4, "a"], [5, "a"]] });
  });

  specify("a change adds and frees seats in one delta, keeping old prices and the expiry", async (scene) => {
    const hold = await scene.held(ALICE, [1, 2]);
    scene.advance(MINUTE_MS);
    const changed = granted(
      await scene.board.change({ holdId: hold.id, owners: [ALICE], seats: priced([2, 3], 9900) }),
    );
    assert.deepEqual(changed, {
      ...hold,
      seats: [{ index: 2, price: 2500 }, { index: 3, price: 9900 }],
    });
    assert.deepEqual(await scene.board.get(hold.id, [ALICE]), changed);
    assert.deepEqual((await scene.deltas()).at(-1), { version: 2, seats: [[1, "a"], [3, "h"]] });
    await scene.held(BOB, [1]);
  });

  specify("a change that can't get a new seat changes nothing", async (scene) => {
    const hold = await scene.held(ALICE, [1, 2]);
    await scene.held(BOB, [3]);
    const result = await scene.board.change({ holdId: hold.id, owners: [ALICE], seats: priced([2, 3, 4]) });
    assert.deepEqual(result, { ok: false, code: "seats-unavailable", unavailable: [3] });
    assert.deepEqual(await scene.board.get(hold.id, [ALICE]), hold);
    assert.equal(await scene.statuses(), "ahhhaaaaaaaa");
  });

  specify("extending postpones the expiry, up to the maximum", async (scene) => {
    const hold = await scene.held(ALICE, [1]);
    const extend = () => scene.board.extend(hold.id, [ALICE], TTL_MS);
    assert.deepEqual(await extend(), { ok: false, code: "extension-cap" });
    scene.advance(8 * MINUTE_MS);
    assert.equal(granted(await extend()).expiresAt, hold.expiresAt + 8 * MINUTE_MS);
    scene.advance(8 * MINUTE_MS);
    assert.equal(granted(await extend()).expiresAt, hold.maxExpiresAt);
    scene.advance(MINUTE_MS);
    assert.deepEqual(await extend(), { ok: false, code: "extension-cap" });
    assert.equal((await scene.board.get(hold.id, [ALICE]))?.expiresAt, hold.maxExpiresAt);
  });

  specify("an expired hold is gone for its owner, and its seats can be taken at once", async (scene) => {
    const hold = await scene.held(ALICE, [1, 2]);
    scene.advance(TTL_MS - 1);
    assert.equal((await scene.board.get(hold.id, [ALICE]))?.id, hold.id);
    scene.advance(1);
    const notFound = { ok: false, code: "hold-not-found" };
    assert.equal(await scene.board.get(hold.id, [ALICE]), null);
    assert.deepEqual(await scene.board.list(scene.eventId, [ALICE]), []);
    assert.deepEqual(await scene.board.extend(hold.id, [ALICE], TTL_MS), notFound);
    assert.deepEqual(await scene.claim(hold.id, ALICE), notFound);
    assert.deepEqual(await scene.board.release(hold.id, [ALICE]), { ok: true });
    await scene.held(BOB, [2]);
  });

  specify("a sweep ends all due holds in one delta, and no others", async (scene) => {
    const due = await scene.held(ALICE, [1, 2]);
    await scene.held(BOB, [4]);
    await scene.claimed(ALICE, [6]);
    scene.advance(TTL_MS);
    const later = await scene.held(BOB, [3]);
    assert.equal((await scene.board.sweep([scene.eventId])).ended, 2);
    assert.equal(await scene.statuses(), "aaahaahaaaaa");
    assert.deepEqual((await scene.deltas()).at(-1)?.seats, [[1, "a"], [2, "a"], [4, "a"]]);
    assert.equal((await scene.board.sweep([scene.eventId])).ended, 0);
    assert.equal((await scene.board.get(later.id, [BOB]))?.id, later.id);
    assert.equal(await scene.board.get(due.id, [ALICE]), null);
  });

  specify("a sweep says when the next hold is due", async (scene) => {
    const nextInMs = async () => (await scene.board.sweep([scene.eventId])).nextInMs;
    assert.equal(await nextInMs(), Infinity);
    await scene.held(ALICE, [1]);
    scene.advance(1_000);
    await scene.held(BOB, [2]);
    await scene.claimed(ALICE, [6]);
    assert.equal(await nextInMs(), TTL_MS - 1_000);
    scene.advance(TTL_MS - 1_000);
    assert.equal(await nextInMs(), 1_000);
  });

  specify("listeners are called whenever seats change", async (scene) => {
    let calls = 0;
    const stopListening = scene.board.onChange(() => calls++);
    const called = async (change: () => Promise<unknown>) => {
      const before = calls;
      await change();
      assert.ok(calls > before, change.toString());
    };
    let hold = await scene.held(ALICE, [1]);
    await called(async () => hold = await scene.held(BOB, [2, 3]));
    await called(() => scene.board.change({ holdId: hold.id, owners: [BOB], seats: priced([3, 4]) }));
    await called(() => scene.board.release(hold.id, [BOB]));
    await called(() =>
      scene.board.sync({ eventId: scene.eventId, seats: [{ index: 8, claim: "confirmed" }], ended: [] })
    );
    scene.advance(TTL_MS);
    await called(() => scene.board.sweep([scene.eventId]));
    await called(() => scene.board.reset(scene.eventId));
    stopListening();
    const before = calls;
    await scene.held(ALICE, [5]);
    assert.equal(calls, before);
  });

  specify("a sweep ends more due holds than fit in one batch", async (scene) => {
    await Promise.all(Array.from({ length: 230 }, (_, n) => scene.held(`v:${n}`, [n])));
    scene.advance(TTL_MS);
    assert.equal((await scene.board.sweep([scene.eventId])).ended, 230);
    assert.doesNotMatch(await scene.statuses(), /h/);
  }, { seatCount: 230 });

  specify("taking a seat of a due hold ends the whole hold in the same delta", async (scene) => {
    await scene.held(ALICE, [1, 2, 3]);
    await scene.held(ALICE, [5, 6]);
    await scene.held(ALICE, [8, 9]);
    scene.advance(TTL_MS);
    const hold = await scene.held(BOB, [2]);
    assert.deepEqual((await scene.deltas()).at(-1), { version: 4, seats: [[1, "a"], [3, "a"]] });
    granted(await scene.board.change({ holdId: hold.id, owners: [BOB], seats: priced([2, 5]) }));
    assert.deepEqual((await scene.deltas()).at(-1), { version: 5, seats: [[6, "a"]] });
    const synced = { index: 8, claim: "confirmed" as const };
    await scene.board.sync({ eventId: scene.eventId, seats: [synced], ended: [] });
    assert.deepEqual((await scene.deltas()).at(-1), { version: 6, seats: [[8, "b"], [9, "a"]] });
    assert.equal((await scene.board.sweep([scene.eventId])).ended, 0);
  });

  specify("a refused request still ends the due holds in its way", async (scene) => {
    await scene.held(ALICE, [1, 2]);
    scene.advance(TTL_MS);
    await scene.held(BOB, [3]);
    const result = await scene.board.hold(scene.request(BOB, [2, 3]));
    assert.deepEqual(result, { ok: false, code: "seats-unavailable", unavailable: [3] });
    assert.deepEqual((await scene.deltas()).at(-1), { version: 3, seats: [[1, "a"], [2, "a"]] });
  });

  specify("every operation on a due hold ends it with a delta", async (scene) => {
    const operations: ((id: string) => Promise<unknown>)[] = [
      (id) => scene.board.change({ holdId: id, owners: [ALICE], seats: priced([1]) }),
      (id) => scene.board.extend(id, [ALICE], TTL_MS),
      (id) => scene.board.release(id, [ALICE]),
      (id) => scene.claim(id, ALICE),
      (id) => scene.board.reactivate(id, 0, MINUTE_MS),
    ];
    for (const operation of operations) {
      const { id } = await scene.held(ALICE, [1]);
      scene.advance(TTL_MS);
      await operation(id);
      assert.deepEqual((await scene.deltas()).at(-1)?.seats, [[1, "a"]]);
      assert.equal((await scene.board.sweep([scene.eventId])).ended, 0);
    }
  });

  specify("a request repeated after its hold has ended takes the seats again", async (scene) => {
    const request = scene.request(ALICE, [1, 2]);
    const first = granted(await scene.board.hold(request));
    scene.advance(TTL_MS);
    const again = granted(await scene.board.hold({ ...request, seats: priced([2]) }));
    assert.equal(again.expiresAt, first.expiresAt + TTL_MS);
    assert.equal(await scene.statuses(), "aahaaaaaaaaa");
  });

  specify("the limit counts the active holds of all the buyer's identities together", async (scene) => {
    const limit = { owners: [ALICE, "v:alice"], seats: 4 };
    const exceeded = { ok: false, code: "limit-exceeded" };
    await scene.held("v:alice", [0, 1]);
    const second = granted(await scene.board.hold({ ...scene.request(ALICE, [2]), limit }));
    assert.deepEqual(await scene.board.hold({ ...scene.request(ALICE, [3, 4]), limit }), exceeded);
    const change = (indexes: number[]) =>
      scene.board.change({ holdId: second.id, owners: [ALICE], seats: priced(indexes), limit });
    assert.deepEqual(await change([2, 3, 4]), exceeded);
    granted(await change([2, 3]));
    assert.equal(await scene.statuses(), "hhhhaaaaaaaa");
    scene.advance(TTL_MS);
    granted(await scene.board.hold({ ...scene.request(ALICE, [8, 9, 10, 11]), limit }));
  });

  specify("shrinking a hold never exceeds the limit", async (scene) => {
    const hold = await scene.held(ALICE, [0, 1, 2]);
    const limit = { owners: [ALICE], seats: 1 };
    granted(await scene.board.change({ holdId: hold.id, owners: [ALICE], seats: priced([0, 1]), limit }));
  });

  specify("an address has a separate limit, shared by all who hold from it", async (scene) => {
    const addresses = [{ key: "2001:db8::/64", seats: 3 }, { key: "2001:db8::/48", seats: 5 }];
    const neighbours = [{ key: "2001:db8:0:1::/64", seats: 3 }, addresses[1]];
    const first = granted(await scene.board.hold({ ...scene.request("v:1", [0, 1]), addresses }));
    const request = { ...scene.request("v:2", [2, 3]), addresses };
    const exceeded = { ok: false, code: "limit-exceeded", scope: "address", limit: 3 };
    assert.deepEqual(await scene.board.hold(request), exceeded);
    const { id } = granted(await scene.board.hold({ ...scene.request("v:3", [4]), addresses }));
    const neighbour = { ...scene.request("v:4", [5, 6, 7]), addresses: neighbours };
    assert.deepEqual(await scene.board.hold(neighbour), { ...exceeded, limit: 5 });
    const larger = { holdId: id, owners: ["v:3"], seats: priced([4, 5]), addresses };
    assert.deepEqual(await scene.board.change(larger), exceeded);
    await scene.board.release(id, ["v:3"]);
    await scene.board.release(first.id, ["v:1"]);
    granted(await scene.board.hold(request));
  });

  specify(
    "after more abandoned holds than allowed, a buyer waits until the first was ten minutes ago",
    async (scene) => {
      const coolDowns = [{ key: "203.0.113.7", holds: 2 }];
      const hold = (owner: string) => scene.board.hold({ ...scene.request(owner, [1]), coolDowns });
      for (const owner of ["v:1", "v:2", "v:3"]) {
        const { id } = granted(await hold(owner));
        await scene.board.release(id, [owner]);
        scene.advance(MINUTE_MS);
      }
      const wait = (retryAfterMs: number) => ({ ok: false, code: "cool-down", retryAfterMs });
      assert.deepEqual(await hold("v:4"), wait(7 * MINUTE_MS));
      granted(
        await scene.board.hold({ ...scene.request("v:4", [2]), coolDowns: [{ key: "v:4", holds: 2 }] }),
      );
      scene.advance(7 * MINUTE_MS - 1);
      assert.deepEqual(await hold("v:4"), wait(1));
      scene.advance(1);
      granted(await hold("v:4"));
    },
  );

  specify("a hold that expires counts as abandoned, and one that was booked does not", async (scene) => {
    const coolDowns = [{ key: "203.0.113.7", holds: 0 }];
    const hold = (owner: string) => scene.board.hold({ ...scene.request(owner, [1]), coolDowns });
    const { id } = granted(await hold(ALICE));
    await scene.claim(id, ALICE);
    const ended = [{ holdId: id, attempt: 1 }];
    await scene.board.sync({ eventId: scene.eventId, seats: [{ index: 1, claim: "none" }], ended });
    granted(await hold(BOB));
    scene.advance(TTL_MS + MINUTE_MS);
    const retryAfterMs = COOL_DOWN_MS - MINUTE_MS;
    assert.deepEqual(await hold(ALICE), { ok: false, code: "cool-down", retryAfterMs });
    await scene.board.sweep([scene.eventId]);
    assert.deepEqual(await hold(ALICE), { ok: false, code: "cool-down", retryAfterMs });
  });

  specify("a hold without seats is rejected", async (scene) => {
    await assert.rejects(scene.board.hold(scene.request(ALICE, [])), RangeError);
    const { id } = await scene.held(ALICE, [0]);
    await assert.rejects(scene.board.change({ holdId: id, owners: [ALICE], seats: [] }), RangeError);
    assert.deepEqual((await scene.board.get(id, [ALICE]))?.seats.length, 1);
  });

  specify("a list contains the live holds of all given owners, including claimed ones", async (scene) => {
    const active = await scene.held(ALICE, [0]);
    const claimed = await scene.claimed("v:alice", [1]);
    await scene.held(BOB, [2]);
    const list = await scene.board.list(scene.eventId, [ALICE, "v:alice"]);
    assert.deepEqual(list.map((hold) => hold.id).sort(), [active.id, claimed.id].sort());
  });

  specify("calls for an event unknown to the source throw, and its hold ids are not found", async (scene) => {
    const eventId = crypto.randomUUID();
    const holdId = newHoldId(eventId);
    await assert.rejects(scene.board.snapshot(eventId), UnknownEvent);
    await assert.rejects(scene.board.snapshotUnlessAt(eventId, { epoch: "e", version: 0 }), UnknownEvent);
    await assert.rejects(scene.board.hold({ ...scene.request(ALICE, [1]), eventId, holdId }), UnknownEvent);
    assert.equal((await scene.board.snapshots([eventId, scene.eventId])).size, 1);
    for (const id of [holdId, "nonsense"]) {
      assert.equal(await scene.board.get(id, [ALICE]), null);
      assert.deepEqual(await scene.board.extend(id, [ALICE], 1), { ok: false, code: "hold-not-found" });
      assert.deepEqual(await scene.board.release(id, [ALICE]), { ok: true });
      assert.deepEqual(await scene.board.reactivate(id, 1, 0), { active: false });
    }
  });
}
