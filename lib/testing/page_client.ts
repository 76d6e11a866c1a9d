/** A browser without a screen or scripts, for tests of pages: it stores cookies and does not follow redirects. */
import { Builder } from "fresh/dev";
import { createApp } from "@/app.ts";
import { Sessions } from "@/lib/auth/sessions.ts";
import { watchReadiness } from "@/lib/health/health.ts";
import { testSecrets, testServices } from "@/lib/server/testing.ts";
import type { Services } from "@/lib/services.ts";

const SITE = "http://aisle.test";

let applyBuild: ReturnType<Builder["build"]> | undefined;

/** The whole app with a test's services; islands are bundled once per test process. */
export async function appOn(services: Partial<Services> & Pick<Services, "sql" | "now">): Promise<Handler> {
  const { sql, now } = services;
  const whole = testServices({ sessions: new Sessions({ sql, secrets: testSecrets, now }), ...services });
  whole.readiness ??= watchReadiness(whole);
  const app = createApp(whole);
  applyBuild ??= new Builder({ root: new URL("../..", import.meta.url).href }).build({ snapshot: "memory" });
  (await applyBuild)(app);
  return app.handler();
}

type Handler = (request: Request) => Promise<Response>;

export class PageClient {
  readonly cookies = new Map<string, string>();

  constructor(readonly handler: Handler) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.send(path, { headers });
  }

  /** Sends a form as a page of the site would. */
  post(path: string, fields: Record<string, string> | URLSearchParams): Promise<Response> {
    return this.send(path, { method: "POST", body: new URLSearchParams(fields) });
  }

  /** Calls the API as a script of the site would. */
  call(path: string, body: unknown): Promise<Response> {
    const headers = { "content-type": "application/json" };
    return this.send(path, { method: "POST", body: JSON.stringify(body), headers });
  }

  /** Sends any request as a page of the site would. */
  async send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (init.method && init.method !== "GET") headers.set("origin", SITE);
    if (this.cookies.size > 0) {
      headers.set("cookie", [...this.cookies].map((pair) => pair.join("=")).join("; "));
    }
    const response = await this.handler(new Request(new URL(path, SITE), { ...init, headers }));
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (line.includes("Max-Age=0;")) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}
