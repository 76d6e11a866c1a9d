/** `deno task web`: only the web server. Any number of them can share one Postgres, Redis and Kafka. */
import { loadSecrets } from "@/lib/config/secrets.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { createServices } from "@/lib/services.ts";
import { isBuilt } from "./build.ts";
import { prepareDemo } from "./demo.ts";
import { Progress } from "./progress.ts";
import { announce, readConfig, Refusal, requireShared, runUntilStopped, serveWeb } from "./run.ts";

await runUntilStopped(async (parts) => {
  const progress = new Progress();
  const config = requireShared("web", readConfig());
  if (!isBuilt()) throw new Refusal("There is no build of this source; `deno task build` makes one.");
  await progress.step("Database up to date", () => migrate(config.databaseUrl));
  const services = createServices(config, await loadSecrets(config));
  parts.push({ stop: services.close });
  const demo = await prepareDemo(services, progress);
  parts.push(await serveWeb(services));
  announce(config, progress, demo);
});
