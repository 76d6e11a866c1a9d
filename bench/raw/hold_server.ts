/**
 * The raw limit of holding seats: a bare server that parses the body, runs the product's own script with the same keys
 * and returns the record: no catalogue, identity, schema or headers. It is for halls of `SEATS` seats.
 */
import { Redis } from "ioredis";
import { newHoldId } from "@/lib/board/board.ts";
import { boardKeys } from "@/lib/board/redis/keys.ts";
import { assemble, scriptSources } from "@/lib/board/redis/scripts.ts";
import { blockSeatId } from "../charts.ts";

const PRICE = 2500;
const seatCount = Number(Deno.env.get("SEATS"));
const indexById = new Map(Array.from({ length: seatCount }, (_, index) => [blockSeatId(index), index]));

const redis = new Redis(Deno.env.get("REDIS_URL")!, { enableAutoPipelining: true });
const hash = await redis.script("LOAD", assemble(scriptSources.hold)) as string;

async function hold(request: Request): Promise<Response> {
  const eventId = request.url.split("/")[5];
  const body: { seats: string[] } = JSON.parse(await request.text());
  const seats = body.seats.map((id) => ({ index: indexById.get(id)!, price: PRICE }));
  const owner = `v:${crypto.randomUUID()}`;
  const address = request.headers.get("x-forwarded-for")!;
  const id = newHoldId(eventId);
  const keys = boardKeys(eventId);
  const all = [...keys.board, keys.hold(id)];
  const details = {
    id,
    eventId,
    owner,
    seats,
    chartVersion: 1,
    ttlMs: 600_000,
    maxMs: 1_200_000,
    limit: { owners: [owner], seats: 6 },
    addresses: [{ key: address, seats: 40 }],
  };
  const [code, record] = await redis.evalsha(hash, all.length, ...all, "", JSON.stringify(details)) as [
    number,
    string,
  ];
  if (code !== 0) return new Response(null, { status: 409 });
  return new Response(record, { status: 201, headers: { "content-type": "application/json" } });
}

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ hostname, port }) => console.log(`ready at http://${hostname}:${port}`),
}, hold);
