/** What a provider must not get away with. This test writes its responses. */
import assert from "node:assert/strict";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { parseConfig } from "@/lib/config.ts";
import { Unavailable } from "@/lib/errors.ts";
import { createLogger } from "@/lib/observability/log.ts";
import { type Attempt, OidcClient, type ProviderResult } from "./oidc_client.ts";

const NOW_MS = Date.now();

interface Rogue {
  client: OidcClient;
  issuer: string;
  /** What the log says. */
  lines: string[];
  /** Replace what the provider responds with, by path. */
  responses: Record<string, (request: Request) => Response | Promise<Response>>;
  /** Completes an attempt with an ID token that has these claims, over right ones. */
  finishWith(claims: JWTPayload, key?: CryptoKey): Promise<ProviderResult>;
  begin(isFresh?: boolean): Promise<Attempt>;
}

async function withRogue(test: (rogue: Rogue) => Promise<void>, callMs?: number): Promise<void> {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const responses: Rogue["responses"] = {};
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const respond = responses[new URL(request.url).pathname];
    return respond ? respond(request) : new Response(null, { status: 404 });
  });
  const issuer = `http://127.0.0.1:${server.addr.port}`;
  responses["/.well-known/openid-configuration"] = () =>
    Response.json({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      userinfo_endpoint: `${issuer}/me`,
    });
  const jwk = { ...await exportJWK(publicKey), alg: "RS256", use: "sig", kid: "1" };
  responses["/keys"] = () => Response.json({ keys: [jwk] });
  const config = parseConfig({
    PUBLIC_URL: "http://aisle.test",
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: "aisle",
    OIDC_CLIENT_SECRET: "secret",
  });
  const lines: string[] = [];
  const client = new OidcClient({
    config: { ...config, oidc: config.oidc! },
    logger: createLogger({ write: (line) => lines.push(line) }),
    now: () => NOW_MS,
    callMs,
  });
  const begin = async (isFresh = false) => (await client.begin({ isFresh })).attempt;
  const rogue: Rogue = {
    client,
    issuer,
    lines,
    responses,
    begin,
    async finishWith(claims, key = privateKey) {
      const attempt = await begin();
      return await finish(attempt, { ...rightClaims(issuer, attempt), ...claims }, key);
    },
  };
  async function finish(attempt: Attempt, claims: JWTPayload, key: CryptoKey): Promise<ProviderResult> {
    const idToken = await new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "1" }).sign(key);
    responses["/token"] = () => tokens(idToken);
    return await client.finish(attempt, queryFor(attempt));
  }
  try {
    await test(rogue);
  } finally {
    await server.shutdown();
  }
}

function rightClaims(issuer: string, { nonce }: Attempt): JWTPayload {
  const seconds = Math.floor(NOW_MS / 1000);
  return { iss: issuer, sub: "ada", aud: "aisle", nonce, iat: seconds, exp: seconds + 300 };
}

function tokens(idToken: string): Response {
  return Response.json({ access_token: "a", token_type: "Bearer", id_token: idToken });
}

function queryFor({ state }: Attempt): string {
  return `?${new URLSearchParams({ state, code: "c" })}`;
}

function assertRefused(result: ProviderResult, code: string, what: string): void {
  assert.deepEqual(result, { ok: false, code }, what);
}

Deno.test("an ID token counts only if it is of this issuer, for this site, for this attempt, in time, and signed", () =>
  withRogue(async ({ finishWith, issuer, lines }) => {
    const right = await finishWith({});
    assert.ok(right.ok);
    assert.deepEqual([right.account.issuer, right.account.subject], [issuer, "ada"]);
    const past = Math.floor(NOW_MS / 1000) - 3600;
    const rows: [what: string, claims: JWTPayload][] = [
      ["another issuer", { iss: "https://other.test" }],
      ["another audience", { aud: "another-site" }],
      ["several audiences, meant for another", { aud: ["aisle", "another-site"], azp: "another-site" }],
      ["another nonce", { nonce: "n" }],
      ["no nonce", { nonce: undefined }],
      ["no subject", { sub: undefined }],
      ["expired", { iat: past - 300, exp: past }],
    ];
    for (const [what, claims] of rows) assertRefused(await finishWith(claims), "refused", what);
    const { privateKey: unknown } = await generateKeyPair("RS256");
    assertRefused(await finishWith({}, unknown), "refused", "another key");
    assert.equal(lines.length, rows.length + 1);
    for (const line of lines) assert.doesNotMatch(line, /"ada"|another-site|other\.test/);
  }));

Deno.test("an ID token without a signature, or without an ID token at all, is refused", () =>
  withRogue(async ({ client, begin, issuer, responses }) => {
    const attempt = await begin();
    const encode = (part: unknown) =>
      new TextEncoder().encode(JSON.stringify(part)).toBase64({ alphabet: "base64url", omitPadding: true });
    const unsigned = `${encode({ alg: "none" })}.${encode(rightClaims(issuer, attempt))}.`;
    responses["/token"] = () => tokens(unsigned);
    assertRefused(await client.finish(attempt, queryFor(attempt)), "refused", "alg none");
    responses["/token"] = () => Response.json({ access_token: "a", token_type: "Bearer" });
    assertRefused(await client.finish(attempt, queryFor(attempt)), "refused", "no ID token");
  }));

