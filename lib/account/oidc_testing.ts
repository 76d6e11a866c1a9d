/** For tests: the whole site with an identity provider, a real one, over HTTP on this machine. */
import assert from "node:assert/strict";
import { OidcClient } from "@/lib/auth/oidc_client.ts";
import { parseConfig } from "@/lib/config.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import {
  ProviderBrowser,
  startProvider,
  TEST_CLIENT,
  type TestPerson,
  type TestProvider,
} from "@/lib/testing/oidc_provider.ts";
import { type Accounts, type Visitor, withAccounts } from "./testing.ts";

export const SITE = "http://aisle.test";
export const CALLBACK = "/login/oidc/callback";
export const MINUTE_MS = 60_000;

export interface Scene extends Accounts {
  provider: TestProvider;
  /** Starts at the site, signs in at the provider and returns to the site; stops at the callback's response. */
  goThrough(visitor: Visitor, who: string, start?: string, at?: ProviderBrowser): Promise<Response>;
}

/** Runs `test` with a provider that knows these people. */
export async function withProvider(
  people: Record<string, TestPerson>,
  test: (scene: Scene) => Promise<void>,
  env: Record<string, string> = {},
): Promise<void> {
  const provider = await startProvider(people);
  try {
    const config = parseConfig({
      PUBLIC_URL: SITE,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: TEST_CLIENT.id,
      OIDC_CLIENT_SECRET: TEST_CLIENT.secret,
      ...env,
    });
    const oidc = new OidcClient({
      config: { ...config, oidc: config.oidc! },
      logger: silentLogger,
      now: Date.now,
    });
    await withAccounts((accounts) =>
      test({
        ...accounts,
        provider,
        async goThrough(visitor, who, start = "/login/oidc", at = new ProviderBrowser()) {
          return await visitor.get(await at.signIn(await locationOf(visitor, start), who));
        },
      }), { config, oidc });
  } finally {
    await provider.close();
  }
}

export async function locationOf(visitor: Visitor, path: string): Promise<string> {
  const response = await visitor.get(path);
  assert.equal(response.status, 303, await response.text());
  return response.headers.get("location")!;
}

/** Checks that the page at the end of a redirect, or this response, says something. */
export async function assertSays(response: Response, status: number, text: RegExp): Promise<void> {
  const body = await response.text();
  assert.equal(response.status, status, body);
  assert.match(body, text);
}

export function assertRedirects(response: Response, location: string): void {
  assert.deepEqual([response.status, response.headers.get("location")], [303, location]);
}

export async function me(visitor: Visitor): Promise<Record<string, unknown> | null> {
  const response = await visitor.call("GET", "/api/me");
  const body = await response.json();
  return response.status === 200 ? body : null;
}

/** Confirms the address of an account, signed in as this visitor. */
export async function confirm({ tokenFor }: Accounts, visitor: Visitor, email: string): Promise<void> {
  const response = await visitor.call("POST", "/api/auth/confirm", { token: await tokenFor(email) });
  assert.equal(response.status, 204);
}

/** An account that has the provider's Ada connected. */
export async function connectedAda(scene: Scene, email = "ada@example.org"): Promise<Visitor> {
  const ada = await scene.newVisitor(email);
  await confirm(scene, ada, email);
  assertRedirects(
    await scene.goThrough(ada, "ada", "/login/oidc?for=connect"),
    "/login/oidc/connect",
  );
  const connected = await ada.page("POST", "/login/oidc/connect", { password: ada.password });
  assertRedirects(connected, "/account/security?connected#oidc");
  return ada;
}

export async function audit({ sql }: Accounts): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`
    select action || ' ' || (detail - 'session')::text as line from audit_log order by at, id`;
  return rows.map(({ line }) => line);
}

/** A provider's account, with a verified address. */
export const ADA = { ada: { email: "ada@provider.test", email_verified: true, name: "Ada Brook" } };
