/** Redis, Kafka and Postgres go down and come back, one after another, while one program keeps running. */
import assert from "node:assert/strict";
import { startEmbeddedPostgres } from "@/lib/db/embedded_postgres.ts";
import { openPool } from "@/lib/db/pool.ts";
import { until } from "@/lib/testing/until.ts";
import { freePort } from "@/tasks/stack/child.ts";
import { startKafka } from "@/tasks/stack/kafka.ts";
import { startRedis } from "@/tasks/stack/redis.ts";
import { databaseViolations } from "../auditor/invariants.ts";
import { type ApiResponse, assertProblem, Client, findSeats, newBuyer } from "./client.ts";
import { canRun, fullDeployment, type Program, startProgram } from "./program.ts";

interface Server {
  url: string;
  stop(): Promise<void>;
}

/** A server for this test only, which can be stopped and restarted at the same URL. */
class StoppableServer {
  private constructor(readonly start: () => Promise<Server>, private server: Server) {}

  static async of(start: () => Promise<Server>): Promise<StoppableServer> {
    return new StoppableServer(start, await start());
  }

  get url(): string {
    return this.server.url;
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  /** Runs `test` while the server is down. */
  async during(test: () => Promise<void>): Promise<void> {
    await this.server.stop();
    try {
      await test();
    } finally {
      this.server = await this.start();
    }
  }
}

/** A server that is stopped as in a crash. */
async function crashing(start: Promise<{ url: string; kill(): Promise<void> }>): Promise<Server> {
  const { url, kill } = await start;
  return { url, stop: kill };
}

interface World {
  client: Client;
  postgres: StoppableServer;
  redis: StoppableServer;
  kafka: StoppableServer;
}

async function inWorld(test: (world: World) => Promise<void>): Promise<void> {
  const dataDir = await Deno.makeTempDir({ prefix: "aisle_outage_" });
  const folder = async (name: string) => {
    await Deno.mkdir(`${dataDir}/${name}`, { recursive: true });
    return `${dataDir}/${name}`;
  };
  const [postgresPort, redisPort, kafkaPort] = [await freePort(), await freePort(), await freePort()];
  const servers: StoppableServer[] = [];
  const add = async (start: () => Promise<Server>) => {
    const server = await StoppableServer.of(start);
    servers.push(server);
    return server;
  };
  let program: Program | undefined;
  try {
    const postgres = await add(() => startEmbeddedPostgres({ dataDir, port: postgresPort, durable: false }));
    // A new folder for each start, so that Redis loses its data.
    const redis = await add(async () =>
      crashing(startRedis({ port: redisPort, dir: await folder(`redis_${crypto.randomUUID()}`) }))
    );
    const kafka = await add(async () =>
      crashing(startKafka({ port: kafkaPort, dir: await folder("kafka") }))
    );
    program = await startProgram({
      DATA_DIR: `${dataDir}/program`,
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      KAFKA_BROKERS: kafka.url,
      DEMO: "on",
    });
    await test({ client: new Client(program.url), postgres, redis, kafka });
  } finally {
    await program?.end("SIGTERM");
    for (const server of servers.reverse()) await server.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
}

/** Holds two seats; until the program has recovered, the only refusal is `unavailable`. */
async function holdOnceRecovered(buyer: Client, eventId: string): Promise<ApiResponse["body"]> {
  const response = await until(
    () => buyer.post(`/api/events/${eventId}/holds`, { best: { quantity: 2 } }),
    (response) => {
      if (response.status !== 201) assertUnavailable(response);
      return response.status === 201;
    },
  );
  return response.body;
}

function assertUnavailable(response: ApiResponse): void {
  assertProblem(response, 503, "unavailable");
  assert.ok(Number(response.headers.get("retry-after")) >= 1);
}

async function assertNotReady({ url }: Client, dependency: string): Promise<void> {
  const downAt = ({ body }: ApiResponse) =>
    Object.entries(body.dependencies).filter(([, state]) => state === "down").map(([name]) => name);
  // On a busy machine, another one may seem to be down for a moment.
  const response = await until(
    () => new Client(url).get("/readyz"),
    (response) => downAt(response).join() === dependency,
  );
  assertUnavailable(response);
  assert.equal((await new Client(url).get("/healthz")).status, 200, "the process is alive");
}

/** Waits until the program is ready and every invariant holds. */
async function assertNothingBroken({ client, postgres }: World): Promise<void> {
  await until(() => client.get("/readyz"), ({ status }) => status === 200);
  const sql = openPool(postgres.url);
  try {
    await until(() => databaseViolations(sql), (violations) => violations.length === 0);
  } finally {
    await sql.end();
  }
}

/** Books seats of the event with each token, and checks the final status of each booking. */
async function bookEach(world: World, eventId: string, tokens: Record<string, string>): Promise<void> {
  await Promise.all(
    Object.entries(tokens).map(async ([token, status]) => {
      const buyer = await newBuyer(world.client.url);
      const placed = await buyer.book((await holdOnceRecovered(buyer, eventId)).id, token);
      assert.equal(placed.status, 202, JSON.stringify(placed.body));
      assert.equal((await buyer.settled(placed.body.id)).status, status, token);
    }),
  );
}

const payments = { tok_approve: "confirmed", tok_decline: "failed" };

Deno.test({
  name:
    "the program recovers from outages of Redis, Kafka and Postgres, and no booking is lost or duplicated",
  ignore: !canRun(fullDeployment),
  fn: (t) =>
    inWorld(async (world) => {
      const { client, postgres, redis, kafka } = world;
      const buyer = await newBuyer(client.url);
      const { eventId, seats } = await findSeats(client);
      const hold = (await buyer.post(`/api/events/${eventId}/holds`, { seats: seats.slice(0, 2) })).body;
      const booked = await buyer.settled((await buyer.book(hold.id, "tok_approve")).body.id);
      const chart = (await client.get(`/api/events/${eventId}/chart`)).body;
      const index = chart.seats.findIndex(({ id }: { id: string }) => id === seats[0]);

      await t.step(
        "without Redis, pages are served and holds refused, and no booking is lost",
        async () => {
          const pending = (await buyer.post(`/api/events/${eventId}/holds`, { seats: [seats[2]] })).body;
          await redis.during(async () => {
            await assertNotReady(client, "board");
            assertUnavailable(await buyer.post(`/api/events/${eventId}/holds`, { seats: [seats[3]] }));
            assertUnavailable(await buyer.book(pending.id, "tok_approve"));
            assertUnavailable(await client.get(`/api/events/${eventId}/seats`));
            for (const page of ["/", "/events", `/events/${eventId}`, "/login"]) {
              assert.equal((await client.get(page)).status, 200, page);
            }
            assert.equal((await client.get("/api/events")).status, 200);
            assert.equal((await buyer.get(`/api/bookings/${booked.id}`)).status, 200);
          });
          const read = () => client.get(`/api/events/${eventId}/seats`);
          const { body } = await until(read, ({ status }) => status === 200);
          assert.equal(body.statuses[index], "b");
          assertProblem(await buyer.get(`/api/holds/${pending.id}`), 404, "not-found");
          await bookEach(world, eventId, payments);
          await assertNothingBroken(world);
        },
      );

      await t.step("without Kafka, bookings are accepted and become final", async () => {
        await kafka.during(async () => {
          await assertNotReady(client, "eventLog");
          await bookEach(world, eventId, payments);
        });
        await assertNothingBroken(world);
        await bookEach(world, eventId, { tok_approve: "confirmed" });
      });

      await t.step(
        "without Postgres, requests are refused, and bookings in progress are placed once",
        async () => {
          const buyers = await Promise.all(Array.from({ length: 8 }, () => newBuyer(client.url)));
          const held = await Promise.all(buyers.map((buyer) => holdOnceRecovered(buyer, eventId)));
          const book = (at: number) => buyers[at].book(held[at].id, "tok_approve", "the-same-key");
          // Some of these complete before the database stops; others are interrupted.
          const racing = Promise.all(buyers.map((_, at) => book(at)));
          await postgres.during(async () => {
            for (const response of await racing) if (response.status !== 202) assertUnavailable(response);
            await assertNotReady(client, "database");
            assertUnavailable(await book(0));
            assertUnavailable(await buyers[0].get("/api/bookings"));
            const login = { email: "visitor@aisle.test", password: "aisle-demo" };
            assertUnavailable(await client.post("/api/auth/login", login));
          });
          const first = await racing;
          await Promise.all(buyers.map(async (buyer, at) => {
            // Repeated with the same key, as clients do after a 503.
            const placed = await until(() => book(at), ({ status }) => status !== 503);
            assert.ok(placed.status === 202 || placed.status === 200, JSON.stringify(placed.body));
            if (first[at].status === 202) assert.equal(placed.body.id, first[at].body.id);
            assert.equal((await buyer.settled(placed.body.id)).status, "confirmed");
            assert.equal((await buyer.get("/api/bookings")).body.items.length, 1);
          }));
          await bookEach(world, eventId, payments);
          await assertNothingBroken(world);
        },
      );
    }),
});
