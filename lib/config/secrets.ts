/** The secrets of a site: from its settings, or generated once in the data folder. */
import { z } from "zod";
import { ConfigError } from "@/lib/errors.ts";
import { ed25519PrivateKey, secret } from "./values.ts";

/**
 * The keys that sign access tokens, cookies and tickets. Of several secrets the first signs, and all verify.
 * `ticketKey` is an Ed25519 key, PKCS #8 DER in base64.
 */
export interface Secrets {
  jwtSecrets: readonly string[];
  cookieSecrets: readonly string[];
  ticketKey: string;
}

const secretsFile = z.object({ jwtSecret: secret(), cookieSecret: secret(), ticketKey: ed25519PrivateKey() });
type SecretsFile = z.infer<typeof secretsFile>;

/**
 * The secrets from the settings; unset ones come from `secrets.json` in the data folder, which the first start creates,
 * readable only by its owner. Processes that start at the same time agree on one file.
 * @throws {ConfigError} if the file exists but is invalid.
 */
export async function loadSecrets(
  config: Partial<Secrets> & { dataDir: string },
): Promise<Secrets> {
  const { jwtSecrets, cookieSecrets, ticketKey } = config;
  if (jwtSecrets && cookieSecrets && ticketKey) return { jwtSecrets, cookieSecrets, ticketKey };
  const path = `${config.dataDir}/secrets.json`;
  const stored = await readSecrets(path) ?? await makeSecrets(path);
  return {
    jwtSecrets: jwtSecrets ?? [stored.jwtSecret],
    cookieSecrets: cookieSecrets ?? [stored.cookieSecret],
    ticketKey: ticketKey ?? stored.ticketKey,
  };
}

async function readSecrets(path: string): Promise<SecretsFile | undefined> {
  try {
    return secretsFile.parse(JSON.parse(await Deno.readTextFile(path)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      throw new ConfigError(
        `${path} is damaged; restore it, or remove it to end every session and void every ticket`,
      );
    }
    throw error;
  }
}

async function makeSecrets(path: string): Promise<SecretsFile> {
  const generated: SecretsFile = {
    jwtSecret: randomText(),
    cookieSecret: randomText(),
    ticketKey: await makeTicketKey(),
  };
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true, mode: 0o700 });
  const draft = `${path}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(draft, JSON.stringify(generated, null, 2), { mode: 0o600, createNew: true });
  try {
    // Linking is atomic and never overwrites, so the first process to link wins.
    await Deno.link(draft, path);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    const other = await readSecrets(path);
    if (other) return other;
    throw error;
  } finally {
    await Deno.remove(draft);
  }
  return generated;
}

/** New secrets for a public site, by the names that compose.production.yml reads. */
export async function generateSecrets(): Promise<Record<string, string>> {
  const random = ["POSTGRES_PASSWORD", "REDIS_PASSWORD", "JWT_SECRET", "COOKIE_SECRET", "METRICS_TOKEN"];
  return {
    ...Object.fromEntries(random.map((name) => [name, randomText()])),
    TICKET_KEY: await makeTicketKey(),
  };
}

function randomText(): string {
  return crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: "base64url", omitPadding: true });
}

async function makeTicketKey(): Promise<string> {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new TypeError("expected a key pair");
  return new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey)).toBase64();
}
