/** One run of one fault: buyers at work, the fault among them, quiet, and the judgement of the auditor. */
import { type Random, seededRandom } from "@/lib/demo/random.ts";
import { type EventFixture, insertEvent, smallChart } from "@/lib/testing/fixtures.ts";
import { readBoard } from "../auditor/board.ts";
import { type Call, type Entry, isDefinite } from "../auditor/history.ts";
import { stillMoving } from "../auditor/quiet.ts";
import { newBuyer } from "../program/client.ts";
import { type Account, Crowd } from "./buyers.ts";
import { faults } from "./faults.ts";
import type { Scene } from "./harms.ts";
import { ignoreImpatience, Impatient, until } from "./patience.ts";
import type { Product } from "./product.ts";
import { Watchers } from "./watchers.ts";

/** Confirmed bookings before the fault begins. */
const WARM_BOOKINGS = 5;
const FOLD_PATIENCE_MS = 10_000;
const EVENTS = 2;
const SEATS = 200;
const WATCHERS_PER_EVENT = 10;

export const PHASES = ["warming up", "the fault", "recovering", "getting quiet", "auditing"] as const;
export type Phase = typeof PHASES[number];

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
  /** From the end of the fault until a booking placed after it is confirmed; null when there was none. */
  recoveredMs: number | null;
  /** What else there is to say of the fault. */
  note?: string;
  /** How long each phase took, in milliseconds. */
  phases: Partial<Record<Phase, number>>;
}

export interface RunOptions {
  accounts: Account[];
  /** With the fault's name it decides what is left to chance, whatever else runs. */
  seed: number;
  onPhase?: (phase: Phase) => void;
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
  { accounts, seed, onPhase = () => {} }: RunOptions,
): Promise<FaultResult> {
  const { url } = product;
  const random = randomOf(seed, name);
  const phases = new PhaseClock(onPhase);
  phases.begin("warming up");
  const history: Entry[] = [];
  const events: EventFixture[] = [];
  for (let n = 0; n < EVENTS; n++) events.push(await newEvent(product));
  const watchers = new Watchers(url, events.map(({ eventId }) => eventId), WATCHERS_PER_EVENT);
  const crowd = new Crowd({ url, accounts, events, random, history });
  try {
    const { recoveredMs, complaints, note } = await endure(
      { product, crowd, watchers, history, random },
      name,
      phases,
    );
    phases.begin("getting quiet");
    await crowd.stop();
    await waitForQuiet(product);
    await foldUp(product, watchers);
    phases.begin("auditing");
    history.push(...watchers.all.map(({ fold }) => fold), {
      kind: "mails",
      messageIds: product.mails.received,
    });
    const violations = [...complaints, ...await judge(product, history)];
    phases.end();
    const counts = { buyers: accounts.length, ...tally(history) };
    return { fault: name, ...counts, violations, recoveredMs, note, phases: phases.took };
  } finally {
    await crowd.stop();
    await watchers.stop();
  }
}

function randomOf(seed: number, name: string): Random {
  return seededRandom(
    [...name].reduce((mixed, letter) => Math.imul(mixed, 31) + letter.codePointAt(0)!, seed),
  );
}

function newEvent({ sql }: Product): Promise<EventFixture> {
  return insertEvent(sql, { chart: smallChart(SEATS), maxSeatsPerBuyer: 20, cancellationAllowed: true });
}

/** Tells which phase begins, and notes how long each took. */
class PhaseClock {
  readonly took: Partial<Record<Phase, number>> = {};
  #current: { phase: Phase; since: number } | null = null;

  constructor(readonly onPhase: (phase: Phase) => void) {}

  begin(phase: Phase): void {
    this.end();
    this.#current = { phase, since: performance.now() };
    this.onPhase(phase);
  }

  end(): void {
    if (this.#current) this.took[this.#current.phase] = Math.round(performance.now() - this.#current.since);
    this.#current = null;
  }
}

/** The fault, once the crowd is at work, and the time until it goes on; what did not happen is a complaint. */
async function endure(
  scene: Scene,
  name: string,
  phases: PhaseClock,
): Promise<{ recoveredMs: number | null; complaints: string[]; note?: string }> {
  const { history } = scene;
  try {
    await until(`${WARM_BOOKINGS} bookings`, () => confirmedSince(history, 0) >= WARM_BOOKINGS);
    phases.begin("the fault");
    const note = await faults[name].harm(scene) ?? undefined;
    phases.begin("recovering");
    const endedAt = Date.now();
    await until("booking after the fault", () => confirmedSince(history, endedAt) > 0);
    return { recoveredMs: Date.now() - endedAt, complaints: [], note };
  } catch (error) {
    if (!(error instanceof Impatient)) throw error;
    return { recoveredMs: null, complaints: [error.message] };
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
