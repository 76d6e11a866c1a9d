import assert from "node:assert/strict";
import fc from "fast-check";
import { newHoldId, type SeatBoard, type Snapshot } from "@/lib/board/board.ts";
import { memoryBoard } from "@/lib/board/memory.ts";
import { redisBoard } from "@/lib/board/redis/redis_board.ts";
import { boardSource } from "@/lib/board/source.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { Unavailable } from "@/lib/errors.ts";
import type { EventLog } from "@/lib/messaging/event_log.ts";
import { kafkaEventLog } from "@/lib/messaging/kafka/kafka_event_log.ts";
import { postgresEventLog } from "@/lib/messaging/postgres/postgres_event_log.ts";
import { relayOnce } from "@/lib/messaging/relay.ts";
import type { MessageData } from "@/lib/messaging/topics.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { insertEvent, smallChart } from "@/lib/testing/fixtures.ts";
import { testKafkaBrokers, testPrefix, testRedisUrl } from "@/lib/testing/services.ts";
import { until } from "@/lib/testing/until.ts";
import { publishSeatStatus, startSeatStatus } from "./seat_status.ts";

type Update = MessageData<"seat.status">;

/** Another system: it builds an event's statuses from messages by the rules of the topic. */
class Reader {
  #known: Snapshot | null = null;

  get known(): Snapshot | null {
    return this.#known;
  }

