/** A production site behind Caddy, with the Caddyfile of compose.production.yml. */
import assert from "node:assert/strict";
import { parseConfig } from "@/lib/config.ts";
import { generateSecrets } from "@/lib/config/secrets.ts";
import { until } from "@/lib/testing/until.ts";
import { findCommand, freePort } from "../../tasks/stack/child.ts";
import { canRun, fullDeployment, startProgram } from "./program.ts";

const caddy = await findCommand("caddy");

/** More streams than a browser's six connections to a host. */
const STREAMS = 12;

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Starts Caddy in front of `upstream`, and runs `test` with a client that trusts its certificate and speaks HTTP/2. */
async function withCaddy(
  ports: { http: number; https: number; upstream: number },
  test: (fetchSecurely: Fetch) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "aisle_caddy_" });
  const process = new Deno.Command(caddy!, {
    args: ["run", "--config", new URL("../../deploy/Caddyfile", import.meta.url).pathname],
    env: {
      HOME: folder,
      XDG_DATA_HOME: folder,
      XDG_CONFIG_HOME: folder,
      SITE: "localhost",
      UPSTREAM: `127.0.0.1:${ports.upstream}`,
      HTTP_PORT: String(ports.http),
      HTTPS_PORT: String(ports.https),
      HEALTH_PORT: String(await freePort()),
    },
    stdout: "null",
    stderr: "null",
  }).spawn();
  try {
    const root = `${folder}/caddy/pki/authorities/local/root.crt`;
    const certificate = await until(() => Deno.readTextFile(root).catch(() => ""), (text) => text !== "");
    using client = Deno.createHttpClient({ caCerts: [certificate], http1: false, http2: true });
    // The types are those of browsers, which know no clients.
    const fetchSecurely: Fetch = (url, init = {}) => fetch(url, { ...init, client } as RequestInit);
    await until(
      () =>
        fetchSecurely(`https://localhost:${ports.https}/healthz`).then(({ body, ok }) => {
          body?.cancel();
          return ok;
        }, () => false),
      (isUp) => isUp,
    );
    await test(fetchSecurely);
  } finally {
    process.kill("SIGTERM");
    await process.status;
    await Deno.remove(folder, { recursive: true });
  }
}

async function firstEvent(response: Response): Promise<string> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("\n\n")) text += (await reader.read()).value ?? "";
  await reader.cancel();
  return text;
}

Deno.test({
  name:
    "behind Caddy a production site has TLS, HTTP/2, many streams on one connection and the client's address",
  ignore: caddy === undefined || !canRun(fullDeployment),
  fn: async () => {
    const { env, clean } = await fullDeployment.prepare();
    const [http, https, upstream] = [await freePort(), await freePort(), await freePort()];
    const site = `https://localhost:${https}`;
    try {
      // A demonstration in development creates the sample data.
      await (await startProgram(env, "tasks/launch.ts", { args: ["web"] })).end("SIGTERM");
      const production = {
        ...env,
        ...await generateSecrets(),
        AISLE_ENV: "production",
        DEMO: "off",
        DEMONSTRATION: "on",
        RATE_LIMITS: "on",
        PUBLIC_URL: site,
        TRUST_PROXY: "on",
        PORT: String(upstream),
      };
      assert.equal(parseConfig(production).env, "production");
      const web = await startProgram(production, "tasks/launch.ts", {
        args: ["web"],
        ready: /ready at (\S+)/,
      });
      try {
        await withCaddy({ http, https, upstream }, async (fetchSecurely) => {
          const ask = (path: string, headers: Record<string, string> = {}) =>
            fetchSecurely(site + path, { headers, redirect: "manual" });

          const home = await ask("/");
          assert.equal(home.status, 200);
          assert.match(home.headers.get("strict-transport-security")!, /^max-age=\d{8}/);
          assert.match(await home.text(), /This is a demonstration/);

          const { items: [event] } = await (await ask("/api/events")).json();
          const streams = await Promise.all(
            Array.from({ length: STREAMS }, () => ask(`/api/events/${event.id}/stream`)),
          );
          for (const stream of streams) assert.match(await firstEvent(stream), /^event: snapshot$/m);

          // A client cannot choose its own address: all these count for the same one.
          const remaining = [];
          for (const address of ["203.0.113.1", "203.0.113.2"]) {
            const served = await ask("/api/events", {
              "x-forwarded-for": address,
              "x-request-id": "chosen-by-me",
            });
            await served.body?.cancel();
            assert.notEqual(served.headers.get("x-request-id"), "chosen-by-me");
            remaining.push(Number(/"address";r=(\d+)/.exec(served.headers.get("ratelimit")!)![1]));
          }
          assert.equal(remaining[1], remaining[0] - 1);

          const visitor = await fetchSecurely(`${site}/api/events/${event.id}/holds`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ best: { quantity: 1 } }),
          });
          await visitor.body?.cancel();
          assert.match(visitor.headers.getSetCookie().join(), /__Host-\w+=.*Secure/);

          const plain = await fetch(`http://localhost:${http}/events`, { redirect: "manual" });
          assert.deepEqual([plain.status, plain.headers.get("location")], [308, "https://localhost/events"]);
          await plain.body?.cancel();
        });
      } finally {
        assert.equal(await web.end("SIGTERM"), 0, web.output());
      }
    } finally {
      await clean();
    }
  },
});
