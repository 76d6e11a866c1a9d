/** A client of the HTTP API, as strangers write it: nothing but the contract. */
import assert from "node:assert/strict";
import { until } from "@/lib/testing/until.ts";

export interface Answer {
  status: number;
  headers: Headers;
  // deno-lint-ignore no-explicit-any -- the body of an answer is whatever the server sent; the tests look at it
  body: any;
}

export class Client {
  /** Called with every answer to any client, for a test that judges them all. */
  static onAnswer: ((method: string, path: string, answer: Answer) => void) | null = null;

  constructor(readonly url: string, readonly token?: string) {}

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
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
    const answer = {
      status: response.status,
      headers: response.headers,
      body: isJson && text ? JSON.parse(text) : text,
    };
    Client.onAnswer?.(method, path, answer);
    return answer;
  }

  /** The same account at another server. */
  at(url: string): Client {
    return new Client(url, this.token);
  }

  get(path: string): Promise<Answer> {
    return this.call("GET", path);
  }

  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.call("POST", path, body, headers);
  }

  /** Places a booking; the key is a new one unless given. */
  book(holdId: string, paymentToken: string, key: string = crypto.randomUUID()): Promise<Answer> {
    return this.post("/api/bookings", { holdId, paymentToken }, { "idempotency-key": key });
  }

  /** The booking once it can no longer change by itself. */
  async settled(bookingId: string): Promise<Answer["body"]> {
    return (await until(() => this.get(`/api/bookings/${bookingId}`), ({ body }) => body.final)).body;
  }
}

/** A client that keeps cookies, as browsers do. */
export class Browser extends Client {
  readonly cookies = new Map<string, string>();

  /** `headers` go with every request. */
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
  ): Promise<Answer> {
    const cookie = this.cookieHeader;
    const answer = await super.call(method, path, body, {
      ...this.headers,
      ...(cookie ? { cookie } : {}),
      ...headers,
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }
}

/** Asserts that an answer is the problem document of a code. */
export function assertProblem({ status, headers, body }: Answer, expected: number, code: string): void {
  assert.deepEqual([status, body?.code], [expected, code], JSON.stringify(body));
  assert.equal(headers.get("content-type"), "application/problem+json");
  assert.ok(headers.get("x-request-id"));
  assert.match(headers.get("content-language")!, /^(de|en)$/);
  assert.equal(body.type, `urn:problem-type:aisle:${code}`);
  assert.match(body.title, /[^.]$/);
  assert.match(body.detail, /\.$/);
  assert.equal(body.status, expected);
}

/** A client with a new account. A busy machine may not hash the passwords of many in time: they try again. */
export async function newBuyer(url: string): Promise<Client> {
  const { status, body } = await until(
    () =>
      new Client(url).post("/api/auth/register", {
        email: `buyer-${crypto.randomUUID()}@example.org`,
        password: crypto.randomUUID(),
        name: "A Buyer",
      }),
    ({ status }) => status !== 503,
  );
  assert.equal(status, 201, JSON.stringify(body));
  return new Client(url, body.accessToken);
}

/** A client signed in with one of the demo accounts. */
export async function signIn(url: string, email: string): Promise<Client> {
  const { status, body } = await new Client(url).post("/api/auth/login", { email, password: "aisle-demo" });
  assert.equal(status, 200, JSON.stringify(body));
  return new Client(url, body.accessToken);
}

/** An event of the sample data that is on sale, may be cancelled and has rows: its id and the ids of free seats. */
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