Deno.test("a response to another attempt, or naming another issuer, is refused before any code is sent", () =>
  withRogue(async ({ client, begin, responses }) => {
    let calls = 0;
    responses["/token"] = () => {
      calls++;
      return Response.json({});
    };
    const attempt = await begin();
    const { state } = attempt;
    for (const query of ["", "?code=c", "?code=c&state=x", `?code=c&state=${state}&state=${state}`]) {
      assertRefused(await client.finish(attempt, query), "refused", query);
    }
    const mixedUp = `?code=c&state=${state}&iss=${encodeURIComponent("https://other.test")}`;
    assertRefused(await client.finish(attempt, mixedUp), "refused", mixedUp);
    const denied = `?error=access_denied&state=${state}`;
    assertRefused(await client.finish(attempt, denied), "cancelled", denied);
    assertRefused(await client.finish(attempt, "?error=access_denied&state=x"), "refused", "another's state");
    assertRefused(await client.finish(attempt, `?error=server_error&state=${state}`), "refused", "an error");
    assert.equal(calls, 0);
  }));

Deno.test("people who had to sign in again must have done so since then", () =>
  withRogue(async ({ client, begin, issuer, responses }) => {
    const { privateKey, publicKey } = await generateKeyPair("RS256");
    const jwk = { ...await exportJWK(publicKey), alg: "RS256", use: "sig", kid: "2" };
    responses["/keys"] = () => Response.json({ keys: [jwk] });
    const began = Math.floor(NOW_MS / 1000);
    for (const [authTime, isAccepted] of [[undefined, false], [began - 60, false], [began, true]] as const) {
      const attempt = await begin(true);
      const idToken = await new SignJWT({ ...rightClaims(issuer, attempt), auth_time: authTime })
        .setProtectedHeader({ alg: "RS256", kid: "2" }).sign(privateKey);
      responses["/token"] = () => tokens(idToken);
      const { ok } = await client.finish(attempt, queryFor(attempt));
      assert.equal(ok, isAccepted, `${authTime}`);
    }
  }));

Deno.test("a provider that fails, says too much, or leads elsewhere is unreachable, and asked again next time", () =>
  withRogue(async ({ client, begin, issuer, responses }) => {
    const path = "/.well-known/openid-configuration";
    const right = responses[path];
    const wrong: [string, () => Response][] = [
      ["an error", () => new Response("{}", { status: 503 })],
      [
        "too long",
        () => new Response("x".repeat(600 * 1024), { headers: { "content-type": "application/json" } }),
      ],
      ["a redirect", () => Response.redirect("https://other.test/")],
      ["a page", () => new Response("<html>", { headers: { "content-type": "text/html" } })],
      ["another issuer's", () => Response.json({ issuer: "https://other.test" })],
    ];
    for (const [what, respond] of wrong) {
      responses[path] = respond;
      await assert.rejects(client.begin({ isFresh: false }), Unavailable, what);
    }
    responses[path] = right;
    const attempt = await begin();
    responses["/token"] = () => new Response(null, { status: 502 });
    assertRefused(await client.finish(attempt, queryFor(attempt)), "unreachable", "tokens");
    assert.ok(issuer);
  }));

Deno.test("a provider that accepts a call and never responds is given up on", () =>
  withRogue(async ({ client, begin, responses }) => {
    const attempt = await begin();
    const { promise: never, resolve: release } = Promise.withResolvers<Response>();
    responses["/token"] = () => never;
    assertRefused(await client.finish(attempt, queryFor(attempt)), "unreachable", "no response");
    const { readable, writable } = new TransformStream();
    responses["/token"] = () => new Response(readable, { headers: { "content-type": "application/json" } });
    assertRefused(await client.finish(attempt, queryFor(attempt)), "unreachable", "a body without end");
    release(new Response());
    await writable.abort().catch(() => {});
  }, 300));

Deno.test("what the provider says about people is read as data, and only about the one who signed in", () =>
  withRogue(async ({ finishWith, responses }) => {
    const read = async (profile: unknown) => {
      responses["/me"] = () => Response.json(profile);
      const result = await finishWith({ email: "token@provider.test", email_verified: true });
      assert.ok(result.ok);
      return await result.account.readProfile();
    };
    assert.deepEqual(await read({ sub: "ada", name: "Ada" }), {
      name: "Ada",
      email: "token@provider.test",
      emailVerified: true,
    });
    assert.deepEqual(
      await read({ sub: "ada", email: "other@provider.test", email_verified: "true", name: 7 }),
      {
        name: null,
        email: "other@provider.test",
        emailVerified: false,
      },
    );
    await assert.rejects(read({ sub: "bob", email: "bob@provider.test" }), Unavailable);
  }));
