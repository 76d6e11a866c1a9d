/** One run of one fault: buyers shop, the fault is injected, everything settles, and the auditor checks the result. */
import { type Random, seededRandom } from "@/lib/demo/random.ts";
import { type EventFixture, insertEvent, smallChart } from "@/lib/testing/fixtures.ts";
import { readBoard } from "../auditor/board.ts";
import { type Call, type Entry, isDefinite } from "../auditor/history.ts";
import { unfinishedWork } from "../auditor/quiet.ts";
import { Browser, newBuyer } from "../program/client.ts";
import { type Account, Crowd } from "./buyers.ts";
import { faults } from "./faults.ts";
import type { Scene } from "./injections.ts";
import { ignoreTimeout, TimedOut, until } from "./until.ts";
import type { Product } from "./product.ts";
import { Watchers } from "./watchers.ts";

/** Confirmed bookings before the fault begins. */
const WARM_BOOKINGS = 5;
const FOLD_MS_MAX = 60_000;
const EVENTS = 2;
/** So many that no fault lasts until the halls, or what the buyers may book, are sold out. */
const SEATS = 1_200;
const SEATS_PER_BUYER = 100;
const WATCHERS_PER_EVENT = 10;

export const PHASES = ["warming up", "the fault", "recovering", "settling", "auditing"] as const;
export type Phase = typeof PHASES[number];

/** The result of a run. */
export interface FaultResult {
  fault: string;
  buyers: number;
  /** Acknowledged bookings. */
  bookings: number;
  confirmed: number;
  failed: number;
  /** Calls whose outcome the caller does not know. */
  unknown: number;
  violations: string[];
  /** From the end of the fault until a booking placed after it is confirmed; null if there was none. */
  recoveredMs: number | null;
  /** What the fault's injection reported. */
  note?: string;
  /** How long each phase took, in milliseconds. */
  phases: Partial<Record<Phase, number>>;
}

export interface RunOptions {
  accounts: Account[];
  /** With the fault's name, it determines everything random, whichever other faults are run. */
  seed: number;
  onPhase?: (phase: Phase) => void;
}

/** Buyers of a running product: new accounts, and every third a guest. */
export function createAccounts(url: string, count: number): Promise<Account[]> {
  return Promise.all(Array.from({ length: count }, (_, n) => n % 3 === 2 ? newGuest(url) : newAccount(url)));
}

async function newAccount(url: string): Promise<Account> {
  const client = await newBuyer(url);
  const { body } = await client.get("/api/me");
  return { userId: body.id, credentials: { authorization: `Bearer ${client.token}` } };
}

async function newGuest(url: string): Promise<Account> {
  const browser = new Browser(url);
  // Any request to hold seats makes a visitor of the browser.
  await browser.post(`/api/events/${crypto.randomUUID()}/holds`, { best: { quantity: 1 } });
  const [visitorId] = browser.cookies.get("aisle_visitor")!.split(".");
  return {
    userId: visitorId,
    credentials: { cookie: browser.cookieHeader },
    email: `${visitorId}@example.org`,
  };
}

/** Injects a fault while the accounts buy, and has the auditor check the result once no work is in progress. */
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
    const { recoveredMs, timeouts, note } = await injectFault(
      { product, crowd, watchers, history, random },
      name,
      phases,
    );
    phases.begin("settling");
    await crowd.stop();
    await waitUntilSettled(product);
    await finishFolding(product, watchers);
    phases.begin("auditing");
    history.push(...watchers.all.map(({ fold }) => fold), {
      kind: "mail",
      messageIds: product.mailServer.received,
    });
    const violations = [...timeouts, ...await runAuditor(product, history)];
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
  return insertEvent(sql, {
    chart: smallChart(SEATS),
    maxSeatsPerBuyer: SEATS_PER_BUYER,
    cancellationAllowed: true,
  });
}

/** Reports which phase begins, and records how long each took. */
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

/** Injects the fault once the crowd has bookings, and waits for recovery. `timeouts` names what failed to happen. */
async function injectFault(
  scene: Scene,
  name: string,
  phases: PhaseClock,
): Promise<{ recoveredMs: number | null; timeouts: string[]; note?: string }> {
  const { history } = scene;
  try {
    await until(`${WARM_BOOKINGS} bookings`, () => confirmedSince(history, 0) >= WARM_BOOKINGS);
    phases.begin("the fault");
    const note = await faults[name].inject(scene) ?? undefined;
    phases.begin("recovering");
    const endedAt = Date.now();
    await until("booking after the fault", () => confirmedSince(history, endedAt) > 0);
    return { recoveredMs: Date.now() - endedAt, timeouts: [], note };
  } catch (error) {
    if (!(error instanceof TimedOut)) throw error;
    return { recoveredMs: null, timeouts: [error.message] };
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

/** Waits until no work is in progress; the auditor reports what does not finish. */
async function waitUntilSettled({ sql, board }: Product): Promise<void> {
  const evidence = { sql, readBoard: (eventId: string) => readBoard(board, eventId) };
  const isSettled = async () => (await unfinishedWork(evidence)).length === 0;
  await until("end of the work", isSettled).catch(ignoreTimeout);
}

/** Waits until the streams have caught up with the boards, and ends them. */
async function finishFolding({ board }: Product, watchers: Watchers): Promise<void> {
  await until("folded streams", async () => {
    for (const { fold } of watchers.all) {
      const state = await readBoard(board, fold.eventId);
      if (state?.epoch !== fold.epoch || state.version !== fold.version) return false;
    }
    return true;
  }, FOLD_MS_MAX).catch(ignoreTimeout);
  await watchers.stop();
}

/** Runs the auditor, which is a separate program. */
async function runAuditor({ env }: Product, history: Entry[]): Promise<string[]> {
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
