import assert from "node:assert/strict";
import { shareStream, type StreamEvent } from "./shared_stream.ts";

/** What the tabs of a browser share. Here they also share their document: all are visible, or none. */
class FakeBrowser {
  readonly streams: FakeEventSource[] = [];
  readonly #waiting: { signal: AbortSignal; lead: () => Promise<unknown> }[] = [];
  readonly #tabs: Tab[] = [];
  #isHeld = false;
  /** The server's response to the request that finds out why a stream was refused. */
  status = 200;

  constructor(hasLocks: boolean | "refused" = true) {
    const streams = this.streams;
    const request = (_name: string, { signal }: { signal: AbortSignal }, lead: () => Promise<unknown>) => {
      if (hasLocks === "refused") return Promise.reject(new DOMException("denied", "SecurityError"));
      this.#waiting.push({ signal, lead });
      this.#grant();
      return new Promise(() => {});
    };
    Object.assign(globalThis, {
      document: Object.assign(new EventTarget(), { hidden: false }),
      fetch: () => Promise.resolve({ status: this.status }),
      BroadcastChannel: FakeChannel,
      EventSource: class extends FakeEventSource {
        constructor() {
          super();
          streams.push(this);
        }
      },
    });
    const locks = hasLocks ? { request } : undefined;
    Object.defineProperty(navigator, "locks", { value: locks, configurable: true });
  }

  async openTabs(count: number): Promise<Tab[]> {
    const tabs = Array.from({ length: count }, () => new Tab());
    this.#tabs.push(...tabs);
    await settle();
    return tabs;
  }

  [Symbol.dispose](): void {
    for (const tab of this.#tabs) tab.close();
  }

  /** The open streams. */
  get open(): FakeEventSource[] {
    return this.streams.filter(({ readyState }) => readyState !== FakeEventSource.CLOSED);
  }

  #grant(): void {
    while (!this.#isHeld && this.#waiting.length > 0) {
      const { signal, lead } = this.#waiting.shift()!;
      if (signal.aborted) continue;
      this.#isHeld = true;
      lead().then(() => {
        this.#isHeld = false;
        this.#grant();
      });
    }
  }
}

class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  readyState = 1;
  onopen = () => {};
  onerror = () => {};

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }

  refuse(): void {
    this.close();
    this.onerror();
  }

  /** Sends the counter's value, its value after an increment, or its end. */
  send(name: "whole" | "more" | "gone", data = 0): void {
    if (this.readyState === FakeEventSource.CLOSED) return;
    this.dispatchEvent(new MessageEvent(name, { data: String(data) }));
  }
}

/** Delivers asynchronously, as a browser does. */
class FakeChannel {
  static readonly open = new Set<FakeChannel>();
  onmessage: ((message: { data: unknown }) => void) | null = null;

  constructor(readonly name: string) {
    FakeChannel.open.add(this);
  }

  postMessage(data: unknown): void {
    assert.ok(FakeChannel.open.has(this), "a closed channel sends nothing");
    const copy = structuredClone(data);
    for (const other of FakeChannel.open) {
      if (other === this || other.name !== this.name) continue;
      queueMicrotask(() => FakeChannel.open.has(other) && other.onmessage?.({ data: copy }));
    }
  }

  close(): void {
    FakeChannel.open.delete(this);
  }
}

/** A tab that follows a counter: each event sets it, or reports its value after an increment. */
class Tab {
  count: number | null = null;
  isLive = false;
  isGone = false;
  readonly close: () => void;

  constructor() {
    this.close = shareStream({
      url: "/counter",
      names: ["whole", "more"],
      end: "gone",
      onEvent: (event) => this.#take(event),
      onLive: (isLive) => this.isLive = isLive,
    });
  }

  #take({ name, data }: StreamEvent): boolean {
    if (name === "gone") {
      this.isGone = true;
      this.close();
    } else if (name === "whole" || this.count === Number(data) - 1) this.count = Number(data);
    else return this.count !== null && this.count >= Number(data);
    return true;
  }
}

