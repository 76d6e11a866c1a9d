/** What depends on settings: rate limits, a proxy in front, short holds, an unreliable provider; all in one program. */
import assert from "node:assert/strict";
import { until } from "@/lib/testing/until.ts";
import { assertProblem, Browser, Client, findSeats, onceHashed } from "./client.ts";
import { readStream } from "./contract/streams.ts";
import { embeddedDeployment, withProgram } from "./program.ts";

const env = {
  RATE_LIMITS: "on",
  TRUST_PROXY: "on",
  METRICS_TOKEN: "a token for the metrics",
  // Long enough for what each step does with a hold; the last step waits until one has ended.
  HOLD_TTL_SECONDS: "15",
  HOLD_MAX_SECONDS: "16",
  MOCK_PROVIDER_DELAY_MS: "50",
  MOCK_PROVIDER_FAILURE_RATE: "0.3",
  MOCK_PROVIDER_DOUBLE_RATE: "1",
};

let addresses = 0;

/** A browser at an IP address that no other one in this test has. */
function browserElsewhere(url: string, headers: Record<string, string> = {}): Browser {
  return new Browser(url, { "x-forwarded-for": `198.51.100.77, 192.0.2.${++addresses}`, ...headers });
}

const person = () => ({
  email: `p-${crypto.randomUUID()}@example.org`,
  password: "correct horse",
  name: "P",
});

/** The number of requests that are allowed before one is refused. */
async function countAllowed(request: () => ReturnType<Client["get"]>): Promise<number> {
  for (let allowed = 0;; allowed++) {
    const response = await request();
    assert.match(response.headers.get("ratelimit") ?? "", /^"[\w-]+";r=\d+;t=\d+/);
    assert.match(response.headers.get("ratelimit-policy") ?? "", /^"[\w-]+";q=\d+;w=60/);
    if (response.status !== 429) continue;
    assertProblem(response, 429, "rate-limited");
    const seconds = Number(response.headers.get("retry-after"));
    assert.ok(Number.isInteger(seconds) && seconds >= 1 && seconds <= 60);
    return allowed;
  }
}

function readMetrics(url: string): ReturnType<Client["get"]> {
  return new Client(url, env.METRICS_TOKEN).get("/metrics");
}

