/** Calls endpoints as a browser or an API client, without a server, with a clock that the test sets. */
import assert from "node:assert/strict";
import { Sessions } from "@/lib/auth/sessions.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { parseCookies } from "@/lib/http/wire/cookies.ts";
import type { Endpoint } from "@/lib/server/endpoint.ts";
import { callEndpoint, jsonRequest, testSecrets } from "@/lib/server/testing.ts";
import type { Services } from "@/lib/services.ts";

export const START_MS = Date.UTC(2026, 0, 1);

/** The clock of a test. */
export type Clock = { nowMs: number };

/** A browser, or an API client if it has a token: keeps cookies and calls endpoints. */
export class ApiClient {
  readonly cookies = new Map<string, string>();
  accessToken: string | undefined;
  /** Replace the usual services of tests. */
  services: Partial<Services> = {};
  address = "192.0.2.1";

  constructor(readonly sql: Sql, readonly sessions: Sessions, readonly clock: Clock) {}

  async call(
    endpoint: Endpoint,
    verb: string,
    body?: unknown,
    params: Record<string, string> = {},
  ): Promise<Response> {
    const cookie = [...this.cookies].map((pair) => pair.join("=")).join("; ");
    const headers: Record<string, string> = cookie ? { cookie } : {};
    if (this.accessToken) headers.authorization = `Bearer ${this.accessToken}`;
    const request = body === undefined
      ? new Request(`https://aisle.test${endpoint.path}`, { method: verb, headers })
      : jsonRequest(verb, `https://aisle.test${endpoint.path}`, body, headers);
    const { sql, sessions, clock } = this;
    const response = await callEndpoint(endpoint, request, {
      services: { sql, sessions, now: () => clock.nowMs, ...this.services },
      params,
      address: this.address,
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  #keep(line: string): void {
    assert.match(line, /^__Host-\w+=\S*; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/);
    const [[name, value]] = parseCookies(line);
    if (line.includes("Max-Age=0;")) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }

  /** Another browser with the same cookies. */
  copy(): ApiClient {
    const copy = new ApiClient(this.sql, this.sessions, this.clock);
    for (const [name, value] of this.cookies) copy.cookies.set(name, value);
    return copy;
  }
}

/** Runs a test with a browser on its own database, at the start of 2026. */
export function withApiClient(work: (client: ApiClient) => Promise<void>): Promise<void> {
  return withDatabase(async (sql) => {
    const clock = { nowMs: START_MS };
    const sessions = new Sessions({ sql, secrets: testSecrets, now: () => clock.nowMs });
    await work(new ApiClient(sql, sessions, clock));
  });
}

/** Checks that a response is the problem with this code. */
export async function assertCode(response: Response, status: number, code: string): Promise<void> {
  assert.equal(response.status, status);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  assert.equal((await response.json()).code, code);
}
