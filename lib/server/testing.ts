/** For tests: calls an endpoint as the app would, but without a server. */
import type { User } from "@/lib/auth/caller.ts";
import { guest } from "@/lib/auth/identify.ts";
import type { Sessions } from "@/lib/auth/sessions.ts";
import { parseConfig } from "@/lib/config.ts";
import { noRateLimits } from "@/lib/http/rate_limits.ts";
import { Cookies } from "@/lib/http/wire/cookies.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { createMetrics } from "@/lib/observability/metrics.ts";
import { wordsIn } from "@/lib/i18n/words.ts";
import type { Services } from "@/lib/services.ts";
import type { State } from "@/utils.ts";
import type { Endpoint, EndpointContext } from "./endpoint.ts";

export interface TestCall {
  /** The services that the endpoint uses; those of the HTTP layer are replaced by fakes. */
  services?: Partial<Services>;
  params?: Record<string, string>;
  /** The caller, who sends a bearer token; a guest if omitted. */
  user?: User;
  address?: string;
}

export const testSecrets = {
  jwtSecrets: ["a secret for access tokens in tests"],
  cookieSecrets: ["a secret for cookies in tests"],
  ticketKey: "MC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
};

/** The response of an endpoint, with the cookies that it sets. */
export async function callEndpoint(
  endpoint: Endpoint,
  request: Request,
  call: TestCall = {},
): Promise<Response> {
  const ctx = testContext(request, call);
  if (call.user) ctx.req.headers.set("authorization", "Bearer test");
  const response = await endpoint(ctx);
  ctx.state.cookies.appendTo(response.headers);
  return response;
}

/** A context like the one that Fresh and the middlewares of `app.ts` build. */
export function testContext(request: Request, call: TestCall = {}): EndpointContext {
  const url = new URL(request.url);
  const address = call.address ?? "192.0.2.1";
  const services = testServices({
    ...(call.user ? { sessions: sessionsOf(call.user) } : {}),
    ...call.services,
  });
  const state: State = {
    services,
    requestId: "test",
    startedMs: 0,
    cookies: new Cookies(request.headers.get("cookie"), url.protocol === "https:"),
    caller: guest(address),
    language: "en",
    words: wordsIn("en"),
    locale: "en",
    account: null,
    isPublic: false,
    isIndexed: false,
    isSecret: false,
  };
  const remoteAddr: Deno.NetAddr = { transport: "tcp", hostname: address, port: 50000 };
  return {
    req: request,
    url,
    params: call.params ?? {},
    state,
    info: { remoteAddr, completed: Promise.resolve() },
  };
}

/** Services with fakes for those of the HTTP layer; the test supplies the rest. */
export function testServices(services: Partial<Services> = {}): Services {
  return {
    config: parseConfig({}),
    secrets: testSecrets,
    oidc: null,
    rateLimits: noRateLimits,
    logger: silentLogger,
    metrics: createMetrics(),
    now: Date.now,
    ...services,
  } as Services;
}

/** Sessions in which every access token belongs to this account. */
function sessionsOf(user: User): Sessions {
  const identify = () => Promise.resolve({ user, sessionId: crypto.randomUUID(), visitorId: null });
  return { identify } as unknown as Sessions;
}

/** A request with a JSON body. */
export function jsonRequest(
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Request {
  return new Request(new URL(path, "http://aisle.test"), {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}
