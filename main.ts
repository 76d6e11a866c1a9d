/**
 * The app with its services from the environment, which `dev.ts` and every build serve. Nothing is opened before the
 * first request. `deno task start` brings a database of its own; here one must be set.
 */
import { ConfigError, loadSecrets, parseConfig } from "@/lib/config.ts";
import { createServices } from "@/lib/services.ts";
import { createApp } from "./app.ts";

const config = parseConfig(Deno.env.toObject());
const { databaseUrl } = config;
if (!databaseUrl) {
  throw new ConfigError(
    "DATABASE_URL is not set; allowed: a postgres:// address (deno task stack starts one)",
  );
}

export const services = createServices({ ...config, databaseUrl }, await loadSecrets(config));
export const app = createApp(services);
