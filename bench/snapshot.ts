/** Reading the seats and the chart of a hall of 12,000 seats, against a server that reads a file of the same bytes. */
import { gzipSync } from "node:zlib";
import { openPool } from "@/lib/db/pool.ts";
import { seededRandom } from "@/lib/demo/random.ts";
import { insertEvent } from "@/lib/testing/fixtures.ts";
import type { Program } from "../tests/program/program.ts";
import { hallChart } from "./charts.ts";
import { type Figure, type Sample, throughputSample } from "./figures.ts";
import { requestBytes, runLoad } from "./load.ts";
import { cpuMs } from "./machine.ts";
import type { BenchStack } from "./stack.ts";

const SEATS = 12_000;
/**
 * The share of seats that are not free. The statuses of an empty hall compress to 180 bytes, which the runtime sends in
 * one system call with the raw server's short head, but not with our longer one; once some are taken, both need two.
 */
const TAKEN = 1 / 3;
const CONNECTIONS = 16;
const ROUNDS = 3;
const READS_PER_ROUND = 20_000;
const ROUND_MS_MAX = 3_000;
/** Enough for the runtime to compile the program, which has more code than the raw server. */
const WARM_UP_READS = 40_000;
const HEADERS = { "accept-encoding": "gzip" };

/** Reads per second; both sides send what the product sends, which is compressed. */
export async function benchSnapshot(stack: BenchStack): Promise<Figure[]> {
  const { progress } = stack;
  const databaseUrl = await stack.database("snapshot");
  const sql = openPool(databaseUrl, { max: 2 });
  stack.atEnd(() => sql.end({ timeout: 5 }));
  const { eventId } = await insertEvent(sql, { chart: hallChart(SEATS) });
  const random = seededRandom(1);
  const taken = Array.from({ length: SEATS }, (_, index) => index).filter(() => random() < TAKEN);
  await sql`update events set blocked_seats = ${taken} where id = ${eventId}`;
  const folder = await stack.folder("snapshot");
  const product = await stack.program({
    DATABASE_URL: databaseUrl,
    REDIS_URL: await stack.redis(),
    KAFKA_BROKERS: "",
    DATA_DIR: folder,
  }, "tasks/web.ts");

  const figures: Figure[] = [];
  for (const part of ["seats", "chart"]) {
    const path = `/api/events/${eventId}/${part}`;
    const file = `${folder}/${part}`;
    await Deno.writeFile(file, await bytesOnTheWire(product, path));
    const raw = await stack.program({ FILE: file }, "bench/raw/static_server.ts");
    const name = `snapshot, /${part} of ${SEATS.toLocaleString("en")} seats`;
    await progress.step(`${name}: warm-up`, async () => {
      for (const side of [raw, product]) await measureReads(side, path, WARM_UP_READS);
    });
    const samples: Sample[] = [];
    const fromFile: Figure = { name, unit: "/s", product: samples, limit: [], floor: 0.5, aim: 0.9 };
    const fromMemory: Figure = { name: `${name}, raw from memory`, unit: "/s", product: samples, limit: [] };
    for (let round = 1; round <= ROUNDS; round++) {
      await progress.step(`${name}: round ${round} of ${ROUNDS}`, async () => {
        fromFile.limit.push(await measureReads(raw, "/file", READS_PER_ROUND));
        fromMemory.limit.push(await measureReads(raw, "/memory", READS_PER_ROUND));
        samples.push(await measureReads(product, path, READS_PER_ROUND));
      });
    }
    figures.push(fromFile, fromMemory);
  }
  return figures;
}

/** The body as it was sent: `fetch` decompresses it, so it is compressed again. */
async function bytesOnTheWire({ url }: Program, path: string): Promise<Uint8Array> {
  const response = await fetch(url + path, { headers: HEADERS });
  const isCompressed = response.headers.get("content-encoding") === "gzip";
  const bytes = await response.bytes();
  return isCompressed ? gzipSync(bytes) : bytes;
}

async function measureReads(program: Program, path: string, count: number): Promise<Sample> {
  const before = await cpuMs(program.pid);
  const result = await runLoad({
    url: program.url,
    connections: CONNECTIONS,
    requests: new Array(count).fill(requestBytes("GET", path, HEADERS)),
    isGood: (status) => status === 200,
    durationMsMax: ROUND_MS_MAX,
  });
  return throughputSample(result, await cpuMs(program.pid) - before);
}
