/**
 * `deno task start`: the whole product in one process. By default it runs its own Postgres and keeps everything else in
 * memory; with `DATABASE_URL`, `REDIS_URL` and `KAFKA_BROKERS` it uses those.
 */
import { loadSecrets } from "@/lib/config/secrets.ts";
import { startEmbeddedPostgres } from "@/lib/db/embedded_postgres.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { type ConnectedConfig, createServices } from "@/lib/services.ts";
import { startWorkers } from "../workers/mod.ts";
import { build, isBuilt } from "./build.ts";
import { prepareDemo } from "./demo.ts";
import { Progress } from "./progress.ts";
import { announce, readConfig, runUntilStopped, serveWeb, type Stoppable } from "./run.ts";

await runUntilStopped(async (parts) => {
  const progress = new Progress();
  const config = await connect(parts, progress);
  const secrets = await loadSecrets(config);
  await progress.step("Database up to date", () => migrate(config.databaseUrl));
  const services = createServices(config, secrets);
  parts.push({ stop: services.close });
  const demo = await prepareDemo(services, progress);
  parts.push(startWorkers(services));
  if (!isBuilt()) await progress.step("Pages built", build);
  parts.push(await serveWeb(services));
  announce(config, progress, [...demo, "", "Stop with Ctrl-C."]);
});

/** The settings with a database to use; starts one if none is set. */
async function connect(parts: Stoppable[], progress: Progress): Promise<ConnectedConfig> {
  const config = readConfig();
  const { databaseUrl, dataDir } = config;
  if (databaseUrl) return { ...config, databaseUrl };
  const postgres = await progress.step("PostgreSQL running", () => startEmbeddedPostgres({ dataDir }));
  parts.push(postgres);
  return { ...config, databaseUrl: postgres.url };
}
