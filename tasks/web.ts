/** `deno task web`: the web server alone. Any number of them share one Postgres, Redis and Kafka. */
import { migrate } from "@/lib/db/migrate.ts";
import { importServer, isBuilt } from "./build.ts";
import { prepareDemo } from "./demo.ts";
import { Progress } from "./progress.ts";
import { announce, readConfig, Refusal, requireShared, runUntilStopped, serveWeb } from "./run.ts";

await runUntilStopped(async (parts) => {
  const progress = new Progress();
  const config = requireShared("web", readConfig());
  if (!isBuilt()) throw new Refusal("There is no build of this source; `deno task build` makes one.");
  await progress.step("Database up to date", () => migrate(config.databaseUrl));
  const { services } = await import("../main.ts");
  parts.push({ stop: services.close });
  const demo = await prepareDemo(services, progress);
  parts.push(serveWeb(services, await importServer()));
  announce(config, progress, demo);
});
