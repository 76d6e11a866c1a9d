/** The services of the app that `main.ts` exports: provided by this process, or created from the environment. */
import { parseConfig, settingsOfProcess } from "./config.ts";
import { loadSecrets } from "./config/secrets.ts";
import { ConfigError } from "./errors.ts";
import { createServices, type Services } from "./services.ts";

let provided: Services | undefined;

/** Makes the app use these services. Call it before importing `main.ts`, as every build does. */
export function provideServices(services: Services): void {
  provided = services;
}

/**
 * The provided services, or new ones. Nothing is opened before the first request.
 * @throws {ConfigError} if none were provided and the environment names no database
 */
export async function servicesOfProcess(): Promise<Services> {
  if (provided) return provided;
  const config = parseConfig(settingsOfProcess());
  const { databaseUrl } = config;
  if (!databaseUrl) {
    throw new ConfigError(
      "DATABASE_URL is not set; allowed: a postgres:// URL (deno task stack starts one)",
    );
  }
  return createServices({ ...config, databaseUrl }, await loadSecrets(config));
}
