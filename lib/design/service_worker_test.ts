import assert from "node:assert/strict";

const source = await Deno.readTextFile(new URL("../../static/sw.js", import.meta.url));
const ORIGIN = "https://aisle.test";

/** A cache with the parts of the Cache interface that the worker uses. */
class FakeCache {
  entries = new Map<string, Response>();
  addAll(requests: Request[]) {
    // As in browsers, a duplicate URL fails the whole call, and with it the installation.
    const isRepeated = new Set(requests.map(({ url }) => url)).size < requests.length;
    if (isRepeated) return Promise.reject(new DOMException("duplicate requests", "InvalidStateError"));
    for (const { url } of requests) this.entries.set(url, new Response(`file ${new URL(url).pathname}`));
    return Promise.resolve();
  }
  put({ url }: Request, response: Response) {
    // An entry that is stored again moves to the end.
    this.entries.delete(url);
    this.entries.set(url, response);
    return Promise.resolve();
  }
  #find({ url }: Request, ignoreSearch?: boolean) {
    const bare = (url: string) => ignoreSearch ? url.split("?")[0] : url;
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

type Respond = (request: Request) => Promise<Response>;

/** The worker of static/sw.js in a minimal environment; `respond` is the network. */
function startWorker(respond: Respond) {
  const stores = new Map<string, FakeCache>();
  const network = { respond };
  const caches = {
    open: (name: string) => {
      if (!stores.has(name)) stores.set(name, new FakeCache());
      return Promise.resolve(stores.get(name)!);
    },
    keys: () => Promise.resolve([...stores.keys()]),
    delete: (name: string) => Promise.resolve(stores.delete(name)),
  };
  const listeners = new Map<string, (event: unknown) => void>();
  /** The URLs of the open windows. */
  const windows: string[] = [];
  const scope = {
    location: new URL(ORIGIN),
    clients: {
      claim: () => Promise.resolve(),
      matchAll: () => Promise.resolve(windows.map((path) => ({ url: ORIGIN + path }))),
    },
    skipWaiting: () => Promise.resolve(),
    addEventListener: (type: string, listener: (event: unknown) => void) => listeners.set(type, listener),
  };
  // A worker resolves URLs against its own; Deno has none to resolve against.
  class WorkerRequest extends Request {
    constructor(path: string, init?: RequestInit) {
      super(new URL(path, ORIGIN), init);
    }
  }
  new Function("self", "caches", "fetch", "Request", source)(
    scope,
    caches,
    (request: Request) => network.respond(request),
    WorkerRequest,
  );

  /** Sends an event and waits for the work it started; for a fetch, returns the response, or undefined if ignored. */
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
  return { stores, network, windows, send, get };
}

const ADA = "ada";
const ENDS = "2020-01-01T20:00:00.000Z";

/** A page from the server, for an account (or `guest`); it has tickets if it has a `row` for the list. */
function pageOf(
  account: string,
  text: string,
  { row, ends = ENDS }: { row?: string; ends?: string } = {},
): Response {
  const kept = row &&
    `<template id="kept-row" data-ends="${ends}">${row}</template><p id="kept-note" hidden>kept</p>`;
  return new Response(`${text}${kept ?? ""}`, { headers: { "aisle-account": account } });
}

const pathOf = (request: Request) => new URL(request.url).pathname;
/** Every booking has tickets. */
const online: Respond = (request) => {
  const path = pathOf(request);
  return Promise.resolve(
    pageOf(ADA, `fresh ${path}`, { row: path.startsWith("/bookings/") ? `[${path}]` : undefined }),
  );
};
const offline: Respond = () => Promise.reject(new TypeError("no network"));

type Worker = ReturnType<typeof startWorker>;

/** An installed worker that has shown bookings 1 and 2 to Ada. */
async function workerWithTickets(): Promise<Worker> {
  const worker = startWorker(online);
  await worker.send("install");
  worker.stores.get(FILES)!.entries.set(
    `${ORIGIN}/offline`,
    new Response('offline: <div id="kept-rows"></div>'),
  );
  for (const path of ["/bookings/1", "/bookings/2"]) await worker.get(path);
  return worker;
}

/** What someone who opens a page offline sees. */
async function seenOffline(worker: Worker, path: string): Promise<string> {
  const before = worker.network.respond;
  worker.network.respond = offline;
  const text = await (await worker.get(path))!.text();
  worker.network.respond = before;
  return text;
}

const FILES = "aisle-files-2";
const NO_TICKETS = 'offline: <div id="kept-rows"></div>';
const TWO_TICKETS = 'offline: <div id="kept-rows">[/bookings/1][/bookings/2]</div>';

Deno.test("requests to the API and to other origins are ignored", async () => {
  const worker = startWorker(online);
  assert.equal(await worker.get("/api/events", "cors"), undefined);
  assert.equal(await worker.get("/api/events/1/stream", "cors"), undefined);
  assert.equal(await worker.get("/api/bookings/1/tickets.pdf", "cors"), undefined);
  assert.equal(await worker.get("https://elsewhere.test/styles/base.css", "cors"), undefined);
  assert.equal(await worker.get("/api/bookings", "cors", "POST"), undefined);
});

Deno.test("a form goes to the network, and leads to the offline page if there is no connection", async () => {
  const worker = await workerWithTickets();
  const send = async () => await (await worker.get("/admin/checkin", "navigate", "POST"))!.text();
  assert.match(await send(), /^fresh \/admin\/checkin/);
  worker.network.respond = offline;
  assert.match(await send(), /^offline:/);
});

Deno.test("tickets seen once open offline, and say so", async () => {
  const worker = await workerWithTickets();
  const seen = await seenOffline(worker, "/bookings/1?key=x");
  assert.match(seen, /^fresh \/bookings\/1/);
  assert.match(seen, /<p id="kept-note">kept/);
});

Deno.test("tickets pushed into a page are cached: the page fetches itself again", async () => {
  const worker = await workerWithTickets();
  worker.network.respond = () => Promise.resolve(pageOf(ADA, "payment under way"));
  await worker.get("/bookings/3");
  assert.equal(await seenOffline(worker, "/bookings/3"), TWO_TICKETS, "nothing worth keeping yet");
  worker.network.respond = online;
  await worker.get("/bookings/3", "cors");
  assert.match(await seenOffline(worker, "/bookings/3"), /^fresh \/bookings\/3/);
});

Deno.test("tickets on a page that was opened before the worker existed are cached once it is active", async () => {
  const worker = startWorker(online);
  worker.windows.push("/", "/bookings/7?paid", "/api");
  await worker.send("install");
  await worker.send("activate");
  assert.match(await seenOffline(worker, "/bookings/7"), /^fresh \/bookings\/7/);
  const unlucky = startWorker(online);
  await unlucky.send("install");
  unlucky.windows.push("/bookings/7");
  unlucky.network.respond = offline;
  await unlucky.send("activate");
});

Deno.test("other pages show the offline page with the cached tickets, upcoming ones first", async () => {
  const worker = await workerWithTickets();
  for (const path of ["/", "/account/bookings", "/events/some-event", "/bookings/never-seen"]) {
    assert.equal(await seenOffline(worker, path), TWO_TICKETS);
  }
  const evenings = { later: "2999-02-01T20:00:00.000Z", next: "2999-01-01T20:00:00.000Z" };
  for (const [row, ends] of Object.entries(evenings)) {
    worker.network.respond = () => Promise.resolve(pageOf(ADA, "", { row: `$&${row}`, ends }));
    await worker.get(`/bookings/${row}`);
  }
  assert.match(await seenOffline(worker, "/"), /"kept-rows">\$&next\$&later\[\/bookings\/1\]/);
});

Deno.test("tickets stay when an earlier version of the page arrives later", async () => {
  const worker = await workerWithTickets();
  const { promise: early, resolve } = Promise.withResolvers<Response>();
  worker.network.respond = () => early;
  const reading = worker.get("/bookings/3", "cors");
  worker.network.respond = online;
  await worker.get("/bookings/3", "cors");
  resolve(pageOf(ADA, "being paid"));
  await reading;
  assert.match(await seenOffline(worker, "/bookings/3"), /^fresh \/bookings\/3/);
});

Deno.test("the offline page has the style sheets that pages with tickets link to", async () => {
  const worker = startWorker(online);
  await worker.send("install");
  const stored = worker.stores.get(FILES)!.entries;
  for (const sheet of ["site", "ticket"]) {
    assert.ok(stored.has(`${ORIGIN}/styles/${sheet}.css`), sheet);
  }
});

Deno.test("every way of signing in or out here deletes the tickets at once, online or offline", async () => {
  const ways: [method: string, path: string][] = [
    ["POST", "/logout"],
    ["POST", "/api/auth/logout"],
    ["POST", "/account/delete"],
    ["DELETE", "/api/me"],
    ["POST", "/login"],
    ["POST", "/api/auth/login"],
    ["POST", "/register"],
    ["POST", "/api/auth/register"],
  ];
  for (const [method, path] of ways) {
    const worker = await workerWithTickets();
    await worker.get(path, path.startsWith("/api") ? "cors" : "navigate", method);
    assert.equal(await seenOffline(worker, "/bookings/1"), NO_TICKETS, path);
  }
  const worker = await workerWithTickets();
  const others = [["POST", "/api/auth/refresh"], ["PATCH", "/api/me"], ["POST", "/checkout/1"]];
  for (const [method, path] of others) await worker.get(path, "cors", method);
  assert.equal(await seenOffline(worker, "/"), TWO_TICKETS, "none of this changes who is signed in");
});

Deno.test("tickets are deleted once a page belongs to nobody or another account, for whatever reason", async () => {
  for (const [account, path] of [["guest", "/"], ["grace", "/events"], ["grace", "/bookings/9"]]) {
    const worker = await workerWithTickets();
    worker.network.respond = (request) =>
      Promise.resolve(pageOf(account, "", { row: `[${pathOf(request)}]` }));
    await worker.get(path);
    const kept = account === "grace" && path === "/bookings/9" ? "[/bookings/9]" : "";
    assert.equal(await seenOffline(worker, "/"), `offline: <div id="kept-rows">${kept}</div>`);
    assert.doesNotMatch(await seenOffline(worker, "/bookings/1"), /fresh/);
  }
});

Deno.test("responses that name no account change nothing", async () => {
  const worker = await workerWithTickets();
  for (const path of ["/offline", "/api/bookings/1/tickets.pdf", "/bookings/1"]) {
    worker.network.respond = () => Promise.resolve(new Response("", { status: 503 }));
    await worker.get(path);
  }
  assert.equal(await seenOffline(worker, "/"), TWO_TICKETS);
});

Deno.test("tickets that are void or no longer accessible are deleted; server errors delete none", async () => {
  const worker = await workerWithTickets();
  const responses: [path: string, Response][] = [
    ["/bookings/1", pageOf(ADA, "This booking is cancelled")],
    ["/bookings/2", new Response("", { status: 404, headers: { "aisle-account": ADA } })],
    ["/bookings/3", new Response("", { status: 503, headers: { "aisle-account": ADA } })],
  ];
  await worker.get("/bookings/3");
  for (const [path, response] of responses) {
    worker.network.respond = () => Promise.resolve(response);
    await worker.get(path);
  }
  assert.equal(await seenOffline(worker, "/"), 'offline: <div id="kept-rows">[/bookings/3]</div>');
});

Deno.test("hashed files come from the cache, others from the network when online", async () => {
  let count = 0;
  const worker = startWorker(() => Promise.resolve(new Response(`response ${++count}`)));
  const text = async (path: string) => await (await worker.get(path, "cors"))!.text();
  assert.equal(await text("/styles/base.css?__frsh_c=a"), "response 1");
  assert.equal(await text("/styles/base.css?__frsh_c=a"), "response 1");
  assert.equal(await text("/icons/aisle.svg"), "response 2");
  assert.equal(await text("/icons/aisle.svg"), "response 3");
  worker.network.respond = offline;
  assert.equal(await text("/icons/aisle.svg"), "response 3");
  assert.equal(await text("/styles/base.css?__frsh_c=b"), "response 1");
});

Deno.test("a new version deletes the caches of older ones and keeps those of others", async () => {
  const worker = startWorker(online);
  for (const name of ["aisle-files-0", "aisle-tickets-1", "someone-else"]) {
    worker.stores.set(name, new FakeCache());
  }
  await worker.send("install");
  await worker.send("activate");
  assert.deepEqual([...worker.stores.keys()].sort(), [FILES, "someone-else"]);
});

Deno.test("the number of cached tickets is bounded, and the oldest are evicted", async () => {
  const worker = startWorker(online);
  await worker.send("install");
  for (let booking = 0; booking < 45; booking++) await worker.get(`/bookings/${booking}`);
  const kept = worker.stores.get(`aisle-tickets-2-${ADA}`)!;
  assert.equal(kept.entries.size, 40);
  assert.ok(!kept.entries.has(`${ORIGIN}/bookings/0`) && kept.entries.has(`${ORIGIN}/bookings/44`));
});