const steps: Record<string, (url: string) => Promise<void>> = {
  async "requests are limited by address, email, buyer and account"(url) {
    const anyone = browserElsewhere(url);
    assert.equal(await countAllowed(() => anyone.get("/api/me")), 600);
    assert.equal(
      (await browserElsewhere(url).get("/api/events?limit=1")).status,
      200,
      "each address has a separate limit",
    );
    assert.equal((await anyone.get("/healthz")).status, 200, "health is not limited");

    const register = browserElsewhere(url);
    assert.equal(await countAllowed(() => register.post("/api/auth/register", {})), 10);
    const signIn = browserElsewhere(url);
    assert.equal(await countAllowed(() => signIn.post("/api/auth/login", {})), 30);
    const credentials = { email: `${crypto.randomUUID()}@example.org`, password: "wrong password" };
    const guesser = browserElsewhere(url);
    const guesses = await Promise.all(
      Array.from({ length: 11 }, () => guesser.post("/api/auth/login", credentials)),
    );
    const refused = guesses.filter(({ status }) => status === 429);
    assert.equal(refused.length, 1, "ten guesses per email address and network");
    assertProblem(refused[0], 429, "rate-limited");
    assert.match(
      refused[0].headers.get("ratelimit")!,
      /^"sign-in-network";r=0;t=\d+, "sign-in-email";r=\d+;t=\d+$/,
      "the limit that refused",
    );
    assert.match(
      refused[0].headers.get("ratelimit-policy")!,
      /^"sign-in-network";q=10;w=60, "sign-in-email";q=100;w=60$/,
    );

    const buyer = browserElsewhere(url);
    assert.equal((await buyer.post("/api/auth/register", person())).status, 201);
    assert.equal(await countAllowed(() => buyer.post("/api/events/none/holds", {})), 60);
    assert.equal(await countAllowed(() => buyer.post("/api/bookings", {})), 30);
  },

  async "addresses of one network count together, and so do those of one customer"(url) {
    const from = (address: string) => new Browser(url, { "x-forwarded-for": `198.51.100.77, ${address}` });
    const register = (address: string) => from(address).post("/api/auth/register", {});
    let at = 0;
    const neighbours = () => register(`[2001:db8:5:1::${(++at).toString(16)}]:443`);
    assert.equal(await countAllowed(neighbours), 10, "addresses of one /64 share a limit");
    const customers = await Promise.all(
      Array.from({ length: 100 }, (_, at) => register(`2001:db8:5:${(at + 10).toString(16)}::1`)),
    );
    const allowed = customers.filter(({ status }) => status !== 429).length;
    assert.equal(allowed, 89, "a hundred per /48, including the eleven before");
    at = 0;
    assert.equal(
      await countAllowed(() => register(`::ffff:192.0.2.250:${++at}`)),
      10,
      "ports do not distinguish clients",
    );
  },

  async "a buyer may have twenty streams, and broken ones no longer count"(url) {
    const buyer = browserElsewhere(url);
    assert.equal((await buyer.post("/api/auth/register", person())).status, 201);
    const { eventId } = await findSeats(buyer);
    const path = `/api/events/${eventId}/stream`;
    const headers = { ...buyer.headers, cookie: buyer.cookieHeader };
    const closing = new AbortController();
    const open = () => fetch(url + path, { headers, signal: closing.signal });
    const openAll = async () =>
      (await Promise.all(Array.from({ length: 20 }, open))).map(({ status }) => status);
    assert.deepEqual(new Set(await openAll()), new Set([200]));
    assertProblem(await buyer.get(path), 429, "rate-limited");
    const elsewhere = await fetch(url + path, {
      headers: browserElsewhere(url).headers,
      signal: closing.signal,
    });
    assert.equal(elsewhere.status, 200, "a guest at another address has a separate limit");
    closing.abort();

    const { hostname, port } = new URL(url);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("");
    for (let broken = 0; broken < 40; broken++) {
      const connection = await Deno.connect({ hostname, port: Number(port) });
      await connection.write(new TextEncoder().encode(`GET ${path} HTTP/1.1\r\nhost: a\r\n${lines}\r\n`));
      connection.close();
    }
    const countOpen = async () =>
      Number(/^aisle_streams_open\{stream="seats"\} (\d+)$/m.exec((await readMetrics(url)).body)?.[1]);
    const openAgain = async () => {
      // Without this, the attempts themselves would exceed the limit of the address.
      await until(countOpen, (open) => open === 0);
      const again = new AbortController();
      const streams = await Promise.all(
        Array.from({ length: 20 }, () => fetch(url + path, { headers, signal: again.signal })),
      );
      again.abort();
      return streams.every(({ status }) => status === 200);
    };
    await until(openAgain, (allOpen) => allOpen);
  },

  async "a request has the trusted proxy's id if that is valid"(url) {
    const ask = async (id: string) =>
      (await browserElsewhere(url, { "x-request-id": id }).get("/api/events")).headers.get("x-request-id");
    assert.equal(await ask("a-proxy-gave-this"), "a-proxy-gave-this");
    assert.notEqual(await ask("no good"), "no good");
  },

  async "a request with a bad token counts, and the limit is checked before the token"(url) {
    const browser = browserElsewhere(url, { authorization: "Bearer nonsense" });
    const wrong = await browser.post("/api/auth/register", {});
    assertProblem(wrong, 401, "invalid-token");
    assert.equal(await countAllowed(() => browser.post("/api/auth/register", {})), 9);
  },

  async "cookies behind HTTPS are bound to the host, and those of plain HTTP are not accepted there"(url) {
    const browser = browserElsewhere(url, { "x-forwarded-proto": "https" });
    const { status, headers } = await browser.post("/api/auth/register", person());
    assert.equal(status, 201);
    const lines = headers.getSetCookie();
    assert.ok(lines.length >= 2);
    for (const line of lines) {
      assert.match(line, /^__Host-[^=]+=[^;]+; Path=\/; .*HttpOnly; SameSite=Lax; Secure$/);
    }
    assert.equal((await browser.get("/api/me")).status, 200);
    const plain = browserElsewhere(url, { "x-forwarded-proto": "https" });
    for (const [name, value] of browser.cookies) plain.cookies.set(name.replace("__Host-", ""), value);
    assertProblem(await plain.get("/api/me"), 401, "unauthenticated");

    const origin = `https://${new URL(url).host}`;
    const rename = (from: string) => browser.call("PATCH", "/api/me", { name: "Q" }, { origin: from });
    assert.equal((await rename(origin)).status, 200, "its own origin has the scheme that the proxy reports");
    assertProblem(await rename(url), 403, "cross-site");
  },

  async "guests at one address hold at most 40 seats of an event"(url) {
    const guest = () => new Browser(url, { "x-forwarded-for": "203.0.113.40" });
    const { eventId, seats } = await findSeats(guest());
    // Concurrently, since the first hold must not expire before the last request.
    const responses = await Promise.all(
      Array.from(
        { length: 11 },
        (_, at) => guest().post(`/api/events/${eventId}/holds`, { seats: seats.slice(at * 4, at * 4 + 4) }),
      ),
    );
    const held = responses.filter(({ status }) => status === 201);
    assert.equal(held.length, 10);
    assertProblem(responses.find(({ status }) => status !== 201)!, 409, "limit-exceeded");
    const elsewhere = browserElsewhere(url);
    assert.equal((await elsewhere.post(`/api/events/${eventId}/holds`, { seats: [seats[45]] })).status, 201);
  },

  async "a hold is extended up to its cap, and then expires"(url) {
    const browser = browserElsewhere(url);
    const { eventId, seats } = await findSeats(browser);
    const { body: hold } = await browser.post(`/api/events/${eventId}/holds`, { seats: [seats.at(-1)] });
    const lifeMs = Date.parse(hold.maxExpiresAt) - Date.parse(hold.expiresAt);
    assert.equal(lifeMs, 1_000);
    const atCap = ({ status, body }: Awaited<ReturnType<Client["get"]>>) =>
      status !== 200 || body.expiresAt === hold.maxExpiresAt;
    const extended = await until(() => browser.post(`/api/holds/${hold.id}/extend`), atCap);
    assert.deepEqual([extended.status, extended.body.expiresAt], [200, hold.maxExpiresAt]);
    assertProblem(await browser.post(`/api/holds/${hold.id}/extend`), 409, "extension-cap");

    const chart = (await browser.get(`/api/events/${eventId}/chart`)).body;
    const index = chart.seats.findIndex(({ id }: { id: string }) => id === seats.at(-1));
    await readStream({ url }, `/api/events/${eventId}/stream`, ([snapshot, ...deltas]) => {
      const changes = deltas.flatMap(({ data }): [number, string][] => data.seats);
      const status = changes.findLast(([seat]) => seat === index)?.[1] ?? snapshot.data.statuses[index];
      return status === "a";
    });
    assert.ok(Date.now() >= Date.parse(hold.maxExpiresAt), "the seat is not free before the hold ends");
    assertProblem(await browser.get(`/api/holds/${hold.id}`), 404, "not-found");
    assert.deepEqual((await browser.get(`/api/events/${eventId}/holds`)).body.items, []);
  },

  async "the metrics require their token, from anywhere"(url) {
    const browser = browserElsewhere(url);
    const ask = (authorization?: string) =>
      browser.call("GET", "/metrics", undefined, authorization ? { authorization } : {});
    assertProblem(await ask(), 401, "unauthenticated");
    assertProblem(await ask("Bearer another"), 401, "unauthenticated");
    const { status, body } = await readMetrics(url);
    assert.equal(status, 200);
    assert.match(body, /^aisle_queue_waiting\{queue="outbox"\} \d+$/m);
  },

  async "bookings are confirmed although the provider is slow, fails a third of the calls and receives each twice"(
    url,
  ) {
    const { eventId, seats } = await findSeats(browserElsewhere(url));
    await Promise.all(
      seats.slice(0, 4).map(async (seat) => {
        const buyer = browserElsewhere(url);
        const account = await onceHashed(() => buyer.post("/api/auth/register", person()));
        assert.equal(account.status, 201);
        const { body: hold } = await buyer.post(`/api/events/${eventId}/holds`, { seats: [seat] });
        const placed = await buyer.book(hold.id, "tok_approve");
        assert.equal(placed.status, 202, JSON.stringify(placed.body));
        assert.equal((await buyer.settled(placed.body.id)).status, "confirmed");
      }),
    );
  },
};

Deno.test("the contract with limits, short holds, a proxy in front and an unreliable provider", (t) =>
  withProgram(embeddedDeployment, env, async ({ url }) => {
    for (const [name, step] of Object.entries(steps)) await t.step(name, () => step(url));
  }));