/** Lets everything in flight arrive. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

const stateOf = ({ count, isLive }: Tab) => ({ count, isLive });

Deno.test("tabs share one stream, and all of them get each event", async () => {
  using browser = new FakeBrowser();
  const tabs = await browser.openTabs(3);
  assert.equal(browser.streams.length, 1);
  browser.open[0].send("whole", 7);
  browser.open[0].send("more", 8);
  await settle();
  assert.deepEqual(tabs.map(stateOf), Array(3).fill({ count: 8, isLive: true }));
});

Deno.test("for a tab that joins later the stream starts over, and the others carry on", async () => {
  using browser = new FakeBrowser();
  const [first] = await browser.openTabs(1);
  browser.open[0].send("whole", 7);
  const [late] = await browser.openTabs(1);
  assert.deepEqual([browser.streams.length, browser.open.length], [2, 1]);
  assert.deepEqual(stateOf(first), { count: 7, isLive: true });
  assert.deepEqual(stateOf(late), { count: null, isLive: false });
  browser.open[0].send("whole", 8);
  await settle();
  assert.deepEqual([first, late].map(stateOf), Array(2).fill({ count: 8, isLive: true }));
});

Deno.test("when the tab that reads closes, the next one reads, starting with the whole state", async () => {
  using browser = new FakeBrowser();
  const [first, second, third] = await browser.openTabs(3);
  browser.open[0].send("whole", 7);
  await settle();
  first.close();
  await settle();
  assert.equal(browser.open.length, 1);
  // What happened between the two streams is in the new one's first event.
  browser.open[0].send("whole", 9);
  await settle();
  assert.deepEqual([second, third].map(stateOf), Array(2).fill({ count: 9, isLive: true }));
  assert.equal(first.isLive, false);
});

Deno.test("all tabs show whether the one that reads is connected", async () => {
  using browser = new FakeBrowser();
  const tabs = await browser.openTabs(2);
  const stream = browser.open[0];
  stream.onopen();
  await settle();
  assert.deepEqual(tabs.map(({ isLive }) => isLive), [false, false]);
  stream.send("whole", 7);
  stream.onerror();
  await settle();
  assert.deepEqual(tabs.map(({ isLive }) => isLive), [false, false]);
  stream.onopen();
  await settle();
  assert.deepEqual(tabs.map(({ isLive }) => isLive), [true, true]);
});

Deno.test("after a gap the stream starts over", async () => {
  using browser = new FakeBrowser();
  const tabs = await browser.openTabs(2);
  browser.open[0].send("whole", 7);
  browser.open[0].send("more", 9);
  await settle();
  assert.deepEqual(tabs.map(({ isLive }) => isLive), [false, false]);
  assert.deepEqual([browser.streams.length, browser.open.length], [2, 1]);
  browser.open[0].send("whole", 9);
  await settle();
  assert.deepEqual(tabs.map(stateOf), Array(2).fill({ count: 9, isLive: true }));
});

Deno.test("after a gap in what another tab received, the stream starts over", async () => {
  using browser = new FakeBrowser();
  const [first, second] = await browser.openTabs(2);
  browser.open[0].send("whole", 7);
  await settle();
  second.count = 5;
  browser.open[0].send("more", 8);
  await settle();
  assert.deepEqual([first, second].map(({ isLive }) => isLive), [true, false]);
  assert.deepEqual([browser.streams.length, browser.open.length], [2, 1]);
  browser.open[0].send("whole", 8);
  await settle();
  assert.deepEqual(stateOf(second), { count: 8, isLive: true });
});

Deno.test("when the stream ends, every tab leaves", async () => {
  using browser = new FakeBrowser();
  const tabs = await browser.openTabs(3);
  browser.open[0].send("whole", 7);
  browser.open[0].send("gone");
  await settle();
  assert.ok(tabs.every(({ isGone }) => isGone));
  assert.equal(browser.open.length, 0);
});

for (const [status, isGone] of [[404, true], [503, false]] as const) {
  Deno.test(`a stream refused with ${status} ${isGone ? "ended while nobody read it" : "may come back"}`, async () => {
    using browser = new FakeBrowser();
    const tabs = await browser.openTabs(2);
    browser.status = status;
    browser.open[0].refuse();
    await settle();
    assert.deepEqual(tabs.map((tab) => tab.isGone), [isGone, isGone]);
  });
}

Deno.test("no tab reads while offline or hidden; afterwards one does", async () => {
  using browser = new FakeBrowser();
  await browser.openTabs(2);
  for (
    const [before, after] of [
      [() => dispatchEvent(new Event("offline")), () => dispatchEvent(new Event("online"))],
      [() => hide(true), () => hide(false)],
    ]
  ) {
    before();
    await settle();
    assert.equal(browser.open.length, 0);
    after();
    await settle();
    assert.equal(browser.open.length, 1);
  }
});

for (const [hasLocks, when] of [[false, "does not offer locks"], ["refused", "refuses locks"]] as const) {
  Deno.test(`in a browser that ${when}, each tab reads its own stream`, async () => {
    using browser = new FakeBrowser(hasLocks);
    const tabs = await browser.openTabs(2);
    assert.equal(browser.open.length, 2);
    browser.open[0].send("whole", 7);
    await settle();
    assert.deepEqual(tabs.map(stateOf), [{ count: 7, isLive: true }, { count: null, isLive: false }]);
    tabs[0].close();
    assert.equal(browser.open.length, 1);
  });
}

function hide(hidden: boolean): void {
  Object.assign(document, { hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}
