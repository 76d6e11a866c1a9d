/**
 * `deno task start`: the whole product in one process. Without settings it brings its own Postgres and keeps the rest in
 * memory; with `DATABASE_URL`, `REDIS_URL` and `KAFKA_BROKERS` it uses those.
 */
import { hashPassword } from "@/lib/auth/passwords.ts";
import { loadSecrets, siteAddress } from "@/lib/config.ts";
import { startEmbeddedPostgres } from "@/lib/db/embedded_postgres.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { demoAccounts, demoPassword, seed } from "@/lib/db/sample_data.ts";
import { type ConnectedConfig, createServices, type Services } from "@/lib/services.ts";
import { startWorkers } from "../workers/mod.ts";
import { Progress } from "./progress.ts";
import { announce, readConfig, runUntilStopped, serveWeb, type Stoppable } from "./run.ts";

await runUntilStopped(async (parts) => {
  const progress = new Progress();
  const config = await connect(parts, progress);
  const secrets = await loadSecrets(config);
  await progress.step("Database up to date", () => migrate(config.databaseUrl));
  const services = createServices(config, secrets);
  parts.push({ stop: services.close });
  if (config.demo) await progress.step("Sample data", () => seedDemo(services));
  parts.push(startWorkers(services));
  parts.push(await serveWeb(services, progress));
  announce(config, progress, [...(config.demo ? demoLines() : []), "", "Stop with Ctrl-C."]);
});

/** The settings with a database to use, which is started when none is set. */
async function connect(parts: Stoppable[], progress: Progress): Promise<ConnectedConfig> {
  const config = readConfig();
  const { databaseUrl, dataDir } = config;
  if (databaseUrl) return { ...config, databaseUrl };
  const postgres = await progress.step("PostgreSQL running", () => startEmbeddedPostgres({ dataDir }));
  parts.push(postgres);
  return { ...config, databaseUrl: postgres.url };
}

async function seedDemo({ sql, config, now }: Services): Promise<void> {
  const passwordHash = await hashPassword(demoPassword);
  await seed(sql, { now: now(), passwordHash, address: siteAddress(config) });
}

function demoLines(): string[] {
  const accounts = demoAccounts.map(({ email, role }) => `  ${email.padEnd(24)} ${role}`);
  return ["", `Demo accounts, password ${demoPassword}:`, ...accounts];
}
