/** For tests: an identity provider (oidc-provider) in this process, with people who sign in by pressing their name. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair } from "jose";
import Provider from "oidc-provider";

export interface TestPerson {
  email?: string;
  email_verified?: boolean;
  name?: string;
  /** How the provider says that they signed in. */
  amr?: string[];
  acr?: string;
}

export interface TestProvider {
  issuer: string;
  /** By their subject; may be changed at any time. */
  people: Record<string, TestPerson>;
  close(): Promise<void>;
}

export const TEST_CLIENT = { id: "aisle", secret: "a secret between the provider and this site" };

/** Where people are sent back to, at a site of any host and port. */
const CALLBACK_PATH = "/login/oidc/callback";

/** Starts a provider on this machine, on a free port by default. */
export async function startProvider(people: Record<string, TestPerson>, port = 0): Promise<TestProvider> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  let respond: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => respond(request, response));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: TEST_CLIENT.id,
      client_secret: TEST_CLIENT.secret,
      redirect_uris: [`http://aisle.test${CALLBACK_PATH}`],
    }],
    jwks: { keys: [{ ...await exportJWK(privateKey), use: "sig", alg: "RS256" }] },
    cookies: { keys: ["a key of the test provider"] },
    claims: { openid: ["sub", "amr", "acr"], email: ["email", "email_verified"], profile: ["name"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, subject: string) => ({
      accountId: subject,
      claims: () => {
        const { amr: __, acr: ___, ...person } = people[subject];
        return { sub: subject, ...person };
      },
    }),
    // Without these it prints a note for each.
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    // Nobody is asked for consent.
    // deno-lint-ignore no-explicit-any
    async loadExistingGrant({ oidc }: any) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  // The port of a site under test is known only once it has started.
  provider.Client.prototype.redirectUriAllowed = (uri: string) => new URL(uri).pathname === CALLBACK_PATH;
  const callback = provider.callback();
  respond = (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return void callback(request, response);
    interact(provider, people, request, response).catch((error) => {
      response.writeHead(500).end(String(error));
    });
  };
  return {
    issuer,
    people,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The provider's page for signing in, and what its buttons do. */
async function interact(
  // deno-lint-ignore no-explicit-any
  provider: any,
  people: Record<string, TestPerson>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "POST") {
    const buttons = [...Object.keys(people), "cancel"]
      .map((name) => `<button name="who" value="${name}">${name}</button>`);
    response.setHeader("content-type", "text/html");
    response.end(
      `<!doctype html><html lang="en"><title>Provider</title><form method="post">${buttons.join("")}</form>`,
    );
    return;
  }
  let body = "";
  for await (const chunk of request) body += chunk;
  const who = new URLSearchParams(body).get("who")!;
  const { amr, acr } = people[who] ?? {};
  const result = who === "cancel"
    ? { error: "access_denied", error_description: "they pressed Cancel" }
    : { login: { accountId: who, amr, acr } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

/** A person's browser at the provider, which keeps its cookies. */
export class ProviderBrowser {
  readonly #cookies = new Map<string, string>();

  /**
   * Follows the provider's redirects from where the site sent the browser, presses a name where it is asked who signs in,
   * and returns the path and query of the site that it is sent back to.
   */
  async signIn(location: string, who: string): Promise<string> {
    const { origin } = new URL(location);
    let url = new URL(location);
    let wasAsked = false;
    while (url.origin === origin) {
      const isQuestion = url.pathname.startsWith("/interaction/") && !wasAsked;
      if (isQuestion) wasAsked = true;
      const response = await fetch(url, {
        method: isQuestion ? "POST" : "GET",
        body: isQuestion ? new URLSearchParams({ who }) : undefined,
        headers: { cookie: [...this.#cookies].map((pair) => pair.join("=")).join("; ") },
        redirect: "manual",
      });
      const text = await response.text();
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
        if (value === "") this.#cookies.delete(name);
        else this.#cookies.set(name, value);
      }
      const next = response.headers.get("location");
      if (next === null) throw new Error(`${response.status} at ${url}: ${text}`);
      url = new URL(next, url);
    }
    return url.pathname + url.search;
  }
}
