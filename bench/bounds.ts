/**
 * How long other requests wait while one request asks for as much as it may: the latency of `/healthz` during that
 * request, compared with that of an idle server. docs/operation.md lists the bounds.
 */
import { hashPassword } from "@/lib/auth/passwords.ts";
import { SEAT_COUNT_MAX } from "@/lib/charts/chart.ts";
import { CHART_BYTES_MAX } from "@/lib/charts/input.ts";
import { openPool, type Sql } from "@/lib/db/pool.ts";
import { demoPassword, seed } from "@/lib/demo/data.ts";
import { insertEvent } from "@/lib/testing/fixtures.ts";
import { type Latencies, Probe } from "./bounds/probe.ts";
import { blockChart, hallChart } from "./charts.ts";
import { type Figure, percentile, type Sample } from "./figures.ts";
import type { BenchStack } from "./stack.ts";

const ROUNDS = 3;
const PDFS_AT_ONCE = 40;
const PAGES = 10;
const AIM = "max < 100 ms";

/** A server with the largest halls on sale, and what requests to it need. */
interface Scene {
  url: string;
  /** An admin's access token. */
  token: string;
  venueId: string;
  /** An event for each round, so that no round reads a hall that is already cached. */
  eventIds: string[];
  /** Confirmed bookings, enough for each round. */
  bookingIds: string[];
}

/** One kind of request at its bound; every response must have this status. */
interface Work {
  name: string;
  status: number;
  requests(scene: Scene, round: number): Request[];
}

/** The longest latency of `/healthz`, in milliseconds, during each kind of request, and its 99th percentile. */
export async function benchBounds(stack: BenchStack): Promise<Figure[]> {
  const { progress } = stack;
  const scene = await progress.step("bounds: the largest halls on sale", () => openScene(stack));
  const probe = new Probe();
  stack.atEnd(() => Promise.resolve(probe.close()));
  const idle = () => new Promise((resolve) => setTimeout(resolve, 300));
  const figures: Figure[] = [];
  for (const work of works()) {
    const figure: Figure = { name: `/healthz, ${work.name}`, unit: "ms", product: [], limit: [], aim: AIM };
    await progress.step(`bounds: ${work.name}`, async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const requests = work.requests(scene, round);
        figure.limit.push(sampleOf(await probe.during(scene.url, idle)));
        figure.product.push(sampleOf(await probe.during(scene.url, () => sendAll(requests, work.status))));
      }
    });
    figures.push(figure);
  }
  return figures;
}

function sampleOf(latencies: Latencies): Sample {
  return {
    value: latencies.at(-1)!,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    count: latencies.length,
  };
}

/** Sends the requests together; throws if a response has another status. */
async function sendAll(requests: Request[], status: number): Promise<void> {
  await Promise.all(requests.map(async (request) => {
    const response = await fetch(request);
    const body = await response.text();
    if (response.status === status) return;
    throw new Error(`${request.url} responded with ${response.status}: ${body.slice(0, 200)}`);
  }));
}

