/**
 * The auditor, a separate program: `DATABASE_URL=… REDIS_URL=… deno run -A tests/auditor/main.ts [history file]`.
 * Prints a line for each violation, and exits with 1 if there is one. The history is a file of JSON lines.
 */
import { Redis } from "ioredis";
import { openPool } from "@/lib/db/pool.ts";
import { audit } from "./audit.ts";
import { readBoard } from "./board.ts";
import type { Entry } from "./history.ts";

async function main([historyFile]: string[]): Promise<number> {
  const sql = openPool(required("DATABASE_URL"), { max: 2, name: "aisle auditor" });
  const redis = new Redis(required("REDIS_URL"), { maxRetriesPerRequest: 1, commandTimeout: 5_000 });
  try {
    const violations = await audit({
      sql,
      readBoard: (eventId) => readBoard(redis, eventId),
      history: historyFile ? parseHistory(await Deno.readTextFile(historyFile)) : [],
    });
    for (const violation of violations) console.log(violation);
    return violations.length > 0 ? 1 : 0;
  } finally {
    redis.disconnect();
    await sql.end({ timeout: 5 });
  }
}

function parseHistory(text: string): Entry[] {
  return text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

function required(name: string): string {
  const value = Deno.env.get(name);
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

Deno.exit(await main(Deno.args));
