/** `deno task worker [name…]`: the named background workers, or all of them. */
import { loadSecrets } from "@/lib/config/secrets.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { createServices } from "@/lib/services.ts";
import { startWorkers, workers } from "../workers/mod.ts";
import { readConfig, Refusal, requireShared, runUntilStopped } from "./run.ts";

await runUntilStopped(async (parts) => {
  const known = workers.map(({ name }) => name);
  const names = Deno.args.length > 0 ? Deno.args : known;
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Refusal(`There is no worker ${unknown.join(", ")}. The workers are ${known.join(", ")}.`);
  }
  const config = requireShared("worker", readConfig());
  await migrate(config.databaseUrl);
  const services = createServices(config, await loadSecrets(config));
  parts.push({ stop: services.close });
  parts.push(startWorkers(services, names));
  console.log(`Working: ${names.join(", ")}`);
});
