import assert from "node:assert/strict";
import { parse } from "yaml";
import { z } from "zod";
import { parseConfig, settingNames } from "@/lib/config.ts";
import { generateSecrets } from "@/lib/config/secrets.ts";
import { KAFKA_VERSION } from "../tasks/stack/kafka.ts";

const Service = z.object({
  image: z.string(),
  build: z.string().optional(),
  user: z.string().optional(),
  init: z.boolean().optional(),
  command: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  networks: z.array(z.string()),
  volumes: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  healthcheck: z.object({ test: z.array(z.string()), interval: z.string(), timeout: z.string() }),
  cap_drop: z.array(z.string()),
  cap_add: z.array(z.string()).optional(),
  security_opt: z.array(z.string()),
  read_only: z.boolean(),
  mem_limit: z.string(),
  cpus: z.number(),
  pids_limit: z.number(),
});
const Compose = z.object({
  services: z.record(z.string(), Service),
  networks: z.record(z.string(), z.unknown()),
});

const root = new URL("../", import.meta.url);
const read = (name: string) => Deno.readTextFile(new URL(name, root));
const dockerfile = await read("Dockerfile");
const tags = ["!reset"].map((tag) => ({ tag, collection: "seq" as const, resolve: () => [] }));
const base: Tree = parse(await read("docker-compose.yml"), { merge: true });
const trying = Compose.parse(base);
const overlay: Tree = parse(await read("compose.production.yml"), { merge: true, customTags: tags });
const production = Compose.parse(merged(base, overlay));

type Tree = { [name: string]: unknown };

/** One file on top of another, as far as our files need it: mappings are merged, everything else is replaced. */
function merged(under: Tree, over: Tree): Tree {
  const isTree = (value: unknown): value is Tree =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  const both = Object.entries(over).map(([name, value]) => {
    const before = under[name];
    return [name, isTree(before) && isTree(value) ? merged(before, value) : value];
  });
  return { ...under, ...Object.fromEntries(both) };
}

/** The settings of a service with these variables in `.env`. @throws {Error} if one is required and missing */
function settingsOf(service: z.infer<typeof Service>, env: Record<string, string>): Record<string, string> {
  const fill = (text: string) =>
    text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind = "-", otherwise = "") => {
      if (env[name]) return env[name];
      if (kind === "?") throw new Error(`${name}: ${otherwise}`);
      return otherwise;
    });
  const given = Object.entries(service.environment ?? {});
  return Object.fromEntries(given.map(([name, value]) => [name, fill(String(value))]));
}

/** What the image itself sets. */
const baked = Object.fromEntries(
  [.../^ENV (.*)$/m.exec(dockerfile)![1].matchAll(/([A-Z_]+)=(\S+)/g)].map((
    [, name, value],
  ) => [name, value]),
);

Deno.test("every fetched image has a pinned version, and every service a health check", () => {
  assert.deepEqual(Object.keys(trying.services).sort(), ["kafka", "postgres", "redis", "web", "worker"]);
  assert.deepEqual(
    Object.keys(production.services).sort(),
    [...Object.keys(trying.services), "proxy"].sort(),
  );
  for (const [name, service] of Object.entries(production.services)) {
    if (service.build) continue;
    assert.match(service.image, /:\d+\.\d+/, `${name} uses ${service.image}`);
  }
  assert.match(dockerfile, /^FROM denoland\/deno:debian-\d+\.\d+\.\d+$/m);
  assert.equal(production.services.kafka.image, `apache/kafka:${KAFKA_VERSION}`);
});

Deno.test("no service can gain privileges, change its own files or take the whole machine", () => {
  for (const [name, service] of Object.entries(production.services)) {
    assert.deepEqual(service.cap_drop, ["ALL"], name);
    assert.deepEqual(service.cap_add ?? [], name === "proxy" ? ["NET_BIND_SERVICE"] : [], name);
    assert.deepEqual(service.security_opt, ["no-new-privileges:true"], name);
    assert.equal(service.read_only, true, name);
    assert(service.pids_limit <= 512 && service.cpus <= 2 && /^\d+[mg]$/.test(service.mem_limit), name);
  }
  // The images of Kafka and of ours name an unprivileged user themselves.
  assert.equal(production.services.postgres.user, "postgres");
  assert.equal(production.services.redis.user, "redis");
  assert.match(dockerfile, /^USER deno$/m);
  assert.doesNotMatch(dockerfile, /chown[^\n]*\/app|COPY --chown/);
});

Deno.test("the stores are on an internal network, and only the proxy is reachable from outside", () => {
  const { services, networks } = production;
  assert.deepEqual(networks, { front: null, back: { internal: true } });
  for (const name of ["postgres", "redis", "kafka"]) {
    assert.deepEqual(services[name].networks, ["back"], name);
  }
  assert.deepEqual(services.proxy.networks, ["front"]);
  for (const [name, { ports }] of Object.entries(services)) {
    assert.equal((ports ?? []).length > 0, name === "proxy", name);
  }
  for (const [name, { ports }] of Object.entries(trying.services)) {
    assert.deepEqual(ports ?? [], name === "web" ? ["127.0.0.1:${WEB_PORT:-8000}:8000"] : [], name);
  }
});

Deno.test("docker-compose.yml alone starts a demonstration on this machine, without any settings", () => {
  const { web, worker } = trying.services;
  assert.deepEqual(worker.environment, web.environment);
  const config = parseConfig({ ...baked, ...settingsOf(web, {}) });
  assert.deepEqual([config.env, config.demo, config.demonstration], ["development", true, true]);
  assert.equal(config.publicUrl, "http://localhost:8000");
  assert.equal(config.proxyHops, 0);
});

Deno.test("production starts with the secrets that `deno task secrets` writes, and a site", async () => {
  const { web, worker, redis } = production.services;
  assert.deepEqual(worker.environment, web.environment);
  assert.deepEqual(
    Object.keys({ ...baked, ...web.environment }).filter((name) => !settingNames.includes(name)),
    [],
  );
  const secrets = await generateSecrets();
  const env = { ...secrets, SITE: "tickets.example.org", DEMONSTRATION: "on" };
  const config = parseConfig({ ...baked, ...settingsOf(web, env) });
  assert.deepEqual([config.env, config.demo, config.proxyHops], ["production", false, 1]);
  assert.equal(config.publicUrl, "https://tickets.example.org");
  for (const name of [...Object.keys(secrets), "SITE"]) {
    assert.throws(() => settingsOf(web, { ...env, [name]: "" }), new RegExp(name), name);
  }
  assert.throws(() => settingsOf(redis, {}), /REDIS_PASSWORD/);
  assert.throws(
    () => parseConfig({ ...baked, ...settingsOf(web, { ...env, DEMONSTRATION: "" }) }),
    /SMTP_URL/,
  );
});

Deno.test("the image starts through the launcher, which gives each part its own permissions", () => {
  const entry = z.array(z.string()).parse(JSON.parse(/^ENTRYPOINT (\[.*\])$/m.exec(dockerfile)![1]));
  assert.deepEqual(entry, ["deno", "run", "-A", "--frozen", "tasks/launch.ts"]);
  assert.match(dockerfile, /^CMD \["web"\]$/m);
  assert.deepEqual(production.services.worker.command, ["worker"]);
});
