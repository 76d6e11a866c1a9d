import assert from "node:assert/strict";
import { publicSheets } from "@/components/HeadLinks.tsx";

const source = await Deno.readTextFile(new URL("../../static/sw.js", import.meta.url));
const ORIGIN = "https://aisle.test";

/** A cache with the parts of the Cache interface that the worker uses. */
class FakeCache {
  entries = new Map<string, Response>();
  addAll(requests: Request[]) {
    // As browsers do: the same address twice fails the whole of it, and with it the installation.
    const isRepeated = new Set(requests.map(({ url }) => url)).size < requests.length;
    if (isRepeated) return Promise.reject(new DOMException("duplicate requests", "InvalidStateError"));
    for (const { url } of requests) this.entries.set(url, new Response(`file ${new URL(url).pathname}`));
    return Promise.resolve();
  }
  put({ url }: Request, response: Response) {
    this.entries.set(url, response);
    return Promise.resolve();
  }
  #find({ url }: Request, ignoreSearch?: boolean) {
    const bare = (address: string) => ignoreSearch ? address.split("?")[0] : address;
    return [...this.entries.keys()].filter((key) => bare(key) === bare(url));
  }
  match(request: Request | string, options?: { ignoreSearch?: boolean }) {
    const wanted = typeof request === "string" ? new Request(ORIGIN + request) : request;
    return Promise.resolve(this.entries.get(this.#find(wanted, options?.ignoreSearch)[0])?.clone());
  }
  delete(request: Request, options?: { ignoreSearch?: boolean }) {
    for (const key of this.#find(request, options?.ignoreSearch)) this.entries.delete(key);
    return Promise.resolve(true);
  }
  keys() {
    return Promise.resolve([...this.entries.keys()].map((url) => new Request(url)));
  }
}

type Answer = (request: Request) => Promise<Response>;

/** The worker of static/sw.js in a small world of its own; `answer` stands for the network. */
function startWorker(answer: Answer) {
  const stores = new Map<string, FakeCache>();
  const network = { answer };
  const caches = {
    open: (name: string) => {
      if (!stores.has(name)) stores.set(name, new FakeCache());
      return Promise.resolve(stores.get(name)!);
    },
    keys: () => Promise.resolve([...stores.keys()]),
    delete: (name: string) => Promise.resolve(stores.delete(name)),
  };
  const listeners = new Map<string, (event: unknown) => void>();
  const scope = {
    location: new URL(ORIGIN),
    clients: { claim: () => Promise.resolve() },
    skipWaiting: () => Promise.resolve(),
    addEventListener: (type: string, listener: (event: unknown) => void) => listeners.set(type, listener),
  };
  // A worker resolves addresses against its own; Deno has none to resolve against.
  class WorkerRequest extends Request {
    constructor(path: string, init?: RequestInit) {
      super(new URL(path, ORIGIN), init);
    }
  }
  new Function("self", "caches", "fetch", "Request", source)(
    scope,
    caches,
    (request: Request) => network.answer(request),
    WorkerRequest,
  );

  /** Sends an event and waits for what it started; for a fetch, gives the answer, or undefined if left alone. */
  async function send(type: string, event: Record<string, unknown> = {}): Promise<Response | undefined> {
    const started: Promise<unknown>[] = [];
    let response: Promise<Response> | undefined;
    listeners.get(type)!({
      ...event,
      waitUntil: (work: Promise<unknown>) => started.push(work),
      respondWith: (work: Promise<Response>) => response = work,
    });
    await Promise.all(started);
    return await response;
  }
  const get = (path: string, mode: "navigate" | "cors" = "navigate", method = "GET") => {
    const request = new Request(new URL(path, ORIGIN), { method });
    Object.defineProperty(request, "mode", { value: mode });
    return send("fetch", { request });
  };
  return { stores, network, send, get };
}

const online: Answer = (request) => Promise.resolve(new Response(`fresh ${new URL(request.url).pathname}`));
const offline: Answer = () => Promise.reject(new TypeError("no network"));

Deno.test("the API, other origins and what is not a GET are left alone", async () => {
  const worker = startWorker(online);
  assert.equal(await worker.get("/api/events", "cors"), undefined);
  assert.equal(await worker.get("/api/events/1/stream", "cors"), undefined);
  assert.equal(await worker.get("https://elsewhere.test/styles/base.css", "cors"), undefined);
  assert.equal(await worker.get("/checkout/1", "navigate", "POST"), undefined);
});

Deno.test("a booking page seen once opens without a network", async () => {
  const worker = startWorker(online);
  await worker.send("install");
  await worker.get("/bookings/42");
  worker.network.answer = offline;
  assert.equal(await (await worker.get("/bookings/42"))!.text(), "fresh /bookings/42");
});

Deno.test("other pages show the offline page without a network", async () => {
  const worker = startWorker(online);
  await worker.send("install");
  await worker.get("/events/some-event");
  worker.network.answer = offline;
  assert.equal(await (await worker.get("/events/some-event"))!.text(), "file /offline");
  assert.equal(await (await worker.get("/bookings/never-seen"))!.text(), "file /offline");
});

Deno.test("the offline page has every style sheet that pages link", async () => {
  const worker = startWorker(online);
  await worker.send("install");
  const stored = worker.stores.get("aisle-files-1")!.entries;
  for (const sheet of publicSheets) assert.ok(stored.has(`${ORIGIN}/styles/${sheet}.css`), sheet);
});

Deno.test("signing out and deleting the account throw the kept tickets away, by form and by message", async () => {
  for (const how of ["/logout", "/account/delete", "message"]) {
    const worker = startWorker(online);
    await worker.send("install");
    await worker.get("/bookings/42");
    if (how !== "message") await worker.get(how, "navigate", "POST");
    else await worker.send("message", { data: { type: "signed-out" } });
    worker.network.answer = offline;
    assert.equal(await (await worker.get("/bookings/42"))!.text(), "file /offline", how);
  }
});

Deno.test("a booking that may no longer be seen is forgotten, a failing server forgets nothing", async () => {
  const worker = startWorker(online);
  await worker.send("install");
  await worker.get("/bookings/42");
  worker.network.answer = () => Promise.resolve(new Response("", { status: 503 }));
  await worker.get("/bookings/42");
  worker.network.answer = offline;
  assert.equal(await (await worker.get("/bookings/42"))!.text(), "fresh /bookings/42");
  worker.network.answer = () => Promise.resolve(new Response("", { status: 404 }));
  await worker.get("/bookings/42");
  worker.network.answer = offline;
  assert.equal(await (await worker.get("/bookings/42"))!.text(), "file /offline");
});

Deno.test("hashed files come from the cache, others from the network while there is one", async () => {
  let count = 0;
  const worker = startWorker(() => Promise.resolve(new Response(`answer ${++count}`)));
  const text = async (path: string) => await (await worker.get(path, "cors"))!.text();
  assert.equal(await text("/styles/base.css?__frsh_c=a"), "answer 1");
  assert.equal(await text("/styles/base.css?__frsh_c=a"), "answer 1");
  assert.equal(await text("/icons/aisle.svg"), "answer 2");
  assert.equal(await text("/icons/aisle.svg"), "answer 3");
  worker.network.answer = offline;
  assert.equal(await text("/icons/aisle.svg"), "answer 3");
  assert.equal(await text("/styles/base.css?__frsh_c=b"), "answer 1");
});

Deno.test("a new version throws the caches of older ones away and leaves foreign ones", async () => {
  const worker = startWorker(online);
  worker.stores.set("aisle-files-0", new FakeCache());
  worker.stores.set("someone-else", new FakeCache());
  await worker.send("install");
  await worker.send("activate");
  assert.deepEqual([...worker.stores.keys()].sort(), ["aisle-files-1", "someone-else"]);
});

Deno.test("kept pages are bounded, the oldest go first", async () => {
  const worker = startWorker(online);
  await worker.send("install");
  for (let booking = 0; booking < 45; booking++) await worker.get(`/bookings/${booking}`);
  const kept = worker.stores.get("aisle-tickets-1")!;
  assert.equal(kept.entries.size, 40);
  assert.ok(!kept.entries.has(`${ORIGIN}/bookings/0`) && kept.entries.has(`${ORIGIN}/bookings/44`));
});