  apply({ epoch, version, statuses, since, seats }: Update): void {
    if (statuses !== undefined) {
      this.#known = { epoch, version, statuses };
      return;
    }
    assert.ok(since !== undefined && seats, "a message has a snapshot or changes");
    assert.equal(this.#known?.epoch, epoch, "changes follow a snapshot of their epoch");
    assert.ok(since <= this.#known.version, "no version is skipped");
    if (version <= this.#known.version) return;
    const letters = [...this.#known.statuses];
    for (const [index, status] of seats) letters[index] = status;
    this.#known = { epoch, version, statuses: letters.join("") };
  }
}

interface Mode {
  name: string;
  ignore: boolean;
  openBoard(sql: Sql): Promise<SeatBoard>;
  openLog(sql: Sql): EventLog;
}

const modes: Mode[] = [
  {
    name: "embedded",
    ignore: false,
    openBoard: (sql) => Promise.resolve(memoryBoard({ source: boardSource(sql), now: () => 0 })),
    openLog: (sql) => postgresEventLog({ sql, logger: silentLogger }),
  },
  {
    name: "full",
    ignore: testRedisUrl() === undefined || testKafkaBrokers() === undefined,
    async openBoard(sql) {
      const board = redisBoard({ urls: testRedisUrl()!, source: boardSource(sql), onError: console.error });
      // A call waits only briefly for the connection.
      await until(() => board.ping().then(() => true, () => false), (isConnected) => isConnected);
      return board;
    },
    openLog: (sql) =>
      kafkaEventLog({
        brokers: testKafkaBrokers()!,
        clientId: "aisle-test",
        sql,
        logger: silentLogger,
        topicPrefix: testPrefix(),
        partitions: 2,
      }),
  },
];

/** An event on a board, and the messages about it. */
class Scene {
  constructor(
    readonly sql: Sql,
    readonly board: SeatBoard,
    readonly eventLog: EventLog,
    readonly eventId: string,
  ) {}

  get needs() {
    return { sql: this.sql, board: this.board, eventLog: this.eventLog, logger: silentLogger, now: Date.now };
  }

  publish(): Promise<number> {
    return publishSeatStatus(this.needs);
  }

  async hold(...indexes: number[]): Promise<string> {
    const result = await this.board.hold({
      eventId: this.eventId,
      holdId: newHoldId(this.eventId),
      owner: "u:ada",
      seats: indexes.map((index) => ({ index, price: 2500 })),
      chartVersion: 1,
      ttlMs: 3_600_000,
      maxMs: 3_600_000,
    });
    assert.ok(result.ok, JSON.stringify(result));
    return result.hold.id;
  }

  async release(holdId: string): Promise<void> {
    await this.board.release(holdId, ["u:ada"]);
  }

  snapshot(): Promise<Snapshot> {
    return this.board.snapshot(this.eventId);
  }

  /** All messages of the event, in publishing order. */
  async messages(): Promise<Update[]> {
    const rows = await this.sql<{ data: Update }[]>`
      select data from outbox where topic = 'seat.status' and key = ${this.eventId} order by seq`;
    return rows.map(({ data }) => data);
  }
}

function withScene(mode: Mode, test: (scene: Scene) => Promise<void>, seatCount = 12): Promise<void> {
  return withDatabase(async (sql) => {
    const [board, eventLog] = [await mode.openBoard(sql), mode.openLog(sql)];
    try {
      const { eventId } = await insertEvent(sql, { chart: smallChart(seatCount) });
      await test(new Scene(sql, board, eventLog, eventId));
    } finally {
      await eventLog.close();
      await board.close();
    }
  });
}

for (const mode of modes) {
  Deno.test({
    name:
      `seat.status, ${mode.name} mode: readers have the board's statuses across restarts of bridge and board`,
    ignore: mode.ignore,
    fn: () =>
      withScene(mode, async (scene) => {
        const { sql, board, eventLog, eventId } = scene;
        const reader = new Reader();
        eventLog.subscribe({
          consumerGroup: "another-system",
          topics: ["seat.status"],
          handle: (batch) =>
            Promise.resolve(batch.forEach(({ envelope }) => reader.apply(envelope.data as Update))),
        });
        const assertFollows = async () => {
          const now = await scene.snapshot();
          await until(async () => {
            while (await relayOnce(sql, eventLog) > 0);
            return reader.known;
          }, (known) => known?.epoch === now.epoch && known.version === now.version);
          assert.deepEqual(reader.known, now);
        };

        const bridge = startSeatStatus(scene.needs);
        const first = await scene.hold(1, 2);
        await assertFollows();
        await scene.hold(3);
        await scene.release(first);
        await assertFollows();
        await bridge.stop();

        await scene.hold(4, 5);
        const [next, alsoNext] = [startSeatStatus(scene.needs), startSeatStatus(scene.needs)];
        await assertFollows();
        await board.reset(eventId);
        await scene.hold(6);
        await assertFollows();
        await scene.hold(7);
        await assertFollows();
        await Promise.all([next.stop(), alsoNext.stop()]);
      }),
  });
}

const [embedded] = modes;

Deno.test("seat.status: an event starts with a snapshot, then all changes between two polls go into one message", () =>
  withScene(embedded, async (scene) => {
    const { eventId } = scene;
    assert.equal(await scene.publish(), 1);
    const { epoch } = await scene.snapshot();
    const passing = await scene.hold(1, 2);
    await scene.hold(5);
    await scene.release(passing);
    assert.equal(await scene.publish(), 1);
    assert.deepEqual(await scene.messages(), [
      { eventId, epoch, version: 0, statuses: "aaaaaaaaaaaa" },
      { eventId, epoch, since: 0, version: 3, seats: [[1, "a"], [2, "a"], [5, "h"]] },
    ]);
  }));

Deno.test("seat.status: nothing is written while nothing changes", () =>
  withScene(embedded, async (scene) => {
    await scene.hold(1);
    assert.equal(await scene.publish(), 1);
    assert.equal(await scene.publish(), 0);
    assert.equal((await scene.messages()).length, 1);
  }));

Deno.test("seat.status: each message continues the previous one, however many bridges run", () =>
  withScene(embedded, async (scene) => {
    await scene.publish();
    for (let seat = 0; seat < 10; seat++) {
      const publishing = [scene.publish(), scene.publish()];
      await scene.hold(seat);
      await Promise.all([...publishing, scene.publish(), scene.publish()]);
    }
    const [snapshot, ...changes] = await scene.messages();
    let version = snapshot.version;
    for (const message of changes) {
      assert.equal(message.since, version);
      version = message.version;
    }
    assert.equal(version, 10);
  }));

Deno.test("seat.status: a reader that gets the latest messages again ends with the same statuses", () =>
  withScene(embedded, async (scene) => {
    const holds: string[] = [];
    for (const seat of [0, 1, 2]) {
      holds.push(await scene.hold(seat));
      await scene.publish();
    }
    await scene.board.reset(scene.eventId);
    for (const holdId of holds) {
      await scene.release(holdId);
      await scene.publish();
    }
    const messages = await scene.messages();
    assert.equal(messages.length, 6);
    const position = fc.nat(messages.length);
    fc.assert(fc.property(fc.array(fc.tuple(position, position)), (repeats) => {
      const reader = new Reader();
      let end = 0;
      for (const [from, to] of [...repeats, [messages.length, messages.length]]) {
        // Redelivery starts with a message already received and continues without a gap.
        for (const message of messages.slice(Math.min(from, end), Math.max(to, end))) {
          deliver(message, reader);
        }
        end = Math.max(to, end);
      }
      assert.equal(reader.known?.statuses, "aaaaaaaaaaaa");
    }));
  }));

/** Changes from a past epoch may be redelivered; they are then ignored. */
function deliver(message: Update, reader: Reader): void {
  if (message.statuses === undefined && message.epoch !== reader.known?.epoch) return;
  reader.apply(message);
}

Deno.test("seat.status: more changes than fit into a message are published as a snapshot", () =>
  withScene(embedded, async (scene) => {
    await scene.publish();
    await scene.hold(...Array.from({ length: 10_001 }, (_, index) => index));
    await scene.publish();
    const messages = await scene.messages();
    assert.deepEqual(messages.map(({ version, since }) => [version, since]), [[0, undefined], [
      1,
      undefined,
    ]]);
    assert.equal(messages[1].statuses, "h".repeat(10_001) + "a");
  }, 10_002));

Deno.test("seat.status: drafts and past events are not published, and a deleted event causes no error", () =>
  withScene(embedded, async (scene) => {
    const { sql } = scene;
    await insertEvent(sql, { status: "draft" });
    await insertEvent(sql, { startsAt: new Date(Date.now() - 3 * 86_400_000) });
    const { eventId } = await insertEvent(sql);
    assert.equal(await scene.publish(), 2);
    await sql`delete from zones where event_id = ${eventId}`;
    await sql`delete from events where id = ${eventId}`;
    assert.equal(await scene.publish(), 0);
  }));

Deno.test("seat.status: a board that can't be built does not hold up other events", () =>
  withScene(embedded, async (scene) => {
    await scene.publish();
    await scene.hold(1);
    const { eventId: broken } = await insertEvent(scene.sql);
    const snapshots = () => Promise.reject(new Unavailable("being rebuilt"));
    const needs = { ...scene.needs, board: { ...scene.board, snapshots } };
    await assert.rejects(publishSeatStatus(needs), Unavailable);
    assert.deepEqual((await scene.messages()).map(({ version }) => version), [0, 1]);
    assert.equal(await scene.publish(), 1);
    const positions = await scene.sql`select from seat_status_positions where event_id = ${broken}`;
    assert.equal(positions.length, 1);
  }));
