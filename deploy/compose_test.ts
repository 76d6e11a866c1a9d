import assert from "node:assert/strict";
import { parse } from "yaml";
import { z } from "zod";
import { settingNames } from "@/lib/config.ts";
import { KAFKA_VERSION } from "../tasks/stack/kafka.ts";

const Compose = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      build: z.string().optional(),
      command: z.array(z.string()).optional(),
      ports: z.array(z.string()).optional(),
      volumes: z.array(z.string()).optional(),
      environment: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      healthcheck: z.object({ test: z.array(z.string()), interval: z.string(), timeout: z.string() }),
    }),
  ),
});

const root = new URL("../", import.meta.url);
const { services } = Compose.parse(
  parse(await Deno.readTextFile(new URL("docker-compose.yml", root)), { merge: true }),
);
const dockerfile = await Deno.readTextFile(new URL("Dockerfile", root));

Deno.test("Compose runs the whole system, each service with a health check", () => {
  assert.deepEqual(Object.keys(services).sort(), ["kafka", "postgres", "proxy", "redis", "web", "worker"]);
});

Deno.test("every fetched image has a pinned version", () => {
  for (const [name, service] of Object.entries(services)) {
    if (service.build) continue;
    assert.match(service.image, /:\d+\.\d+/, `${name} uses ${service.image}`);
  }
  assert.match(dockerfile, /^FROM denoland\/deno:debian-\d+\.\d+\.\d+$/m);
  assert.equal(services.kafka.image, `apache/kafka:${KAFKA_VERSION}`);
});

Deno.test("web and worker get the same settings, all of which exist", () => {
  const given = Object.keys(services.web.environment ?? {});
  assert.deepEqual(given.filter((name) => !settingNames.includes(name)), []);
  assert.deepEqual(services.worker.environment, services.web.environment);
  const baked = [.../^ENV (.*)$/m.exec(dockerfile)![1].matchAll(/([A-Z_]+)=/g)].map((match) => match[1]);
  assert.deepEqual(baked.filter((name) => !settingNames.includes(name)), []);
});

Deno.test("web and worker have only the listed permissions, and neither has all", () => {
  const command = z.array(z.string()).parse(JSON.parse(/^CMD (\[.*\])$/m.exec(dockerfile)![1]));
  for (const words of [command, services.worker.command ?? []]) {
    assert.equal(words[0], "deno");
    assert(words.includes("--allow-net"));
    assert(!words.includes("--allow-all") && !words.includes("-A") && !words.includes("--allow-write"));
  }
});

Deno.test("only the proxy is reachable, by default from this machine, and web trusts its headers", async () => {
  for (const [name, { ports }] of Object.entries(services)) {
    assert.equal(ports !== undefined, name === "proxy", name);
  }
  for (const port of services.proxy.ports!) assert.match(port, /^\$\{BIND:-127\.0\.0\.1\}:/);
  assert.equal(services.web.environment?.TRUST_PROXY, "${TRUST_PROXY:-on}");

  assert.ok(services.proxy.volumes!.includes("./deploy/Caddyfile:/etc/caddy/Caddyfile:ro"));
  const caddyfile = await Deno.readTextFile(new URL("deploy/Caddyfile", root));
  assert.match(caddyfile, /^\{\$SITE:localhost\} \{\n\treverse_proxy web:8000 \{$/m);
  // The client's own values must not pass for the proxy's.
  assert.match(caddyfile, /header_up X-Request-Id \{http\.request\.uuid\}/);
  assert.match(caddyfile, /header_up -traceparent/);
  for (const deadline of ["read_header", "read_body", "idle"]) {
    assert.match(caddyfile, new RegExp(`^\\s+${deadline} \\d+[sm]$`, "m"));
  }
});
