/** One run of one fault: buyers at work, the fault among them, quiet, and the judgement of the auditor. */
import { newBuyer } from "../program/client.ts";
import type { Random } from "@/lib/db/sample_random.ts";
import { type EventFixture, insertEvent, smallChart } from "@/lib/testing/fixtures.ts";
import { readBoard } from "../auditor/board.ts";
import { type Call, type Entry, isDefinite } from "../auditor/history.ts";
import { stillMoving } from "../auditor/quiet.ts";
import { type Account, Crowd } from "./buyers.ts";
import { faults, type Scene } from "./faults.ts";
import type { Product } from "./product.ts";
import { Watchers } from "./watchers.ts";

/** Confirmed bookings before the fault begins. */
const WARM_BOOKINGS = 5;
const PATIENCE_MS = 90_000;
const FOLD_PATIENCE_MS = 10_000;
const POLL_MS = 100;
const EVENTS = 2;
const SEATS = 200;
const WATCHERS_PER_EVENT = 10;

/** What a run came to. */
export interface FaultResult {
  fault: string;
  buyers: number;
  /** Acknowledged bookings. */
  bookings: number;
  confirmed: number;
  failed: number;
  /** Calls whose outcome their caller was not told. */
  unknown: number;
  violations: string[];
  /** From the end of the fault until a booking placed after it is confirmed. */
  recoveredMs: number;
}

/** Makes accounts on a running product. */
export function makeAccounts(url: string, count: number): Promise<Account[]> {
  return Promise.all(Array.from({ length: count }, async () => {
    const { token, body } = await newBuyer(url).then(async (client) => ({
      token: client.token!,
      body: (await client.get("/api/me")).body,
    }));
    return { userId: body.id, token };
  }));
}

/** Injects a fault while the accounts buy, and has what happened judged once all is quiet. */
export async function runFault(
  product: Product,
  name: string,
  accounts: Account[],
  random: Random,
): Promise<FaultResult> {
  const history: Entry[] = [];
  const events: EventFixture[] = [];
  for (let n = 0; n < EVENTS; n++) {
    events.push(
      await insertEvent(product.sql, {
        chart: smallChart(SEATS),
        maxSeatsPerBuyer: 20,
        cancellationAllowed: true,
      }),
    );
  }
  const { url } = product;
  const watchers = new Watchers(url, events.map(({ eventId }) => eventId), WATCHERS_PER_EVENT);
  const crowd = new Crowd({ url, accounts, events, random, history });
  try {
    const { recoveredMs, complaint } = await endure({ product, watchers, history, random }, name);
    await crowd.stop();
    await waitForQuiet(product);
    await foldUp(product, watchers);
    history.push(...watchers.all.map(({ fold }) => fold));
    const violations = [...complaint, ...await judge(product, history)];
    return { fault: name, buyers: accounts.length, ...tally(history), violations, recoveredMs };
  } finally {
    await crowd.stop();
    await watchers.stop();
  }
}

/** The fault, once the crowd is at work, and the time until it goes on; what did not happen is a complaint. */
async function endure(scene: Scene, name: string): Promise<{ recoveredMs: number; complaint: string[] }> {
  const { history } = scene;
  try {
    await until(`${WARM_BOOKINGS} bookings`, () => confirmedSince(history, 0) >= WARM_BOOKINGS);
    await faults[name](scene);
    const endedAt = Date.now();
    await until("a booking after the fault", () => confirmedSince(history, endedAt) > 0);
    return { recoveredMs: Date.now() - endedAt, complaint: [] };
  } catch (error) {
    if (!(error instanceof Impatient)) throw error;
    return { recoveredMs: NaN, complaint: [error.message] };
  }
}

/** Something that has to happen did not. */
class Impatient extends Error {}

async function until(what: string, done: () => boolean | Promise<boolean>, patienceMs = PATIENCE_MS) {
  const giveUpAt = Date.now() + patienceMs;
  while (!await done()) {
    if (Date.now() > giveUpAt) throw new Impatient(`no ${what} in ${patienceMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Bookings that were placed after `since` and seen confirmed. */
function confirmedSince(history: Entry[], since: number): number {
  const placed = new Set<string>();
  const confirmed = new Set<string>();
  for (const entry of history) {
    if (entry.kind !== "call" || !entry.bookingId) continue;
    if (entry.action === "book" && entry.sentAt > since) placed.add(entry.bookingId);
    if (entry.booking?.status === "confirmed" && placed.has(entry.bookingId)) confirmed.add(entry.bookingId);
  }
  return confirmed.size;
}

/** Waits until nothing moves; what still does after a while is for the auditor to find. */
async function waitForQuiet({ sql, board }: Product): Promise<void> {
  const evidence = { sql, readBoard: (eventId: string) => readBoard(board, eventId) };
  const isQuiet = async () => (await stillMoving(evidence)).length === 0;
  await until("quiet", isQuiet).catch(ignoreImpatience);
}

/** Gives the streams the time to bring what the boards say, then ends them. */
async function foldUp({ board }: Product, watchers: Watchers): Promise<void> {
  await until("folded streams", async () => {
    for (const { fold } of watchers.all) {
      const state = await readBoard(board, fold.eventId);
      if (state?.epoch !== fold.epoch || state.version !== fold.version) return false;
    }
    return true;
  }, FOLD_PATIENCE_MS).catch(ignoreImpatience);
  await watchers.stop();
}

function ignoreImpatience(error: unknown): void {
  if (!(error instanceof Impatient)) throw error;
}

/** Asks the auditor, which is a program of its own. */
async function judge({ env }: Product, history: Entry[]): Promise<string[]> {
  const file = await Deno.makeTempFile({ prefix: "aisle_history_" });
  try {
    await Deno.writeTextFile(file, history.map((entry) => JSON.stringify(entry)).join("\n"));
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", "tests/auditor/main.ts", file],
      env,
    }).output();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    const lines = decode(stdout).split("\n").filter(Boolean);
    if (code !== 0 && lines.length === 0) throw new Error(`the auditor failed:\n${decode(stderr)}`);
    return lines;
  } finally {
    await Deno.remove(file);
  }
}

function tally(history: Entry[]) {
  const calls = history.filter((entry): entry is Call => entry.kind === "call");
  const latest = new Map<string, string>();
  for (const { bookingId, booking } of calls) if (bookingId && booking) latest.set(bookingId, booking.status);
  const count = (...statuses: string[]) =>
    [...latest.values()].filter((status) => statuses.includes(status)).length;
  return {
    bookings: latest.size,
    confirmed: count("confirmed", "cancelled"),
    failed: count("failed", "refunded"),
    unknown: calls.filter((call) => !isDefinite(call)).length,
  };
}