/** The hall that is read for the first time comes first: the later requests find it cached. */
function works(): Work[] {
  const largest = chartBody(JSON.stringify(hallChart(SEAT_COUNT_MAX)));
  const bad = chartBody(badChart());
  const get =
    (path: (scene: Scene, round: number) => string, count = 1): Work["requests"] => (scene, round) =>
      Array.from(
        { length: count },
        () => new Request(scene.url + path(scene, round), { headers: bearer(scene) }),
      );
  const post = (body: (scene: Scene) => string): Work["requests"] => (scene) => [
    new Request(`${scene.url}/api/admin/charts`, {
      method: "POST",
      headers: bearer(scene),
      body: body(scene),
    }),
  ];
  const event = ({ eventIds }: Scene, round: number) => `event-${eventIds[round]}`;
  return [
    {
      name: "a hall read for the first time",
      status: 200,
      requests: get((s, n) => `/api/events/${event(s, n)}/chart`),
    },
    { name: "its picture", status: 200, requests: get((s, n) => `/events/${event(s, n)}/map.svg`) },
    {
      name: "its page, rendered for each request",
      status: 200,
      requests: get((s, n) => `/events/${event(s, n)}?for=each`, PAGES),
    },
    {
      name: "a page of its list",
      status: 200,
      requests: get((s, n) => `/events/${event(s, n)}?section=Block+1&page=3`, PAGES),
    },
    {
      name: "its list searched",
      status: 200,
      requests: get((s, n) => `/events/${event(s, n)}?find=a+b+c+d+block`, PAGES),
    },
    {
      name: "its 100 best seats",
      status: 201,
      requests: (scene, round) => [
        new Request(`${scene.url}/api/events/${scene.eventIds[round]}/holds`, {
          method: "POST",
          headers: bearer(scene),
          body: JSON.stringify({ best: { quantity: 100 } }),
        }),
      ],
    },
    { name: "the largest hall written", status: 201, requests: post(largest) },
    { name: "the worst hall refused", status: 422, requests: post(bad) },
    {
      name: `${PDFS_AT_ONCE} bookings printed at once`,
      status: 200,
      requests: (scene, round) =>
        scene.bookingIds.slice(round * PDFS_AT_ONCE, (round + 1) * PDFS_AT_ONCE).map((id) =>
          new Request(`${scene.url}/api/bookings/${id}/tickets.pdf`, { headers: bearer(scene) })
        ),
    },
    {
      name: "searches of many words",
      status: 200,
      requests: get(
        (_, n) => `/api/events?q=${"a b c d e f g h i j k l m n o p".replaceAll(" ", "+")}+${n}&limit=100`,
        PAGES,
      ),
    },
  ];
}

function bearer({ token }: Scene): Record<string, string> {
  return { authorization: `Bearer ${token}`, "content-type": "application/json" };
}

function chartBody(chart: string): (scene: Scene) => string {
  return ({ venueId }) => `{"venueId":"${venueId}","name":"The largest","chart":${chart}}`;
}

/** As many seats as allowed, each with as many faults as fit into the largest body. */
function badChart(): string {
  const { seats: _, ...chart } = blockChart(1);
  const seat = `{"flags":[${"0,".repeat(30)}0]}`;
  const count = Math.min(SEAT_COUNT_MAX, Math.floor((CHART_BYTES_MAX - 10_000) / (seat.length + 1)));
  return `${JSON.stringify(chart).slice(0, -1)},"seats":[${new Array(count).fill(seat).join()}]}`;
}

async function openScene(stack: BenchStack): Promise<Scene> {
  const databaseUrl = await stack.database("bounds");
  const sql = openPool(databaseUrl, { max: 2, statementTimeoutMs: 60_000 });
  stack.atEnd(() => sql.end({ timeout: 5 }));
  const passwordHash = await hashPassword(demoPassword);
  await seed(sql, { now: Date.now(), passwordHash, site: "http://127.0.0.1" });
  const eventIds: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { eventId } = await insertEvent(sql, { chart: blockChart(SEAT_COUNT_MAX), maxSeatsPerBuyer: 100 });
    eventIds.push(eventId);
  }
  const { url } = await stack.program({
    DATABASE_URL: databaseUrl,
    REDIS_URL: await stack.redis(),
    KAFKA_BROKERS: "",
    DATA_DIR: await stack.folder("bounds"),
  }, "tasks/web.ts");
  const [{ id: venueId }] = await sql<[{ id: string }]>`select id from venues limit 1`;
  return { url, token: await signIn(url), venueId, eventIds, bookingIds: await confirmedBookings(sql) };
}

async function signIn(url: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "admin@aisle.test", password: demoPassword }),
  });
  return (await response.json()).accessToken;
}

async function confirmedBookings(sql: Sql): Promise<string[]> {
  const count = ROUNDS * PDFS_AT_ONCE;
  const rows = await sql<
    { id: string }[]
  >`select id from bookings where status = 'confirmed' order by id limit ${count}`;
  if (rows.length < count) {
    throw new Error(`there are only ${rows.length} bookings to print; ${count} are needed`);
  }
  return rows.map(({ id }) => id);
}
