/** A client of the HTTP API that knows only the contract, like a third party's. */
import assert from "node:assert/strict";
import { until } from "@/lib/testing/until.ts";

export interface ApiResponse {
  status: number;
  headers: Headers;
  // deno-lint-ignore no-explicit-any -- whatever the server sent; the tests check it
  body: any;
}

export class Client {
  /** Called with every response to any client, for a test that checks them all. */
  static onResponse: ((method: string, path: string, response: ApiResponse) => void) | null = null;

  constructor(readonly url: string, readonly token?: string) {}

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiResponse> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined || body instanceof Uint8Array
        ? body as Uint8Array<ArrayBuffer> | undefined
        : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    const received = {
      status: response.status,
      headers: response.headers,
      body: isJson && text ? JSON.parse(text) : text,
    };
    Client.onResponse?.(method, path, received);
    return received;
  }

  /** The same account at another server. */
  at(url: string): Client {
    return new Client(url, this.token);
  }

  get(path: string): Promise<ApiResponse> {
    return this.call("GET", path);
  }

  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiResponse> {
    return this.call("POST", path, body, headers);
  }

  /** Places a booking, by default with a new key. */
  book(holdId: string, paymentToken: string, key: string = crypto.randomUUID()): Promise<ApiResponse> {
    return this.post("/api/bookings", { holdId, paymentToken }, { "idempotency-key": key });
  }

  /** The booking once it is final. */
  async settled(bookingId: string): Promise<ApiResponse["body"]> {
    return (await until(() => this.get(`/api/bookings/${bookingId}`), ({ body }) => body.final)).body;
  }
}

/** A client that keeps cookies, as browsers do. */
export class Browser extends Client {
  readonly cookies = new Map<string, string>();

  /** `headers` are sent with every request. */
  constructor(url: string, readonly headers: Record<string, string> = {}) {
    super(url);
  }

  get cookieHeader(): string {
    return Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join("; ");
  }

  override async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiResponse> {
    const cookie = this.cookieHeader;
    const response = await super.call(method, path, body, {
      ...this.headers,
      ...(cookie ? { cookie } : {}),
      ...headers,
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}

/** Asserts that a response is the problem document with this code. */
export function assertProblem({ status, headers, body }: ApiResponse, expected: number, code: string): void {
  assert.deepEqual([status, body?.code], [expected, code], JSON.stringify(body));
  assert.equal(headers.get("content-type"), "application/problem+json");
  assert.ok(headers.get("x-request-id"));
  assert.match(headers.get("content-language")!, /^(de|en)$/);
  assert.equal(body.type, `urn:problem-type:aisle:${code}`);
  assert.match(body.title, /[^.]$/);
  assert.match(body.detail, /\.$/);
  assert.equal(body.status, expected);
}

/** The response to a request that hashes a password. Retries while too many passwords are waiting to be hashed. */
export function onceHashed<T extends { status: number }>(ask: () => Promise<T>): Promise<T> {
  return until(ask, ({ status }) => status !== 503, 300_000);
}

/** A client with a new account. */
export async function newBuyer(url: string): Promise<Client> {
  const { status, body } = await onceHashed(() =>
    new Client(url).post("/api/auth/register", {
      email: `buyer-${crypto.randomUUID()}@example.org`,
      password: crypto.randomUUID(),
      name: "A Buyer",
    })
  );
  assert.equal(status, 201, JSON.stringify(body));
  return new Client(url, body.accessToken);
}

/** A client signed in with one of the demo accounts. */
export async function signIn(url: string, email: string): Promise<Client> {
  const { status, body } = await onceHashed(() =>
    new Client(url).post("/api/auth/login", { email, password: "aisle-demo" })
  );
  assert.equal(status, 200, JSON.stringify(body));
  return new Client(url, body.accessToken);
}

/** An event of the sample data that is on sale, allows cancellation and has rows: its id and the ids of free seats. */
export async function findSeats(client: Client): Promise<{ eventId: string; seats: string[] }> {
  const { body } = await client.get("/api/events?limit=100");
  for (const { id, saleStatus, seatsLeft } of body.items) {
    if (saleStatus !== "on-sale" || seatsLeft < 100) continue;
    const { cancellation, startsAt } = (await client.get(`/api/events/${id}`)).body;
    const inAnHour = Date.now() + 3_600_000;
    if (!cancellation.allowed || Date.parse(cancellation.until ?? startsAt) < inAnHour) continue;
    const chart = (await client.get(`/api/events/${id}/chart`)).body;
    const { statuses } = (await client.get(`/api/events/${id}/seats`)).body;
    const seats = chart.seats
      .filter((seat: { area?: string }, index: number) => !seat.area && statuses[index] === "a")
      .map((seat: { id: string }) => seat.id);
    if (seats.length >= 50) return { eventId: id, seats };
  }
  throw new Error("the sample data has no event with free seats");
}
